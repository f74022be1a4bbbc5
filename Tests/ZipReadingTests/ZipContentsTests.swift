import Testing

@testable import ZipReading

@Suite("Archives in memory")
struct ZipContentsTests {
    /// "hello hello hello hello" deflated, and its CRC-32.
    private static let deflated: [UInt8] = [0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0x01]
    private static let checksum: UInt32 = 0x8d3d_51e3
    private static let hello = Array("hello hello hello hello".utf8)

    /// An archive built by hand, so that each of its fields can be wrong.
    struct Archive {
        var name = "a"
        var localName: String?
        var packed = ZipContentsTests.deflated
        var method: UInt16 = 8
        var checksum = ZipContentsTests.checksum
        var size = UInt32(ZipContentsTests.hello.count)
        var flags: UInt16 = 0
        var copies = 1
        var count: UInt16?
        var offset: UInt32?

        var bytes: [UInt8] {
            func half(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
            func word(_ value: UInt32) -> [UInt8] {
                half(UInt16(truncatingIfNeeded: value)) + half(UInt16(value >> 16))
            }
            let sizes = word(checksum) + word(UInt32(packed.count)) + word(size)
            func fields(_ name: String) -> [UInt8] {
                half(flags) + half(method) + word(0) + sizes + half(UInt16(name.utf8.count)) + half(0)
            }
            let inner = localName ?? name
            let local = word(0x0403_4b50) + half(20) + fields(inner) + Array(inner.utf8) + packed
            let header =
                word(0x0201_4b50) + half(20) + half(20) + fields(name) + half(0) + half(0) + half(0) + word(0)
                + word(offset ?? 0) + Array(name.utf8)
            let central = (0..<copies).flatMap { _ in header }
            let count = count ?? UInt16(copies)
            return local + central + word(0x0605_4b50) + half(0) + half(0) + half(count) + half(count)
                + word(UInt32(central.count)) + word(UInt32(local.count)) + half(0)
        }
    }

    private static func contents(_ bytes: [UInt8], limit: Int = 1000) throws(ZipFault) -> [UInt8] {
        let archive = try ZipContents(bytes)
        guard let entry = archive.entries.first else { return [] }
        return try archive.contents(of: entry, limit: limit)
    }

    @Test("stored and deflated files come back")
    func reading() throws {
        #expect(try Self.contents(Archive().bytes) == Self.hello)
        #expect(try Self.contents(Archive(packed: Self.hello, method: 0).bytes) == Self.hello)
        #expect(try Self.contents(Archive(packed: [], method: 0, checksum: 0, size: 0).bytes) == [])
        #expect(ZipContents.isOne(Archive().bytes) && !ZipContents.isOne(Array("Rar!".utf8)))
    }

    @Test(
        "what is not as it says is refused",
        arguments: [
            Archive(checksum: 1), Archive(size: 22), Archive(size: 24), Archive(size: 1001), Archive(size: .max),
            Archive(flags: 1), Archive(packed: Self.deflated.dropLast(2)), Archive(method: 0), Archive(method: 12),
            Archive(localName: "b"), Archive(localName: "ab"), Archive(copies: 2), Archive(count: 2),
            Archive(count: .max), Archive(offset: 3), Archive(offset: .max), Archive(offset: 100),
        ])
    func refusing(_ archive: Archive) {
        #expect(throws: ZipFault.self) { try Self.contents(archive.bytes) }
    }

    @Test("no change of one byte, and no cut, gives other contents or a crash")
    func fuzzing() {
        let whole = Archive().bytes
        for at in whole.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] where whole[at] != value {
                var bytes = whole
                bytes[at] = value
                // Names, times and versions do not matter to the contents.
                if let contents = try? Self.contents(bytes) { #expect(contents == Self.hello || contents.isEmpty) }
            }
            #expect(throws: ZipFault.self) { try Self.contents(Array(whole.prefix(at))) }
        }
    }

    @Test("noise behind a right signature is refused or read, and never a crash")
    func noise() {
        var state: UInt64 = 42
        for round in 0..<2000 {
            let bytes = (0..<(round % 300)).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            _ = try? Self.contents(bytes)
            _ = try? Self.contents(Archive(packed: bytes, checksum: 0, size: 900).bytes)
        }
    }
}
