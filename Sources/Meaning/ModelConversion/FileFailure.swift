package import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension MemoryError {
    /// What a failed system call on a file means to a person.
    ///
    /// - Parameter code: `errno` of the call.
    package static func file(_ path: String, cannotBe done: String, code: Int32 = errno) -> MemoryError {
        let reason = String(cString: strerror(code))
        let message = "\(path) cannot be \(done): \(reason)."
        return switch code {
        case ENOSPC, EDQUOT:
            MemoryError(.diskFull, message, hint: "Make room on that disk, then try again.")
        case EFBIG:
            MemoryError(.diskFull, message, hint: "Files may not grow as large as is needed here (see ulimit -f).")
        case ENOENT where done == "read":
            MemoryError(.notFound, "There is no file \(path).")
        case EACCES, EPERM, EROFS, ENOTDIR, ENOENT, EISDIR:
            MemoryError(
                done == "read" ? .notFound : .pathNotWritable, message,
                hint: "Check who owns it and its mode.")
        default:
            MemoryError(.internal, message)
        }
    }
}

/// Writes everything, however often the system takes only a part.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws(MemoryError) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw .file(path, cannotBe: "written") }
        rest = rest.dropFirst(count)
    }
}

func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(MemoryError) {
    let result = bytes.withUnsafeBytes { buffer in
        Result { () throws(MemoryError) in try writeAll(buffer, to: descriptor, path: path) }
    }
    try result.get()
}
