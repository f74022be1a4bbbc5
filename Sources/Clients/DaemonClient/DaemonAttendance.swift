#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `memos bridge --daemon`: makes sure the daemon runs, then stays until it goes, the parent dies or a signal comes.
/// The daemon itself does not depend on this process.
package struct DaemonAttendance {
    private let context: FrontContext

    package init(context: FrontContext) { self.context = context }

    package func run() throws(ClientError) {
        let parent = getppid()
        let termination = Termination.listen()
        let (connection, _) = try DaemonSession.connect(context, role: .bridge, mayStart: true)
        var received: [UInt8] = []
        while getppid() == parent {
            var entries = [
                pollfd(fd: termination, events: Int16(POLLIN), revents: 0),
                pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&entries, nfds_t(entries.count), 1000)
            if entries[0].revents != 0 { return }
            guard entries[1].revents != 0 else { continue }
            received.removeAll(keepingCapacity: true)
            switch Descriptor.read(connection.descriptor, into: &received) {
            case .bytes, .wouldBlock: continue
            case .end, .failed: return
            }
        }
    }
}
