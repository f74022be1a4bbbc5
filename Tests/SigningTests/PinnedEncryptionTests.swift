import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import Signing

/// The certificate in the hands of the library that hub and clients speak TLS with.
@Suite struct PinnedEncryptionTests {
    @Test("a client that pinned the certificate speaks with the hub that has its key")
    func pinned() async throws {
        let identity = CertificateIdentity(key: SigningKey(), name: "Werkstatt")
        #expect(try await answer(hub: identity, pinned: identity) == "ping")
    }

    @Test("the certificate is made again from the key: what was pinned holds after a restart")
    func remade() async throws {
        let key = SigningKey()
        let remade = try #require(SigningKey(seed: key.seed))
        #expect(
            try await answer(
                hub: CertificateIdentity(key: remade, name: "Werkstatt"),
                pinned: CertificateIdentity(key: key, name: "Werkstatt")) == "ping")
    }

    @Test("another certificate of the same name is refused")
    func stranger() async throws {
        await #expect(throws: NIOSSLError.self) {
            try await answer(
                hub: CertificateIdentity(key: SigningKey(), name: "Werkstatt"),
                pinned: CertificateIdentity(key: SigningKey(), name: "Werkstatt"))
        }
    }

    /// What comes back when a client that trusts one certificate sends `ping` to a hub that has another, or the same.
    private func answer(hub: CertificateIdentity, pinned: CertificateIdentity) async throws -> String {
        let server = try await server(of: hub)
        let port = try #require(server.localAddress?.port)
        let context = try NIOSSLContext(configuration: clientConfiguration(pinned: pinned))
        let answer = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: String.self)
        let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers: [any ChannelHandler] = [
                        try NIOSSLClientHandler(context: context, serverHostname: nil), Asking(answer: answer),
                    ]
                    try channel.pipeline.syncOperations.addHandlers(handlers)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let result = await answer.futureResult.result()
        try? await client.close()
        try? await server.close()
        return try result.get()
    }

    private func server(of hub: CertificateIdentity) async throws -> any Channel {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: hub.certificateDER, format: .der))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: hub.privateKeyDER, format: .der)))
        configuration.minimumTLSVersion = .tlsv13
        configuration.signingSignatureAlgorithms = [.ed25519]
        let context = try NIOSSLContext(configuration: configuration)
        return try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers: [any ChannelHandler] = [NIOSSLServerHandler(context: context), Echoing()]
                    try channel.pipeline.syncOperations.addHandlers(handlers)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private func clientConfiguration(pinned: CertificateIdentity) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: pinned.certificateDER, format: .der)])
        configuration.certificateVerification = .noHostnameVerification
        configuration.verifySignatureAlgorithms = [.ed25519]
        return configuration
    }
}

private final class Echoing: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }

    /// A client that refuses us is not told to the test by the server's side.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

private final class Asking: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let answer: EventLoopPromise<String>

    init(answer: EventLoopPromise<String>) { self.answer = answer }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "ping")), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        answer.succeed(String(buffer: unwrapInboundIn(data)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(ChannelError.eof)
    }
}

extension EventLoopFuture where Value: Sendable {
    fileprivate func result() async -> Result<Value, any Error> {
        do { return .success(try await get()) } catch { return .failure(error) }
    }
}
