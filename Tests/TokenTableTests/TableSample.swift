#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The table of the repository, and changed copies of it.
enum TableSample {
    static let path = packageRoot + "/model-data/token-table.memos-table"

    private static let packageRoot = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    static func cosine(_ one: [Float], _ other: [Float]) -> Double {
        var product = 0.0
        var first = 0.0
        var second = 0.0
        for (a, b) in zip(one, other) {
            product += Double(a) * Double(b)
            first += Double(a) * Double(a)
            second += Double(b) * Double(b)
        }
        return product / (first * second).squareRoot()
    }

    /// The bytes of the table; empty when it cannot be read, which the test then says.
    static func bytes() -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: 8 << 20) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }

    /// Calls `body` with the path of a file of these bytes, and removes it.
    static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        var template = Array("/tmp/memos-table-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard descriptor >= 0, let file = fdopen(descriptor, "wb") else { throw CannotWrite() }
        defer { unlink(path) }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw CannotWrite() }
        try body(path)
    }

    struct CannotWrite: Error {}
}
