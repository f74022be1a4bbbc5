#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder of one test, gone with it.
package final class TemporaryHome: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/memos-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
        precondition(!path.isEmpty, "a temporary folder can be made")
    }

    deinit {
        Self.remove(path)
    }

    package func file(_ name: String) -> String { path + "/" + name }

    package func makeFolder(_ name: String) {
        var folder = path
        for part in name.split(separator: "/") {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
    }

    package func write(_ text: String, to name: String) {
        write(Array(text.utf8), to: name)
    }

    package func write(_ bytes: [UInt8], to name: String) {
        guard let stream = fopen(file(name), "w") else { return }
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
    }

    package func bytes(_ name: String) -> [UInt8]? {
        guard let stream = fopen(file(name), "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    package func exists(_ name: String) -> Bool { access(file(name), F_OK) == 0 }

    /// Permission bits; 0 when there is no such file.
    package func mode(_ name: String) -> UInt32 {
        var status = stat()
        return stat(file(name), &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0
    }

    /// Names in a folder, sorted.
    package func names(in folder: String = "") -> [String] { Self.names(in: file(folder)) }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }
}
