import MemoryModel
import Testing
import ZipReading

@testable import ModelConversion

/// A ZIP archive built by hand, so that each of its fields can be wrong.
struct Zip {
    struct Entry {
        var name: String
        var packed: [UInt8]
        var method: UInt16 = 0
        var checksum: UInt32
        var size: UInt32
        var flags: UInt16 = 0
    }

    var entries: [Entry]
    var countToSay: UInt16?
    var offsetToSay: UInt32?

    static func stored(_ name: String, _ bytes: [UInt8], checksum: UInt32) -> Entry {
        Entry(name: name, packed: bytes, checksum: checksum, size: UInt32(bytes.count))
    }

    var bytes: [UInt8] {
        func half(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
        func word(_ value: UInt32) -> [UInt8] { half(UInt16(truncatingIfNeeded: value)) + half(UInt16(value >> 16)) }
        var local: [UInt8] = []
        var central: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let sizes = word(entry.checksum) + word(UInt32(entry.packed.count)) + word(entry.size)
            let fields = half(entry.flags) + half(entry.method) + word(0) + sizes + half(UInt16(name.count)) + half(0)
            central += word(0x0201_4b50) + half(20) + half(20) + fields + half(0) + half(0) + half(0) + word(0)
            central += word(UInt32(local.count)) + name
            local += word(0x0403_4b50) + half(20) + fields + name + entry.packed
        }
        let count = countToSay ?? UInt16(entries.count)
        return local + central + word(0x0605_4b50) + half(0) + half(0) + half(count) + half(count)
            + word(UInt32(central.count)) + word(offsetToSay ?? UInt32(local.count)) + half(0)
    }
}

@Suite("Archives that carry a model")
struct ZipArchiveTests {
    private let scratch = Scratch()
    /// "hello hello hello hello" deflated, and its CRC-32.
    private static let deflated: [UInt8] = [0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0x01]
    private static let checksum: UInt32 = 0x8d3d_51e3
    private static let hello = Array("hello hello hello hello".utf8)

    private func contents(_ zip: Zip, _ name: String = "a", limit: Int = 1000) throws(MemoryError) -> [UInt8] {
        let archive = try ZipArchive(path: scratch.write("archive", zip.bytes))
        guard let entry = try archive.entry(name) else { return [] }
        let target = scratch.path + "/out\(UInt64.random(in: 0 ... .max))"
        try archive.extract(entry, to: target, limit: limit) { _ in }
        return try ReadableFile(target).bytes(at: 0, count: entry.size)
    }

    private static func packed(_ change: (inout Zip.Entry) -> Void = { _ in }) -> Zip {
        var entry = Zip.Entry(name: "a", packed: deflated, method: 8, checksum: checksum, size: UInt32(hello.count))
        change(&entry)
        return Zip(entries: [entry])
    }

    @Test("gives stored and deflated files back")
    func contents() throws {
        #expect(try contents(Self.packed()) == Self.hello)
        #expect(try contents(Zip(entries: [Zip.stored("a", Self.hello, checksum: Self.checksum)])) == Self.hello)
        #expect(try contents(Zip(entries: [Zip.stored("a", [], checksum: 0)])) == [])
    }

    @Test(
        "refuses a file that is not what the directory says",
        arguments: [
            Self.packed { $0.checksum ^= 1 }, Self.packed { $0.size -= 1 }, Self.packed { $0.size += 1 },
            Self.packed { $0.packed.removeLast(2) }, Self.packed { $0.packed[3] ^= 0xff }, Self.packed { $0.flags = 1 },
            Self.packed { $0.method = 12 }, Self.packed { $0.method = 0 }, Self.packed { $0.size = 1001 },
            Self.packed { $0.size = .max }, Zip(entries: [], countToSay: 1),
            Zip(entries: Self.packed().entries, countToSay: .max),
            Zip(entries: Self.packed().entries, offsetToSay: .max),
            Zip(entries: Self.packed().entries, offsetToSay: 0x7fff_ffff),
            Zip(entries: Self.packed().entries, offsetToSay: 0),
            Zip(entries: Self.packed().entries + Self.packed().entries),
        ])
    func untrue(_ zip: Zip) {
        let error = #expect(throws: MemoryError.self) { try contents(zip) }
        #expect(error?.code == .modelInvalid && error?.hint != nil)
    }

    @Test("survives any changed byte and any end")
    func changedBytes() {
        let whole = Self.packed().bytes
        for index in 0..<whole.count {
            for mask in [1, 0x80, 0xff] as [UInt8] {
                var bytes = whole
                bytes[index] ^= mask
                let target = scratch.path + "/changed\(index)-\(mask)"
                guard let archive = try? ZipArchive(path: scratch.write("archive", bytes)) else { continue }
                for entry in archive.entries { try? archive.extract(entry, to: target, limit: 4096) { _ in } }
            }
        }
        for count in 0..<whole.count {
            #expect(throws: MemoryError.self) {
                try ZipArchive(path: scratch.write("archive", Array(whole[..<count])))
            }
        }
    }

    @Test("takes out only the model's files, whatever names lead elsewhere")
    func traversal() throws {
        let bytes: [UInt8] = Self.hello
        var zip = Zip(
            entries: ["../../evil", "x/model.safetensors", "x/config.json", "x/../../config.json"].map {
                Zip.stored($0, bytes, checksum: Self.checksum)
            })
        let folder = scratch.path + "/out"
        scratch.write("out/seed", [])
        try ArchivedModel.unpack(scratch.write("archive", zip.bytes), into: folder) { _, _ in }
        #expect(try ReadableFile(folder + "/config.json").size == bytes.count)
        #expect(throws: MemoryError.self) { try ReadableFile(scratch.path + "/evil") }
        #expect(throws: MemoryError.self) { try ReadableFile(scratch.path + "/config.json") }

        zip.entries.append(Zip.stored("y/model.safetensors", bytes, checksum: Self.checksum))
        scratch.write("out2/seed", [])
        #expect(throws: MemoryError.self) {
            try ArchivedModel.unpack(scratch.write("two", zip.bytes), into: scratch.path + "/out2") { _, _ in }
        }
    }
}
