#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends a wait on a socket from another thread.
struct WakePipe: Sendable {
    private let reader: CInt
    private let writer: CInt

    init() {
        var ends: [CInt] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reader, writer) = (ends[0], ends[1])
    }

    func raise() {
        _ = write(writer, [0], 1)
    }

    /// After the last wait.
    func dispose() {
        _ = close(reader)
        _ = close(writer)
    }

    enum Event {
        case raised, readable, silent
    }

    /// Waits until there is something to read from `descriptor` (none: -1), the time is over, or the pipe is raised.
    ///
    func wait(for descriptor: CInt, milliseconds: CInt) -> Event {
        var waits = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&waits, 2, milliseconds)
        if waits[1].revents != 0 { return .raised }
        return waits[0].revents != 0 ? .readable : .silent
    }
}
