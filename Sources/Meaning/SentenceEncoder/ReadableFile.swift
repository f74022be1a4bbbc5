import MemoryModel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What tells a file from another one, and from itself after a change.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let node: UInt64
    /// Bytes.
    let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        node = UInt64(status.st_ino)
        size = Int(status.st_size)
        #if canImport(Darwin)
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #else
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #endif
    }
}

/// A regular file, open for reading until the value goes.
final class ReadableFile {
    let descriptor: Int32
    let identity: FileIdentity

    /// - Throws: `model_invalid` when there is none, it may not be read, or it is not a regular file.
    init(_ path: String) throws(MemoryError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw MemoryError(
                .modelInvalid, "The model at \(path) cannot be opened: \(reason).",
                hint: "memos model pull fetches and converts the model.")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .brokenModel("\(path) is not a regular file")
        }
        self.descriptor = descriptor
        identity = FileIdentity(status)
    }

    deinit { close(descriptor) }

    /// - Throws: `model_invalid` when the file ends before.
    func read(_ offset: Int, _ count: Int) throws(MemoryError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw .brokenModel("it ends too early") }
            done += got
        }
        return bytes
    }
}
