import CChecksum
import CInflate
import MemoryModel
import ZipReading

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension ZipArchive {
    /// Writes one entry's bytes to a new file. What was written of it stays when this fails: the folder it is in is
    /// temporary.
    ///
    /// - Parameters:
    ///   - limit: most bytes it may have.
    ///   - proceed: is told how many bytes came so far; what it throws ends the work.
    /// - Throws: `model_invalid` when the entry is damaged or larger than it says, `disk_full`, `path_not_writable`.
    func extract(
        _ entry: ZipEntry, to path: String, limit: Int, proceed: @escaping (_ written: Int) throws(MemoryError) -> Void
    ) throws(MemoryError) {
        func wrong(_ reason: String) -> MemoryError {
            Self.invalid(file.path, "its file \(Safetensors.quoted(entry.name)) \(reason)")
        }
        guard !entry.isEncrypted else { throw wrong("is encrypted") }
        guard entry.method == 0 || entry.method == 8 else { throw wrong("is packed in a way that is not read") }
        guard entry.size <= limit else { throw wrong("has \(entry.size) bytes, more than \(limit)") }
        let place = try place(of: entry)
        if entry.method == 0, entry.compressedSize != entry.size { throw wrong("is stored with another size") }

        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path, cannotBe: "written") }
        defer { close(descriptor) }
        let transfer = Transfer(from: file, place, to: descriptor, path: path, proceed: proceed)
        let status = entry.method == 0 ? transfer.copy() : transfer.inflate(limit: entry.size)
        if let failure = transfer.failure { throw failure }
        switch UInt32(bitPattern: status) {
        case MEMOS_INFLATE_DONE.rawValue: break
        case MEMOS_INFLATE_CUT.rawValue: throw wrong("ends too early")
        case MEMOS_INFLATE_TOO_LONG.rawValue: throw wrong("is larger than it says")
        case MEMOS_INFLATE_NO_MEMORY.rawValue:
            throw MemoryError(.internal, "There is no memory left to unpack \(file.path).")
        default: throw wrong("is damaged")
        }
        guard transfer.written == entry.size else { throw wrong("is smaller than it says") }
        guard transfer.checksum == entry.checksum else { throw wrong("is damaged: its checksum is another") }
    }

    /// Where an entry's bytes are.
    private func place(of entry: ZipEntry) throws(MemoryError) -> Range<Int> {
        func wrong(_ fault: ZipFault) -> MemoryError {
            Self.invalid(file.path, "its file \(Safetensors.quoted(entry.name)) \(fault.reason)")
        }
        let length = ZipDirectory.localHeaderLength
        guard entry.offset <= directory.place.lowerBound - length else { throw wrong(ZipDirectory.misplaced) }
        let header = try file.bytes(at: entry.offset, count: length)
        do throws(ZipFault) {
            return try directory.place(of: entry, header: header)
        } catch {
            throw wrong(error)
        }
    }
}

/// The way of an entry's bytes from the archive to a file.
private final class Transfer {
    private let source: ReadableFile
    private var rest: Range<Int>
    private let descriptor: Int32
    private let path: String
    private let proceed: (Int) throws(MemoryError) -> Void
    private(set) var written = 0
    private(set) var checksum: UInt32 = 0
    private(set) var failure: MemoryError?

    init(
        from source: ReadableFile, _ place: Range<Int>, to descriptor: Int32, path: String,
        proceed: @escaping (Int) throws(MemoryError) -> Void
    ) {
        self.proceed = proceed
        self.source = source
        rest = place
        self.descriptor = descriptor
        self.path = path
    }

    func inflate(limit: Int) -> Int32 {
        var count: UInt64 = 0
        return memos_inflate(
            { context, into, room in
                guard let context, let into else { return -1 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.read(into: UnsafeMutableRawBufferPointer(start: into, count: room))
            },
            { context, bytes, count in
                guard let context, let bytes else { return -1 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.write(UnsafeRawBufferPointer(start: bytes, count: count)) ? 0 : -1
            },
            Unmanaged.passUnretained(self).toOpaque(), UInt64(limit), &count)
    }

    func copy() -> Int32 {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            while true {
                let count = read(into: buffer)
                if count < 0 { return Int32(MEMOS_INFLATE_UNREADABLE.rawValue) }
                if count == 0 { return Int32(MEMOS_INFLATE_DONE.rawValue) }
                if !write(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
                    return Int32(MEMOS_INFLATE_STOPPED.rawValue)
                }
            }
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, rest.count)
        if count == 0 { return 0 }
        do throws(MemoryError) {
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: rest.lowerBound)
        } catch {
            failure = error
            return -1
        }
        rest = rest.lowerBound + count..<rest.upperBound
        return count
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        checksum = memos_crc32(checksum, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        do throws(MemoryError) {
            try writeAll(bytes, to: descriptor, path: path)
            written += bytes.count
            try proceed(written)
        } catch {
            failure = error
            return false
        }
        return true
    }
}
