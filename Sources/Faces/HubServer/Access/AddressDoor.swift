import NIOCore
import Synchronization

/// How many connections each address has open, so that nobody takes all that there are.
final class OpenConnections: Sendable {
    private let limit: Int
    private let counts = Mutex<[String: Int]>([:])

    init(limit: Int) { self.limit = limit }

    /// - Returns: whether there was room; who came in has to leave.
    func enter(_ address: String) -> Bool {
        counts.withLock { counts in
            guard counts[address, default: 0] < limit else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    func leave(_ address: String) {
        counts.withLock { counts in
            let left = counts[address, default: 1] - 1
            counts[address] = left > 0 ? left : nil
        }
    }
}

/// Closes a connection at once whose address has too many. Programs of this machine may have any number: a proxy speaks
/// for many.
final class AddressDoor: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let open: OpenConnections
    private var address: String?

    init(_ open: OpenConnections) { self.open = open }

    func channelActive(context: ChannelHandlerContext) {
        if enter(context) { context.fireChannelActive() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let address { open.leave(address) }
        address = nil
        context.fireChannelInactive()
    }

    private func enter(_ context: ChannelHandlerContext) -> Bool {
        guard !AddressKey.isOfThisMachine(context.channel.remoteAddress) else { return true }
        let address = AddressKey.of(context.channel.remoteAddress)
        guard open.enter(address) else {
            context.close(promise: nil)
            return false
        }
        self.address = address
        return true
    }
}
