import AsyncHTTPClient
import Digest
package import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The connections to one hub. Nobody is talked to but who holds the pinned certificate's key, and no answer is waited
/// for beyond its limit, or read beyond its bound.
package final class HubChannel: Sendable {
    package enum Trust: Sendable, Equatable {
        /// The certificate in DER form that a pairing brought; no other is accepted, whoever signed it.
        case pinned([UInt8])
        /// For the pairing itself, where the code proves who answers.
        case any
    }

    package let address: HubAddress
    /// The id that every answer has to name; `nil` before it is known.
    private let hub: String?
    private let client: HTTPClient

    /// - Throws: `certificate` when the pinned bytes are no certificate.
    package init(address: HubAddress, trust: Trust, hub: String?) throws(HubFault) {
        self.address = address
        self.hub = hub
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try Self.encryption(trust), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(3)))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    deinit {
        // A client may not go before it is shut down, and it keeps itself until then.
        client.shutdown { _ in }
    }

    /// Closes the connections; calls on the way fail.
    package func shutdown() async { try? await client.shutdown() }

    /// Sends one request and reads the answer as a whole.
    ///
    /// - Parameters:
    ///   - path: parts behind `/hub/v1/`, not encoded.
    ///   - limit: from the connection to the answer's last byte.
    ///   - bound: bytes of the answer, at most.
    package func ask(
        _ method: String, _ path: [String], query: [(name: String, value: String)] = [], body: JSON? = nil,
        token: String? = nil, limit: Duration = HubLimits.call, bound: Int = HubLimits.answer
    ) async throws(HubFault) -> JSON {
        var request = HTTPClientRequest(url: url(path, query))
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.utf8Text))
        }
        let reply: HubReply
        do {
            reply = try await HubLimits.within(limit) { [client, request] in
                try await HubReply(client.execute(request, deadline: .distantFuture), bound: bound)
            }
        } catch {
            throw TransportFault.fault(from: error, address: address, limit: limit)
        }
        return try reply.json(from: address, hub: hub)
    }

    private func url(_ path: [String], _ query: [(name: String, value: String)]) -> String {
        let place = path.map(Self.encoded).joined(separator: "/")
        let questions = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        return "\(address.origin)/hub/v1/\(place)" + (questions.isEmpty ? "" : "?\(questions)")
    }

    /// RFC 3986, with nothing reserved left as it is; a lone dot or two would be taken for a step in the path.
    private static func encoded(_ text: String) -> String {
        let hasOnlyDots = text == "." || text == ".."
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !hasOnlyDots: result += "."
            default: result += "%" + SHA256.hexadecimal([byte]).uppercased()
            }
        }
        return result
    }

    /// The trust is exactly the pinned certificate: no other root, no check of the name, as a hub is moved from one
    /// address to another and stays the same.
    private static func encryption(_ trust: Trust) throws(HubFault) -> TLSConfiguration {
        var encryption = TLSConfiguration.makeClientConfiguration()
        encryption.minimumTLSVersion = .tlsv13
        // Those of the usual list are there so that a foreign certificate is told apart from a failed handshake.
        encryption.verifySignatureAlgorithms = [
            .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha256, .rsaPssRsaeSha384,
            .rsaPssRsaeSha512,
        ]
        switch trust {
        case .any: encryption.certificateVerification = .none
        case .pinned(let bytes):
            do {
                encryption.trustRoots = .certificates([try NIOSSLCertificate(bytes: bytes, format: .der)])
            } catch {
                throw HubFault(
                    .certificate, "The certificate that was kept for this hub cannot be read.",
                    hint: "Leave, and join again with a new code.")
            }
            encryption.certificateVerification = .noHostnameVerification
        }
        return encryption
    }
}
