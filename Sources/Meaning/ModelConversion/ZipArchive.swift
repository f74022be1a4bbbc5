import MemoryModel

/// A ZIP archive (PKWARE APPNOTE 6.3), such as a Python wheel, as far as one is needed to take named files out: stored
/// and deflated entries, no encryption, no several disks, no ZIP64.
///
/// No name in it is ever used as a path, and no size in it is believed before the bytes are there.
final class ZipArchive {
    struct Entry {
        let name: String
        let method: UInt16
        let isEncrypted: Bool
        let checksum: UInt32
        let compressedSize: Int
        let size: Int
        /// Of the local header that precedes its bytes.
        let offset: Int
    }

    let file: ReadableFile
    /// In the order of the central directory.
    let entries: [Entry]
    /// Where the central directory starts; no entry's bytes go beyond.
    let directory: Int

    /// - Throws: `model_invalid` when it is no such archive.
    init(path: String) throws(MemoryError) {
        let file = try ReadableFile(path)
        let end = try Self.endRecord(of: file)
        self.file = file
        directory = end.directory.lowerBound
        entries = try Self.entries(of: file, in: end.directory, count: end.count)
    }

    /// Whether a file starts as archives do that have entries.
    static func isOne(_ path: String) throws(MemoryError) -> Bool {
        let file = try ReadableFile(path)
        return file.size >= 4 ? try file.bytes(at: 0, count: 4) == [0x50, 0x4b, 3, 4] : false
    }

    /// - Throws: `model_invalid` when several entries have this name: which of them counts would depend on the reader.
    func entry(_ name: String) throws(MemoryError) -> Entry? {
        let found = entries.filter { $0.name == name }
        guard found.count <= 1 else { throw Self.invalid(file.path, "it has two files \(Safetensors.quoted(name))") }
        return found.first
    }

    static func invalid(_ path: String, _ reason: String) -> MemoryError {
        MemoryError(
            .modelInvalid, "\(path) cannot be read as an archive: \(reason).",
            hint: "It may be damaged or not whole; get it again, or unpack it and name the folder.")
    }

    // MARK: The directory

    private static let endLength = 22
    private static let headerLength = 46

    /// The record at the end of the file, behind which only a comment of at most 65,535 bytes may stand.
    private static func endRecord(
        of file: ReadableFile
    ) throws(MemoryError) -> (directory: Range<Int>, count: Int) {
        let length = min(file.size, endLength + 0xffff)
        let tail = LittleEndian(try file.bytes(at: file.size - length, count: length))
        var at = length - endLength
        while at >= 0, tail.word(at) != 0x0605_4b50 || at + endLength + Int(tail.half(at + 20)) != length { at -= 1 }
        guard at >= 0 else { throw invalid(file.path, "it has no directory at its end") }
        let (disk, first, here) = (tail.half(at + 4), tail.half(at + 6), tail.half(at + 8))
        let count = Int(tail.half(at + 10))
        let (size, offset) = (Int(tail.word(at + 12)), Int(tail.word(at + 16)))
        if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff {
            throw invalid(file.path, "it is a ZIP64 archive, and only plain ZIP is read")
        }
        guard disk == 0, first == 0, Int(here) == count else {
            throw invalid(file.path, "it is one part of several")
        }
        let start = file.size - length + at
        guard offset + size <= start else { throw invalid(file.path, "its directory lies outside the file") }
        return (offset..<offset + size, count)
    }

    private static func entries(
        of file: ReadableFile, in place: Range<Int>, count: Int
    ) throws(MemoryError) -> [Entry] {
        let bytes = LittleEndian(try file.bytes(at: place.lowerBound, count: place.count))
        var entries: [Entry] = []
        var at = 0
        for number in 0..<count {
            guard at + headerLength <= place.count, bytes.word(at) == 0x0201_4b50 else {
                throw invalid(file.path, "its directory ends after \(number) of \(count) entries")
            }
            let nameLength = Int(bytes.half(at + 28))
            let next = at + headerLength + nameLength + Int(bytes.half(at + 30)) + Int(bytes.half(at + 32))
            guard next <= place.count else { throw invalid(file.path, "entry \(number) leaves its directory") }
            let name = bytes.bytes[at + headerLength..<at + headerLength + nameLength]
            let entry = Entry(
                name: String(decoding: name, as: UTF8.self), method: bytes.half(at + 10),
                isEncrypted: bytes.half(at + 8) & 1 != 0, checksum: bytes.word(at + 16),
                compressedSize: Int(bytes.word(at + 20)), size: Int(bytes.word(at + 24)),
                offset: Int(bytes.word(at + 42)))
            if [entry.compressedSize, entry.size, entry.offset].contains(0xffff_ffff) {
                throw invalid(file.path, "it is a ZIP64 archive, and only plain ZIP is read")
            }
            entries.append(entry)
            at = next
        }
        return entries
    }
}

/// Numbers in bytes, the lowest byte first. Positions outside are a fault of the caller.
struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func half(_ at: Int) -> UInt16 { UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
    func word(_ at: Int) -> UInt32 { UInt32(half(at)) | UInt32(half(at + 2)) << 16 }
}
