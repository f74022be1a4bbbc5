import MemoryModel
import Testing
import TokenTable

@Suite("A token table that is not whole")
struct TableDamageTests {
    let bytes: [UInt8]

    init() throws {
        bytes = TableSample.bytes()
        try #require(bytes.count > 1_000_000)
    }

    private func code(of bytes: [UInt8]) throws -> MemoryError.Code? {
        var code: MemoryError.Code?
        try TableSample.withFile(bytes) { path in
            do throws(MemoryError) {
                _ = try TokenTable(path: path)
            } catch {
                #expect(error.hint != nil)
                code = error.code
            }
        }
        return code
    }

    @Test("is taken when nothing is wrong with the copy")
    func whole() throws {
        #expect(try code(of: bytes) == nil)
    }

    @Test("is refused when cut or grown", arguments: [0, 1, 7, 127, 128, 5000, 1_000_000, -1, -64, 64])
    func length(kept: Int) throws {
        let changed =
            kept == 64
            ? bytes + [UInt8](repeating: 0, count: 64) : Array(bytes.prefix(kept < 0 ? bytes.count + kept : kept))
        #expect(try code(of: changed) == .modelInvalid)
    }

    @Test("is refused when one bit of its contents differs")
    func bits() throws {
        for offset in [128, 131, 300, 5_000, 118_000, 1_234_567, 3_000_001, bytes.count - 70_000, bytes.count - 1] {
            var changed = bytes
            changed[offset] ^= 0x10
            #expect(try code(of: changed) == .modelInvalid, "byte \(offset)")
        }
    }

    @Test(
        "is refused when its header asks for what is not there or names other contents",
        arguments: [0, 8, 12, 16, 20, 24, 28, 40, 64])
    func header(offset: Int) throws {
        for value: UInt8 in [0xFF, 0x00, 0x21] {
            var changed = bytes
            for byte in 0..<4 { changed[offset + byte] = value }
            #expect(try code(of: changed) == .modelInvalid, "byte \(offset), value \(value)")
        }
    }

    @Test("is no table when it is a folder or something else, and is missing when there is none")
    func wrongPlace() throws {
        for (path, expected): (String, MemoryError.Code) in [
            ("/tmp", .modelInvalid), ("/dev/null", .modelInvalid), ("/tmp/memos-no-such-table", .notFound),
        ] {
            #expect {
                _ = try TokenTable(path: path)
            } throws: {
                ($0 as? MemoryError)?.code == expected
            }
        }
    }
}
