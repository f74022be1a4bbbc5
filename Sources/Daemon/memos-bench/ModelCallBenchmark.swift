import AsyncHTTPClient
import JSONText
import LanguageModels
import MemoryModel
import ModelClients
import ModelDialects
import NIOCore
import NIOHTTP1
import NIOPosix
import RetrievalBenchmark

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What our client adds to a bare request of the library below it: both ask a responder in this process, in turn, for
/// an answer of the OpenAI form.
struct ClientOverhead: Sendable {
    struct Figures {
        /// Milliseconds of one call: bare, and ours with dialect, attempts and breaker.
        var bare: [Double]
        var ours: [Double]
        /// Bytes by which the resident set grew over our calls, after as many bare ones.
        var growth: Int

        static func value(of share: Double, in times: [Double]) -> Double {
            times.sorted()[min(times.count - 1, Int(share * Double(times.count)))]
        }

        var addedMedian: Double { Self.value(of: 0.5, in: ours) - Self.value(of: 0.5, in: bare) }

        var json: JSON {
            [
                "bareMedian": JSON(Self.value(of: 0.5, in: bare)), "bare99": JSON(Self.value(of: 0.99, in: bare)),
                "oursMedian": JSON(Self.value(of: 0.5, in: ours)), "ours99": JSON(Self.value(of: 0.99, in: ours)),
                "addedMedian": JSON(addedMedian), "growthBytes": JSON(growth), "calls": JSON(ours.count),
            ]
        }

        var text: String {
            func figure(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
            func line(_ name: String, _ times: [Double]) -> String {
                let (half, most) = (Self.value(of: 0.5, in: times), Self.value(of: 0.99, in: times))
                return "\(name)  p50 \(figure(half)) ms  p99 \(figure(most)) ms"
            }
            return """
                \(line("bare", bare))
                \(line("ours", ours))
                added at p50 \(figure(addedMedian)) ms, resident set +\(growth / 1024) KiB (\(ours.count) calls each)
                """
        }
    }

    var dialect: any ChatDialect
    var calls = 500

    func run() async throws -> Figures {
        let responder = try await LoopbackResponder.start()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let clients = ModelClients(chat: { [dialect] _ in dialect }, rerank: { _ in nil })
        var endpoint = ModelEndpoint(
            provider: .openAICompatible, model: "bench", address: responder.address, key: .text(Secret("bench")))
        endpoint.isStreamed = false
        guard let model = clients.languageModel(for: endpoint) else {
            throw MemoryError(.invalidArgument, "The dialect is missing.")
        }
        let request = CompletionRequest(
            messages: [ChatMessage(.user, String(repeating: "What happened next? ", count: 100))], maxTokens: 100)
        let call = try dialect.call(for: request, at: endpoint, key: Secret("bench"), time: 0)
        var figures = Figures(bare: [], ours: [], growth: 0)
        for _ in 0..<calls { try await Self.ask(client, call) }
        let before = Self.residentBytes()
        for round in 0..<calls + 20 {
            let bare = try await Self.time { try await Self.ask(client, call) }
            let ours = try await Self.time { _ = try await model.complete(request, within: .seconds(30)) }
            // The first ones open connections and touch pages.
            if round < 20 { continue }
            figures.bare.append(bare)
            figures.ours.append(ours)
        }
        figures.growth = Self.residentBytes() - before
        await clients.shutdown()
        try await client.shutdown()
        try await responder.stop()
        return figures
    }

    private static func ask(_ client: HTTPClient, _ call: WireCall) async throws {
        var request = HTTPClientRequest(url: call.url)
        request.method = .POST
        for header in call.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: call.body))
        let response = try await client.execute(request, timeout: .seconds(30))
        _ = try await response.body.collect(upTo: 1 << 20)
    }

    private static func time(_ work: () async throws -> Void) async throws -> Double {
        let began = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - began) / .milliseconds(1)
    }

    /// Bytes of memory of this process: now, and on macOS the most there were.
    private static func residentBytes() -> Int {
        #if canImport(Darwin)
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            let words = FileBytes.read("/proc/self/statm").map {
                String(decoding: $0, as: UTF8.self).split(separator: " ")
            }
            return (words?.dropFirst().first.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
        #endif
    }
}

/// Answers every request with the same completion.
private struct LoopbackResponder {
    private static let body =
        #"{"id":"1","object":"chat.completion","model":"bench","choices":[{"index":0,"finish_reason":"stop","#
        + #""message":{"role":"assistant","content":"{\"ok\":true}"}}],"#
        + #""usage":{"prompt_tokens":400,"completion_tokens":5,"total_tokens":405}}"#

    private let channel: any Channel

    static func start() async throws -> LoopbackResponder {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Responder())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackResponder(channel: channel)
    }

    var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1" }

    func stop() async throws { try await channel.close() }

    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let headers: HTTPHeaders = [
                "Content-Type": "application/json", "Content-Length": "\(LoopbackResponder.body.utf8.count)",
            ]
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: LoopbackResponder.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
