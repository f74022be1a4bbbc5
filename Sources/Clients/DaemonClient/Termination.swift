#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Turns the signals that ask a program to end into something a poll can wait for.
enum Termination {
    nonisolated(unsafe) private static var wakeUp: Int32 = -1

    /// - Returns: a descriptor that becomes readable when SIGTERM, SIGINT or SIGHUP came.
    static func listen() -> Int32 {
        guard let ends = Descriptor.makePipe() else { return -1 }
        // Written once, before the handlers that read it are installed.
        wakeUp = ends.write
        for signalNumber in [SIGTERM, SIGINT, SIGHUP] {
            signal(signalNumber) { _ in
                var byte: UInt8 = 1
                _ = write(Termination.wakeUp, &byte, 1)
            }
        }
        return ends.read
    }
}
