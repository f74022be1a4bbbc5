import CVectorScan
import MemoryModel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that holds a column: opened for reading and writing, closed when the last search on it has ended.
///
/// Everything is written through the descriptor, never through a mapping: a full disk is then an error and not a signal.
final class ColumnFile: Sendable {
    let path: String
    let descriptor: Int32
    let layout: memos_layout

    /// - Throws: `path_not_writable`, `disk_full`.
    init(path: String, dimension: Int, creating: Bool) throws(MemoryError) {
        self.path = path
        var layout = memos_layout()
        memos_layout_make(UInt32(dimension), &layout)
        self.layout = layout
        descriptor = open(path, O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else { throw Self.failure("opened", errno) }
    }

    deinit {
        close(descriptor)
    }

    static func failure(_ action: String, _ code: Int32) -> MemoryError {
        if code == ENOSPC || code == EDQUOT {
            return MemoryError(
                .diskFull, "The disk is full: the vector index could not be \(action).",
                hint: "Free some space; the index goes on by itself."
            )
        }
        return MemoryError(
            .pathNotWritable, "The vector index could not be \(action): \(String(cString: strerror(code))).",
            hint: "Look at who owns the folder of the database, and at the disk."
        )
    }

    // MARK: Bytes

    /// - Throws: `database_corrupt` when the file ends before.
    func read(at offset: Int64, count: Int) throws(MemoryError) -> [UInt8] {
        var done = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < count {
                let part = pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset) + off_t(done))
                if part < 0, errno == EINTR { continue }
                if part < 0 { code = errno }
                if part <= 0 { break }
                done += part
            }
            initialized = done
        }
        guard code == 0 else { throw Self.failure("read", code) }
        guard done == count else { throw .damagedColumn("is cut short") }
        return bytes
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(MemoryError) {
        var done = 0
        while done < bytes.count {
            let part = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset) + off_t(done))
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw Self.failure("written", part < 0 ? errno : EIO) }
            done += part
        }
    }

    func write<Element: BitwiseCopyable>(_ elements: ArraySlice<Element>, at offset: Int64) throws(MemoryError) {
        let result = elements.withUnsafeBytes { bytes in
            Result { () throws(MemoryError) in try write(bytes, at: offset) }
        }
        try result.get()
    }

    // MARK: Size and durability

    struct Status {
        var size: Int64
        /// On the disk; less than the size, since unused slots take no space.
        var allocated: Int64
        /// Zero once the file was removed, or another took its name.
        var links: Int
    }

    func status() throws(MemoryError) -> Status {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("read", errno) }
        return Status(
            size: Int64(status.st_size), allocated: Int64(status.st_blocks) * 512, links: Int(status.st_nlink)
        )
    }

    func resize(to size: Int64) throws(MemoryError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure("written", errno) }
    }

    func synchronize() throws(MemoryError) {
        #if canImport(Darwin)
            let result = fcntl(descriptor, F_FULLFSYNC)
        #else
            let result = fdatasync(descriptor)
        #endif
        guard result == 0 else { throw Self.failure("written", errno) }
    }

    /// Makes the file's name durable.
    func synchronizeFolder() throws(MemoryError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("written", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("written", errno) }
    }

    /// Makes all that was written durable, then publishes it under this header. Atomic: after a crash either this header
    /// is found or the one before.
    func publish(_ header: ColumnHeader) throws(MemoryError) {
        try synchronize()
        try write(header.encoded()[...], at: header.offset)
        try synchronize()
    }

    // MARK: Segments

    func offset(ofSegment index: Int) -> Int64 {
        ColumnHeader.origin + Int64(index) * Int64(layout.segment)
    }

    /// Bytes the file has at least when it holds that many slots.
    func size(forSlots slots: UInt32) -> Int64 {
        offset(ofSegment: (Int(slots) + segmentSlots - 1) / segmentSlots)
    }

    /// Maps the segments from the given one on that `slots` slots need. The file must reach that far.
    func segments(from first: Int, forSlots slots: UInt32) throws(MemoryError) -> [ColumnSegment] {
        var mapped: [ColumnSegment] = []
        for index in first..<max(first, (Int(slots) + segmentSlots - 1) / segmentSlots) {
            mapped.append(try ColumnSegment(file: self, index: index))
        }
        return mapped
    }
}

let segmentSlots = Int(MEMOS_SEGMENT_SLOTS)
let blockSlots = Int(MEMOS_BLOCK_SLOTS)

/// One segment, mapped for reading. Its pages may be missing when someone cut the file: read it in `memos_guarded` only.
final class ColumnSegment: Sendable {
    nonisolated(unsafe) let base: UnsafePointer<UInt8>
    private let size: Int

    init(file: ColumnFile, index: Int) throws(MemoryError) {
        size = Int(file.layout.segment)
        let mapped = mmap(nil, size, PROT_READ, MAP_SHARED, file.descriptor, off_t(file.offset(ofSegment: index)))
        guard let mapped, mapped != MAP_FAILED else { throw ColumnFile.failure("mapped", errno) }
        base = UnsafePointer(mapped.assumingMemoryBound(to: UInt8.self))
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: base), size)
    }
}
