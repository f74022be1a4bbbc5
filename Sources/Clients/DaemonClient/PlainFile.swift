#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whole files and folders, for the small ones this program keeps. No caches, no temporary folders of the system.
package enum PlainFile {
    package static func read(_ path: String, limit: Int = 64 << 20) throws(SystemCallError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            switch Descriptor.read(descriptor, into: &bytes) {
            case .bytes: continue
            case .end: return bytes
            case .wouldBlock: throw SystemCallError("read", code: EAGAIN)
            case .failed(let code): throw SystemCallError("read", code: code)
            }
        }
        throw SystemCallError("read", code: EFBIG)
    }

    /// Writes a file so that a reader sees the old content, the new one, or no file: temporary name in the same
    /// folder, fsync, rename.
    package static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32 = 0o600
    ) throws(SystemCallError) {
        let temporary = path + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw SystemCallError("open") }
        do throws(SystemCallError) {
            defer { close(descriptor) }
            guard fchmod(descriptor, mode_t(mode)) == 0 else { throw SystemCallError("fchmod") }
            guard Descriptor.writeAll(descriptor, bytes) else { throw SystemCallError("write") }
            guard fsync(descriptor) == 0 else { throw SystemCallError("fsync") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = SystemCallError("rename")
            unlink(temporary)
            throw failure
        }
    }

    /// Appends one line to a log; failing to log is nobody's business but ours, so nothing is thrown.
    package static func appendLine(_ line: String, to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        Descriptor.writeAll(descriptor, Array((line + "\n").utf8))
        close(descriptor)
    }

    /// Makes a folder and those above it; new ones are private to the user.
    package static func makeFolder(_ path: String) throws(SystemCallError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw SystemCallError("mkdir")
        }
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw SystemCallError("mkdir") }
    }

    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
    package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
