import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is read in places. It is read, not mapped: a file that is cut meanwhile then gives an error and no
/// fault, and of a model only one tensor need be in memory at a time anyway.
final class ReadableFile: Sendable {
    /// As messages name it.
    let path: String
    /// Bytes, when it was opened.
    let size: Int
    private let descriptor: Int32

    /// - Parameter shownPath: what messages name instead, when the file itself is temporary.
    init(_ path: String, shownAs shownPath: String? = nil) throws(MemoryError) {
        // Not to wait for a writer, should it be a pipe.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(path, cannotBe: "read") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw MemoryError(.notFound, "\(path) is no file.")
        }
        self.path = shownPath ?? path
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills the buffer from `offset` on.
    ///
    /// - Throws: `model_invalid` when the file ends before.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(MemoryError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, min(rest.count, 1 << 30), off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(path, cannotBe: "read") }
            if count == 0 {
                throw MemoryError(
                    .modelInvalid, "\(path) ends at byte \(offset + done), \(buffer.count - done) too early.",
                    hint: "It seems not to be whole; get it again.")
            }
            done += count
        }
    }

    func bytes(at offset: Int, count: Int) throws(MemoryError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try fill(&bytes, at: offset)
        return bytes
    }

    /// Fills an array of plain values with the bytes from `offset` on.
    func fill<Value: BitwiseCopyable>(_ values: inout [Value], at offset: Int) throws(MemoryError) {
        var failure: MemoryError?
        values.withUnsafeMutableBytes { buffer in
            do throws(MemoryError) {
                try read(into: buffer, at: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
