/// Why an archive is not read, as a clause: “it has no directory at its end”.
package struct ZipFault: Error, Sendable, Equatable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

/// What the directory of an archive says of one of its files. None of it is believed before the bytes are there, and
/// the name is never a path.
package struct ZipEntry: Sendable, Equatable {
    package let name: String
    /// 0 is stored, 8 is deflated.
    package let method: UInt16
    package let isEncrypted: Bool
    package let checksum: UInt32
    package let compressedSize: Int
    package let size: Int
    /// Type and mode as a Unix file has them; 0 where the archive does not tell.
    package let mode: UInt16
    /// Of the local header that precedes its bytes.
    package let offset: Int
}

/// The directory of a ZIP archive (PKWARE APPNOTE 6.3), as far as plain archives have one: no several disks, no ZIP64.
package struct ZipDirectory: Sendable {
    package static let endLength = 22
    /// As many bytes of an archive's end as can hold the record that says where the directory is.
    package static let tailLength = endLength + 0xffff
    package static let localHeaderLength = 30
    private static let headerLength = 46

    /// Where it lies in the archive.
    package let place: Range<Int>
    package let count: Int

    /// Reads the record at the archive's end, behind which only a comment may stand.
    ///
    /// - Parameters:
    ///   - tail: the last `tailLength` bytes, or all when there are fewer.
    ///   - size: of the archive, in bytes.
    package init(tail: [UInt8], ofArchiveWith size: Int) throws(ZipFault) {
        let record = LittleEndian(tail)
        var at = tail.count - Self.endLength
        while at >= 0,
            record.word(at) != 0x0605_4b50 || at + Self.endLength + Int(record.half(at + 20)) != tail.count
        { at -= 1 }
        guard at >= 0 else { throw ZipFault("it has no directory at its end") }
        let (disk, first, here) = (record.half(at + 4), record.half(at + 6), record.half(at + 8))
        let count = Int(record.half(at + 10))
        let (length, offset) = (Int(record.word(at + 12)), Int(record.word(at + 16)))
        if count == 0xffff || length == 0xffff_ffff || offset == 0xffff_ffff { throw Self.tooNew }
        guard disk == 0, first == 0, Int(here) == count else { throw ZipFault("it is one part of several") }
        guard offset + length <= size - tail.count + at else { throw ZipFault("its directory lies outside the file") }
        place = offset..<offset + length
        self.count = count
    }

    /// - Parameter bytes: those at `place`.
    package func entries(in bytes: [UInt8]) throws(ZipFault) -> [ZipEntry] {
        let headers = LittleEndian(bytes)
        var entries: [ZipEntry] = []
        var at = 0
        for number in 0..<count {
            guard at + Self.headerLength <= bytes.count, headers.word(at) == 0x0201_4b50 else {
                throw ZipFault("its directory ends after \(number) of \(count) entries")
            }
            let name = at + Self.headerLength..<at + Self.headerLength + Int(headers.half(at + 28))
            let next = name.upperBound + Int(headers.half(at + 30)) + Int(headers.half(at + 32))
            guard next <= bytes.count else { throw ZipFault("entry \(number) leaves its directory") }
            let entry = ZipEntry(
                name: String(decoding: bytes[name], as: UTF8.self), method: headers.half(at + 10),
                isEncrypted: headers.half(at + 8) & 1 != 0, checksum: headers.word(at + 16),
                compressedSize: Int(headers.word(at + 20)), size: Int(headers.word(at + 24)),
                mode: headers.half(at + 40), offset: Int(headers.word(at + 42)))
            if [entry.compressedSize, entry.size, entry.offset].contains(0xffff_ffff) { throw Self.tooNew }
            entries.append(entry)
            at = next
        }
        return entries
    }

    /// Where an entry's bytes are: behind its local header, whose own sizes do not matter.
    ///
    /// - Parameter header: the `localHeaderLength` bytes at the entry's offset.
    package func place(of entry: ZipEntry, header: [UInt8]) throws(ZipFault) -> Range<Int> {
        let local = LittleEndian(header)
        guard header.count == Self.localHeaderLength, local.word(0) == 0x0403_4b50 else { throw Self.misplaced }
        let start = entry.offset + Self.localHeaderLength + Int(local.half(26)) + Int(local.half(28))
        guard start + entry.compressedSize <= place.lowerBound else { throw Self.misplaced }
        return start..<start + entry.compressedSize
    }

    package static let misplaced = ZipFault("is not where the directory says")
    private static let tooNew = ZipFault("it is a ZIP64 archive, and only plain ZIP is read")
}

/// Numbers in bytes, the lowest byte first. Positions outside are a fault of the caller.
struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func half(_ at: Int) -> UInt16 { UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
    func word(_ at: Int) -> UInt32 { UInt32(half(at)) | UInt32(half(at + 2)) << 16 }
}
