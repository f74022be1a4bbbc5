import CChecksum
import CInflate

/// A ZIP archive that is in memory as a whole: its files, stored or deflated, taken out one by one.
package struct ZipContents: Sendable {
    package let entries: [ZipEntry]
    private let bytes: [UInt8]
    private let directory: ZipDirectory

    /// Whether bytes start as archives do, those without files included.
    package static func isOne(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4b, 3, 4]) || bytes.starts(with: [0x50, 0x4b, 5, 6])
    }

    package init(_ bytes: [UInt8]) throws(ZipFault) {
        directory = try ZipDirectory(tail: bytes.suffix(ZipDirectory.tailLength), ofArchiveWith: bytes.count)
        entries = try directory.entries(in: Array(bytes[directory.place]))
        self.bytes = bytes
        try checkPlaces()
    }

    /// The bytes of one file, which are as many as the directory says and have its checksum.
    ///
    /// - Parameter limit: most bytes it may have.
    /// - Throws: a fault whose reason is about the file: “is damaged”.
    package func contents(of entry: ZipEntry, limit: Int) throws(ZipFault) -> [UInt8] {
        guard !entry.isEncrypted else { throw ZipFault("is encrypted") }
        guard entry.method == 0 || entry.method == 8 else { throw ZipFault("is packed in a way that is not read") }
        guard entry.size <= limit else { throw ZipFault("has \(entry.size) bytes, more than \(limit)") }
        let packed = bytes[try place(of: entry)]
        let contents = entry.method == 0 ? Array(packed) : try Self.inflate(packed, to: entry.size)
        guard contents.count == entry.size else { throw ZipFault("has another size than it says") }
        guard memos_crc32(0, contents, contents.count) == entry.checksum else {
            throw ZipFault("is damaged: its checksum is another")
        }
        return contents
    }

    private func place(of entry: ZipEntry) throws(ZipFault) -> Range<Int> {
        let end = entry.offset + ZipDirectory.localHeaderLength
        guard end <= directory.place.lowerBound else { throw ZipDirectory.misplaced }
        let place = try directory.place(of: entry, header: Array(bytes[entry.offset..<end]))
        // A reader that goes by the local headers would see another name.
        let name = Array(entry.name.utf8)
        guard bytes[end...].starts(with: name), Int(bytes[end - 4]) | Int(bytes[end - 3]) << 8 == name.count else {
            throw ZipDirectory.misplaced
        }
        return place
    }

    /// Files that share their bytes make a small archive endless.
    private func checkPlaces() throws(ZipFault) {
        var end = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            guard entry.offset >= end else { throw ZipFault("two of its files lie over each other") }
            end = entry.offset + ZipDirectory.localHeaderLength + entry.name.utf8.count + entry.compressedSize
        }
    }

    private static func inflate(_ packed: ArraySlice<UInt8>, to size: Int) throws(ZipFault) -> [UInt8] {
        let stream = Stream(packed)
        var written: UInt64 = 0
        let status = memos_inflate(
            { context, into, room in
                guard let context, let into else { return -1 }
                return Unmanaged<Stream>.fromOpaque(context).takeUnretainedValue().read(into, room)
            },
            { context, bytes, count in
                guard let context, let bytes else { return -1 }
                let stream = Unmanaged<Stream>.fromOpaque(context).takeUnretainedValue()
                stream.output.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 0
            },
            Unmanaged.passUnretained(stream).toOpaque(), UInt64(size), &written)
        switch UInt32(bitPattern: status) {
        case MEMOS_INFLATE_DONE.rawValue: return stream.output
        case MEMOS_INFLATE_CUT.rawValue: throw ZipFault("ends too early")
        case MEMOS_INFLATE_TOO_LONG.rawValue: throw ZipFault("is larger than it says")
        default: throw ZipFault("is damaged")
        }
    }

    private final class Stream {
        private var rest: ArraySlice<UInt8>
        var output: [UInt8] = []

        init(_ packed: ArraySlice<UInt8>) { rest = packed }

        func read(_ into: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
            let part = rest.prefix(room)
            part.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { into.update(from: base, count: buffer.count) }
            }
            rest = rest.dropFirst(part.count)
            return part.count
        }
    }
}
