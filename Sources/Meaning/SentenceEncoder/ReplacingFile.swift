import MemoryModel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that takes the place of another when it is complete: written beside it, synced, renamed.
final class ReplacingFile {
    private let path: String
    private let beside: String
    private let descriptor: Int32

    /// - Throws: `path_not_writable`, `disk_full`.
    init(_ path: String) throws(MemoryError) {
        self.path = path
        beside = "\(path).\(getpid()).part"
        unlink(beside)
        descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw Self.failure(path) }
    }

    func append(_ bytes: [UInt8]) throws(MemoryError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Self.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            done += count
        }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(MemoryError) {
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        guard count == bytes.count else { throw Self.failure(path) }
    }

    /// Makes the file appear under its name, read-only, durable when this returns.
    func commit() throws(MemoryError) {
        guard fchmod(descriptor, 0o444) == 0, fsync(descriptor) == 0, rename(beside, path) == 0 else {
            throw Self.failure(path)
        }
        close(descriptor)
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    func discard() {
        close(descriptor)
        unlink(beside)
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes, count)
        #else
            Glibc.write(descriptor, bytes, count)
        #endif
    }

    private static func failure(_ path: String) -> MemoryError {
        if errno == ENOSPC || errno == EDQUOT {
            return MemoryError(
                .diskFull, "There is no room for the model at \(path).", hint: "Free some space and try again.")
        }
        return MemoryError(
            .pathNotWritable, "The model cannot be written to \(path): \(String(cString: strerror(errno))).",
            hint: "Check that the folder exists and may be written to.")
    }
}
