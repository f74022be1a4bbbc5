import AsyncHTTPClient
package import LanguageModels
package import ModelDialects
import NIOCore
import NIOHTTP1

/// How a call that was to be answered in pieces was answered.
package enum StreamedReply: Sendable {
    case pieces(any ChatStream)
    /// In one, as errors are, and as servers answer that do not know streams.
    case whole(WireReply)
}

extension ModelConnections {
    /// Bytes of a whole answer, at most.
    private static let wholeBound = 8 << 20
    /// Bytes of an answer in pieces, at most: each piece of few characters stands in an envelope of hundreds.
    private static let streamBound = 32 << 20
    /// Bytes of what a server says of a failure, at most; the rest is not read.
    private static let faultBound = 64 << 10
    /// Between two pieces of an answer; a server that thinks says at least that it is there.
    private static let silence = Duration.seconds(30)
    private static let redirects = 3

    /// Sends a call and takes its answer as a whole, whatever its status.
    ///
    /// - Parameter limit: after which the connection is closed.
    package func send(
        _ call: WireCall, to endpoint: ModelEndpoint, within limit: Duration
    ) async throws(ModelFault) -> WireReply {
        try await exchange(call, to: endpoint, watch: Watch(limit: limit)) { response, pulse in
            try await response.whole(bound: Self.wholeBound, pulse: pulse)
        }
    }

    /// Sends a call and feeds its answer to the stream as it comes.
    ///
    /// The first piece has the whole limit, as a model of this machine reads a long prompt for a minute before it says
    /// a word; between pieces it is 30 seconds at most.
    ///
    /// - Parameter bound: characters of the answer, at most.
    package func stream(
        _ call: WireCall, into stream: any ChatStream, bound: Int, to endpoint: ModelEndpoint, within limit: Duration,
        silence: Duration? = nil
    ) async throws(ModelFault) -> StreamedReply {
        let watch = Watch(limit: limit, silence: min(silence ?? Self.silence, limit))
        return try await exchange(call, to: endpoint, watch: watch) { response, pulse in
            guard response.isInPieces else {
                let reply = try await response.whole(bound: Self.wholeBound, pulse: pulse)
                guard reply.hasEvents else { return .whole(reply) }
                var stream = stream
                try stream.take(reply.body)
                guard stream.length <= bound else { throw Oversized() }
                return .pieces(stream)
            }
            var stream = stream
            var count = 0
            for try await piece in response.body {
                pulse.beat()
                count += piece.readableBytes
                guard count <= Self.streamBound else { throw Oversized() }
                try stream.take(Array(piece.readableBytesView))
                guard stream.length <= bound else { throw Oversized() }
            }
            try Task.checkCancellation()
            return .pieces(stream)
        }
    }

    struct Oversized: Error {}

    private func exchange<Reply: Sendable>(
        _ call: WireCall, to endpoint: ModelEndpoint, watch: Watch,
        read: @escaping @Sendable (HTTPClientResponse, Watch.Pulse) async throws -> Reply
    ) async throws(ModelFault) -> Reply {
        let address = try WireAddress(call.url)
        try Self.refuseToBare(call, to: endpoint, at: address)
        let client = try client(for: endpoint, at: address)
        let progress = Progress()
        do {
            return try await watch.over { pulse in
                var request = HTTPClientRequest(call)
                for _ in 0...Self.redirects {
                    let response = try await client.execute(request, deadline: .distantFuture)
                    progress.hasAnswer()
                    guard response.status.isRedirect else { return try await read(response, pulse) }
                    request.url = try Self.target(of: response, from: request.url)
                }
                throw ModelFault(
                    .rejected, "\(address.host) sends the call from one address to the next.",
                    hint: "The address of the model should be the one it is at.", status: 308)
            }
        } catch {
            throw TransportFault.fault(
                from: error, host: address.host, limit: watch, hasAnswer: progress.isAnswered)
        }
    }

    /// A key does not travel in the clear but on this machine and the network around it.
    private static func refuseToBare(
        _ call: WireCall, to endpoint: ModelEndpoint, at address: WireAddress
    ) throws(ModelFault) {
        guard !address.isEncrypted, !address.isNear else { return }
        let secret: Set = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"]
        let hasSecret = endpoint.key != .none || call.headers.contains { secret.contains($0.name.lowercased()) }
        guard hasSecret else { return }
        throw ModelFault(
            .misconfigured, "The key would travel to \(address.host) without encryption.",
            hint: "Write https:// in the address; http:// with a key is for this machine and the private network.")
    }

    /// Where a redirect leads: followed only when method and body stay (307, 308), to the same host, and not out of
    /// encryption, as the key goes along.
    private static func target(of response: HTTPClientResponse, from url: String) throws(ModelFault) -> String {
        let origin = try WireAddress(url)
        let location = response.headers.first(name: "location") ?? ""
        func refused(_ whereTo: String) -> ModelFault {
            ModelFault(
                .rejected, "\(origin.host) sends the call on to \(whereTo), which is not followed.",
                hint: "The key would go along. If the new place is right, make it the address of the model.",
                status: Int(response.status.code))
        }
        guard [307, 308].contains(response.status.code) else { throw refused("another address") }
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            guard let separator = url.firstRange(of: "://") else { throw refused("another address") }
            let authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
            return url[..<separator.upperBound] + authority + location
        }
        let target: WireAddress
        do { target = try WireAddress(location) } catch { throw refused("another address") }
        guard target.host == origin.host else { throw refused(target.host) }
        guard target.isEncrypted || !origin.isEncrypted else { throw refused("an address without encryption") }
        guard target.port == origin.port || target.isEncrypted != origin.isEncrypted else {
            throw refused("another port")
        }
        return location
    }

    fileprivate static func bound(of status: HTTPResponseStatus, whole: Int) -> Int {
        (200..<300).contains(status.code) ? whole : faultBound
    }
}

extension HTTPResponseStatus {
    fileprivate var isRedirect: Bool { [301, 302, 303, 307, 308].contains(code) }
}

extension HTTPClientRequest {
    fileprivate init(_ call: WireCall) {
        self.init(url: call.url)
        method = HTTPMethod(rawValue: call.method)
        for header in call.headers { headers.add(name: header.name, value: header.value) }
        if !call.body.isEmpty { body = .bytes(ByteBuffer(bytes: call.body)) }
    }
}

extension HTTPClientResponse {
    /// A success that says it comes in pieces: as events, as lines, or in Amazon's frames.
    fileprivate var isInPieces: Bool {
        guard (200..<300).contains(status.code) else { return false }
        let type = headers.first(name: "content-type")?.prefix { $0 != ";" }.lowercased() ?? ""
        return ["event-stream", "eventstream", "ndjson", "jsonl"].contains { type.contains($0) }
    }

    /// Of a failure only the beginning is read.
    fileprivate func whole(bound: Int, pulse: Watch.Pulse) async throws -> WireReply {
        let isFault = !(200..<300).contains(status.code)
        let bound = ModelConnections.bound(of: status, whole: bound)
        if !isFault, let length = headers.first(name: "content-length").flatMap({ Int($0) }), length > bound {
            throw ModelConnections.Oversized()
        }
        var bytes: [UInt8] = []
        for try await piece in body {
            pulse.beat()
            bytes.append(contentsOf: piece.readableBytesView.prefix(bound + 1 - bytes.count))
            guard bytes.count > bound else { continue }
            if isFault { break }
            throw ModelConnections.Oversized()
        }
        try Task.checkCancellation()
        return WireReply(
            status: Int(status.code), headers: headers.map { WireHeader($0.name, $0.value) },
            body: isFault ? Array(bytes.prefix(bound)) : bytes)
    }
}

extension WireReply {
    /// Whether a success is made of events, though its type does not say so.
    fileprivate var hasEvents: Bool {
        guard isSuccess else { return false }
        let start = body.drop { $0 <= 0x20 }
        return start.starts(with: "data:".utf8) || start.starts(with: "event:".utf8)
    }
}
