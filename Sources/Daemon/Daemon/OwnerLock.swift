import MemoryModel
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lock that makes one process the owner of a home. The system frees it when the process ends, however it ends.
struct OwnerLock: ~Copyable {
    private let descriptor: Int32

    enum Outcome: ~Copyable {
        case taken(OwnerLock)
        /// Somebody else is the daemon of this home, and answers.
        case ownedByAnother
    }

    /// Waits for an owner that is about to go, but not for one that answers.
    ///
    /// - Parameter isAnswering: whether the home's socket takes connections.
    static func take(
        _ home: RuntimeHome, patienceMilliseconds: Int = 8000, isAnswering: () -> Bool
    ) throws(MemoryError) -> Outcome {
        let descriptor = try Self.file(home.ownerLock, of: home.daemonFolder)
        for attempt in 0... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .taken(OwnerLock(descriptor: descriptor)) }
            if isAnswering() {
                close(descriptor)
                return .ownedByAnother
            }
            if attempt * 20 > patienceMilliseconds { break }
            usleep(20_000)
        }
        close(descriptor)
        throw MemoryError(
            .conflict, "Another process holds the home's lock and does not answer.",
            hint: "Its process id stands in \(home.runRecord); end it and try again."
        )
    }

    /// - Returns: at once; `nil` when somebody else holds the lock.
    static func take(file path: String, in folder: String) throws(MemoryError) -> OwnerLock? {
        let descriptor = try file(path, of: folder)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return OwnerLock(descriptor: descriptor) }
        close(descriptor)
        return nil
    }

    private static func file(_ path: String, of folder: String) throws(MemoryError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MemoryError(
                .pathNotWritable, "The lock of the home cannot be opened (\(String(cString: strerror(errno)))).",
                hint: "Check owner and permissions of \(folder)."
            )
        }
        return descriptor
    }

    deinit { close(descriptor) }
}
