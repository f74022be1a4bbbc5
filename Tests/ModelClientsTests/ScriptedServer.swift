import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that answers each request with the next of its replies, the last one again and again. It knows of HTTP what
/// it takes to find where a request ends; what it says is bytes.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case pause(Duration)
        case close
    }

    struct State {
        var replies: [[Step]]
        var requests: [String] = []
        var opened = 0
        var closed = 0
        var greeting: String?
    }

    let state: Mutex<State>
    private let channel: any Channel

    static func start(
        _ replies: [Step]..., certificate: (chain: String, key: String)? = nil
    ) async throws -> ScriptedServer {
        try await start(replies, certificate: certificate)
    }

    static func start(
        _ replies: [[Step]], certificate: (chain: String, key: String)? = nil
    ) async throws -> ScriptedServer {
        var encryption: NIOSSLContext?
        if let certificate {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate.chain).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
            encryption = try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        }
        let server = Mutex<ScriptedServer?>(nil)
        let box = Box(server)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { [encryption] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let encryption {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption))
                    }
                    guard let server = box.server.withLock({ $0 }) else { return }
                    try channel.pipeline.syncOperations.addHandler(Conversation(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let made = ScriptedServer(replies, channel)
        box.server.withLock { $0 = made }
        return made
    }

    private init(_ replies: [[Step]], _ channel: any Channel) {
        state = Mutex(State(replies: replies))
        self.channel = channel
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var address: String { "http://127.0.0.1:\(port)/v1" }
    var requests: [String] { state.withLock { $0.requests } }

    /// Says something to whoever connects, whatever they say.
    func greet(_ text: String) { state.withLock { $0.greeting = text } }

    func stop() async { try? await channel.close() }

    /// Waits until a condition holds, two seconds at most.
    func eventually(_ condition: (State) -> Bool) async -> Bool {
        for _ in 0..<200 {
            if state.withLock({ condition($0) }) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    fileprivate func next(_ request: String) -> [Step] {
        state.withLock { state in
            state.requests.append(request)
            return state.replies.count > 1 ? state.replies.removeFirst() : state.replies.first ?? []
        }
    }
}

private final class Box: Sendable {
    let server: Mutex<ScriptedServer?>
    init(_ server: consuming Mutex<ScriptedServer?>) { self.server = server }
}

extension ScriptedServer.Step {
    /// A whole answer.
    static func reply(_ status: Int, _ body: String, _ headers: String...) -> [Self] {
        let more = headers.map { $0 + "\r\n" }.joined()
        let type =
            headers.contains { $0.lowercased().hasPrefix("content-type") } ? "" : "Content-Type: application/json\r\n"
        return [
            .send("HTTP/1.1 \(status) Said\r\n\(type)\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        ]
    }

    static let streamHead = Self.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")

    static func chunk(_ text: String) -> Self {
        .send(String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n")
    }

    static let streamEnd = Self.send("0\r\n\r\n")
}

/// Collects requests of one connection and plays the replies.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var received: [UInt8] = []

    init(_ server: ScriptedServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        let greeting = server.state.withLock { state in
            state.opened += 1
            return state.greeting
        }
        if let greeting { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.state.withLock { $0.closed += 1 }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        while let request = takeRequest() {
            play(server.next(request)[...], context.channel)
        }
    }

    private func takeRequest() -> String? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let head = received.firstRange(of: end) else { return nil }
        let text = String(decoding: received[..<head.lowerBound], as: UTF8.self).lowercased()
        var length = 0
        if let field = text.firstRange(of: "content-length:") {
            let digits = text[field.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
            length = Int(digits) ?? 0
        }
        guard received.count >= head.upperBound + length else { return nil }
        defer { received.removeFirst(head.upperBound + length) }
        return String(decoding: received[..<(head.upperBound + length)], as: UTF8.self)
    }

    private func play(_ steps: ArraySlice<ScriptedServer.Step>, _ channel: any Channel) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch step {
        case .send(let text):
            channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            play(rest, channel)
        case .pause(let time):
            let nanoseconds = Int64(time / .nanoseconds(1))
            channel.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(nanoseconds)) { self.play(rest, channel) }
        case .close: channel.close(promise: nil)
        }
    }
}
