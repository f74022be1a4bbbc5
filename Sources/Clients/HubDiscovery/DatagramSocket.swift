import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

struct Datagram: Sendable {
    let bytes: [UInt8]
    let sender: SocketAddress
}

/// A socket for datagrams of multicast DNS: what comes is a stream, of which the newest are kept when nobody keeps up.
struct DatagramSocket: Sendable {
    let received: AsyncStream<Datagram>
    private let channel: any Channel

    static let port = 5353
    static let groupName = "224.0.0.251"
    private static let unread = 256

    static func group() throws -> SocketAddress {
        try SocketAddress(ipAddress: groupName, port: port)
    }

    /// - Parameters:
    ///   - address: of this machine to bind to, in 4 bytes.
    ///   - port: with several programs on one, as others of this machine may discover services too; 0 for one of our own.
    static func open(_ address: [UInt8], port: Int) async throws -> DatagramSocket {
        let (received, intake) = AsyncStream.makeStream(
            of: Datagram.self, bufferingPolicy: .bufferingNewest(unread))
        let lifetime = ChannelOptions.Types.SocketOption(level: .ip, name: NIOBSDSocket.Option(rawValue: IP_TTL))
        var bootstrap = DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in channel.pipeline.addHandler(DatagramIntake(intake)) }
            .channelOption(lifetime, value: 255)
        if port != 0 {
            let reuse = ChannelOptions.Types.SocketOption(
                level: .socket, name: NIOBSDSocket.Option(rawValue: SO_REUSEPORT))
            bootstrap = bootstrap.channelOption(.socketOption(.so_reuseaddr), value: 1)
                .channelOption(reuse, value: 1)
        }
        let name = try SocketAddress(packedIPAddress: ByteBuffer(bytes: address), port: port)
        return DatagramSocket(received: received, channel: try await bootstrap.bind(to: name).get())
    }

    /// Multicast goes out by this interface, as far as the next router, and to programs of this machine as well.
    func send(by interface: MulticastInterface) async throws {
        guard let options = channel as? any SocketOptionProvider else { throw ChannelError.operationUnsupported }
        let address = interface.address.withUnsafeBytes { $0.loadUnaligned(as: in_addr.self) }
        try await options.setIPMulticastIF(address).get()
        try await options.setIPMulticastTTL(255).get()
        try await options.setIPMulticastLoop(1).get()
    }

    func listen(on interface: MulticastInterface) async throws {
        guard let multicast = channel as? any MulticastChannel else { throw ChannelError.operationUnsupported }
        try await multicast.joinGroup(Self.group(), device: interface.device).get()
    }

    /// What cannot be sent is lost, as datagrams may be.
    func send(_ message: DiscoveryMessage, to peer: SocketAddress) async {
        let bytes = message.bytes
        guard bytes.count <= DiscoveryMessage.limit else { return }
        let envelope = AddressedEnvelope(remoteAddress: peer, data: ByteBuffer(bytes: bytes))
        try? await channel.writeAndFlush(envelope).get()
    }

    func close() async {
        try? await channel.close().get()
    }
}

/// Takes datagrams off a channel. A complaint of the network about an earlier one is none of theirs.
private final class DatagramIntake: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let intake: AsyncStream<Datagram>.Continuation

    init(_ intake: AsyncStream<Datagram>.Continuation) {
        self.intake = intake
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        intake.yield(Datagram(bytes: Array(envelope.data.readableBytesView), sender: envelope.remoteAddress))
    }

    func channelInactive(context: ChannelHandlerContext) {
        intake.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
