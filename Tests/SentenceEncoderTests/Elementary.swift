#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

func exponential(_ x: Double) -> Double { exp(x) }

/// The exact form, by the error function.
func gelu(_ x: Double) -> Double { 0.5 * x * (1 + erf(x / 2.0.squareRoot())) }

/// A folder that goes with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/memos-encoder-XXXXXX\0".utf8CString.dropLast())
        path = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }.map { String(cString: $0) } ?? ""
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
        rmdir(path)
    }

    func read(_ name: String) -> [UInt8] {
        guard let file = fopen("\(path)/\(name)", "rb") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return bytes
    }

    /// Writes in place, so that a mapping of the file sees it.
    func overwrite(_ name: String, with bytes: [UInt8]) {
        chmod("\(path)/\(name)", 0o644)
        guard let file = fopen("\(path)/\(name)", "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func truncateFile(_ name: String, to length: Int) {
        chmod("\(path)/\(name)", 0o644)
        truncate("\(path)/\(name)", off_t(length))
    }
}
