import JSONText
import NIOCore
import NIOPosix
import NIOSSL
import Signing
import Synchronization

/// A hub that says what a test tells it to say, in plain HTTP or with a certificate.
final class FakeHub: Sendable {
    struct Request: Sendable {
        var method: String
        /// With the query.
        var path: String
        var head: String
        var json: JSON?
    }

    enum Answer: Sendable {
        case json(JSON, status: Int = 200, headers: [String] = [], hub: String? = FakeHub.id)
        /// These bytes, then nothing more.
        case raw(String)
        /// The head of a success, then bytes for as long as somebody reads.
        case endless
        case silence
        case hangUp
    }

    static let id = "0123456789abcdef0123456789abcdef"

    private let channel: any Channel
    private let count = Mutex(0)

    /// How many requests came.
    var requests: Int { count.withLock { $0 } }

    /// Stays known when nobody listens there any more.
    let port: Int

    private init(_ channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    static func start(
        certificate: CertificateIdentity? = nil, answer: @escaping @Sendable (Request) -> Answer
    ) async throws -> FakeHub {
        var encryption: NIOSSLContext?
        if let certificate {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: [
                    .certificate(try NIOSSLCertificate(bytes: certificate.certificateDER, format: .der))
                ],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: certificate.privateKeyDER, format: .der)))
            configuration.minimumTLSVersion = .tlsv13
            configuration.signingSignatureAlgorithms = [.ed25519]
            encryption = try NIOSSLContext(configuration: configuration)
        }
        let box = Box()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { [encryption] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let encryption {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Exchange { request in
                            box.hub.withLock { $0 }?.count.withLock { $0 += 1 }
                            return answer(request)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let hub = FakeHub(channel)
        box.hub.withLock { $0 = hub }
        return hub
    }

    func stop() async { try? await channel.close() }
}

private final class Box: Sendable {
    let hub = Mutex<FakeHub?>(nil)
}

private final class Exchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: (FakeHub.Request) -> FakeHub.Answer
    private var received: [UInt8] = []
    private var isEndless = false

    init(_ answer: @escaping (FakeHub.Request) -> FakeHub.Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        while let request = next() { say(answer(request), context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { pour(context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func say(_ answer: FakeHub.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .json(let json, let status, let headers, let hub):
            let body = json.text
            let more = (headers + (hub.map { ["Memos-Hub: \($0)"] } ?? [])).map { $0 + "\r\n" }.joined()
            write("HTTP/1.1 \(status) Said\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)", context)
        case .raw(let text): write(text, context)
        case .endless:
            write("HTTP/1.1 200 OK\r\nMemos-Hub: \(FakeHub.id)\r\nConnection: close\r\n\r\n", context)
            isEndless = true
            pour(context)
        case .silence: break
        case .hangUp: context.close(promise: nil)
        }
    }

    private func pour(_ context: ChannelHandlerContext) {
        guard isEndless else { return }
        let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 65_536)
        while context.channel.isWritable, context.channel.isActive {
            context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
        }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    private func next() -> FakeHub.Request? {
        guard let end = received.firstRange(of: [13, 10, 13, 10]) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        var length = 0
        if let field = head.lowercased().firstRange(of: "content-length:") {
            length = Int(head.lowercased()[field.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }) ?? 0
        }
        guard received.count >= end.upperBound + length else { return nil }
        defer { received.removeFirst(end.upperBound + length) }
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        return FakeHub.Request(
            method: String(words.first ?? ""), path: words.count > 1 ? String(words[1]) : "", head: head,
            json: try? JSON(parsing: Array(received[end.upperBound..<end.upperBound + length])))
    }
}

/// Runs the body with a hub and ends it afterwards.
func withHub<Result>(
    certificate: CertificateIdentity? = nil, answer: @escaping @Sendable (FakeHub.Request) -> FakeHub.Answer,
    _ body: (FakeHub) async throws -> Result
) async throws -> Result {
    let hub = try await FakeHub.start(certificate: certificate, answer: answer)
    do {
        let result = try await body(hub)
        await hub.stop()
        return result
    } catch {
        await hub.stop()
        throw error
    }
}
