import DaemonClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A model on a loopback port that says one sentence to everybody and keeps what it was asked: what a host is pointed at
/// to see what would reach the model. One thread around one poll, for as long as the caller lets it serve.
final class ModelStage {
    let port: UInt16
    /// Requests for words, in the order in which they came; what hosts only look up is not among them.
    private(set) var requests: [HTTPMessage] = []
    private let listener: Int32
    private let reply: String
    private var connections: [Int32: [UInt8]] = [:]

    /// Bytes of one request; hosts send whole conversations.
    private static let longest = 32 << 20

    /// - Parameter reply: what it says.
    init?(saying reply: String) {
        guard let descriptor = Descriptor.streamSocket(AF_INET) else { return nil }
        Descriptor.setNonBlocking(descriptor)
        var address = Descriptor.loopbackAddress(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else {
            close(descriptor)
            return nil
        }
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        self.reply = reply
    }

    deinit {
        for descriptor in connections.keys { close(descriptor) }
        close(listener)
    }

    /// Answers whoever asks until the deadline, or as long as there is reason to.
    func serve(until deadline: Deadline, while isNeeded: () -> Bool) {
        while !deadline.isOver, isNeeded() {
            var entries = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            entries += connections.keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&entries, nfds_t(entries.count), Int32(min(20, deadline.remainingMilliseconds)))
            if entries[0].revents != 0 { takeCallers() }
            for entry in entries.dropFirst() where entry.revents != 0 { hear(entry.fd) }
        }
    }

    private func takeCallers() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            Descriptor.closeOnExec(descriptor)
            Descriptor.setNonBlocking(descriptor)
            connections[descriptor] = []
        }
    }

    private func hear(_ descriptor: Int32) {
        var bytes = connections[descriptor] ?? []
        let input = Descriptor.read(descriptor, into: &bytes)
        connections[descriptor] = bytes
        switch input {
        case .wouldBlock: return
        case .end, .failed: return hangUp(descriptor)
        case .bytes: break
        }
        guard bytes.count <= Self.longest else { return hangUp(descriptor) }
        guard let message = HTTPMessage(bytes) else { return }
        if message.expectsContinue, !message.isComplete {
            Descriptor.writeAll(descriptor, Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        guard message.isComplete else { return }
        if message.asksForWords { requests.append(message) }
        Descriptor.writeAll(descriptor, ModelReply(to: message, saying: reply).bytes)
        hangUp(descriptor)
    }

    private func hangUp(_ descriptor: Int32) {
        connections[descriptor] = nil
        close(descriptor)
    }
}
