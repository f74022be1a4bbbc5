import JSONText
package import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whole small files that only their owner may read: read at once, replaced at once.
package enum PrivateFile {
    /// The bytes; `nil` when there is no such file.
    package static func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(path, reason: reason(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw unreadable(path, reason: "it is not a regular file")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Self.retrying { Self.read(descriptor, &buffer) }
            if count < 0 { throw unreadable(path, reason: reason(errno)) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            if bytes.count > limit { throw unreadable(path, reason: "it is larger than \(limit) bytes") }
        }
    }

    /// Writes a new file beside the old one, makes it durable and puts it in its place, so that nobody ever sees half
    /// a file. A symbolic link stays one: the file it points to is replaced.
    package static func replace(_ path: String, with text: String) throws(MemoryError) {
        let target = resolved(path)
        let temporary = "\(target).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor < 0 { throw unwritable(target, errno) }
        var failure: Int32 = 0
        if !write(Array(text.utf8), to: descriptor) || fchmod(descriptor, 0o600) != 0 || fsync(descriptor) != 0 {
            failure = errno
        }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, target) != 0 { failure = errno }
        if failure != 0 {
            unlink(temporary)
            throw unwritable(target, failure)
        }
        syncFolder(of: target)
    }

    /// The error text of the system.
    static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    private static func read(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
        buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = retrying { rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) } }
            if count < 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The rename itself must survive a power cut too. A file system that cannot do this has already kept the data.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func unreadable(_ path: String, reason: String) -> MemoryError {
        MemoryError(
            .configInvalid, "\(path) cannot be read: \(reason)", details: ["file": .string(path)],
            hint: "Give its owner the right to read it, or remove it to get the defaults.")
    }

    private static func unwritable(_ path: String, _ code: Int32) -> MemoryError {
        let hint =
            switch code {
            case ENOSPC, EDQUOT: "The disk is full; free some space and try again."
            case EACCES, EPERM, EROFS: "Give yourself the right to write to its folder, or choose another --home."
            default: "The file is as it was; try again."
            }
        return MemoryError(
            .configWriteFailed, "\(path) cannot be written: \(reason(code))", details: ["file": .string(path)],
            hint: hint)
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
