import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Notes that somebody wants this command to end, so that it can remove what it has half made first.
enum Interruption {
    /// Written by the handler only; 0 as long as no signal came.
    nonisolated(unsafe) private static var noted: Int32 = 0

    /// The signal that came.
    static var signalNumber: Int32? { noted == 0 ? nil : noted }

    /// From now on a signal ends nothing; `check` does. A file that grows beyond what is allowed gives an error, too.
    static func listen() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let previous = signal(number) { Interruption.noted = $0 }
            // Whoever started us may have said that a signal is not for us, as nohup does.
            if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
        }
        signal(SIGXFSZ, SIG_IGN)
    }

    /// - Throws: an error that nobody sees: the command ends with the signal's status.
    static func check() throws(MemoryError) {
        if noted != 0 { throw MemoryError(.deadlineExceeded, "The command was interrupted.") }
    }
}
