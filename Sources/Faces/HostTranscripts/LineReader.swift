import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads what a file holds line by line in chunks, so that a transcript of gigabytes needs memory only for its longest line.
///
/// A line above the limit is passed over without being kept. The last line may lack its line feed.
struct LineReader: ~Copyable {
    enum Line {
        /// Without the line feed; valid until the next call.
        case bytes(UnsafeRawBufferPointer, isComplete: Bool)
        case tooLong
    }

    static let chunk = 256 << 10
    static let longestLine = 64 << 20

    private var stored: StoredBytes
    private let limit: Int
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// How far the line feed has been searched for, so that a long line is scanned once.
    private var searched = 0
    private var isAtEnd = false
    private var isPassingOver = false

    init(path: String, limit: Int = LineReader.longestLine) throws(MemoryError) {
        self.limit = limit
        stored = try StoredBytes(path: path)
        buffer = .allocate(byteCount: Self.chunk, alignment: 16)
    }

    deinit { buffer.deallocate() }

    mutating func next() throws(MemoryError) -> Line? {
        while true {
            if let feed = lineFeed() {
                let line = UnsafeRawBufferPointer(rebasing: buffer[start..<feed])
                start = feed + 1
                searched = start
                if isPassingOver {
                    isPassingOver = false
                    return .tooLong
                }
                return .bytes(line, isComplete: true)
            }
            if isAtEnd {
                defer { start = end }
                if isPassingOver {
                    isPassingOver = false
                    return .tooLong
                }
                guard start < end else { return nil }
                return .bytes(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), isComplete: false)
            }
            try fill()
        }
    }

    private mutating func lineFeed() -> Int? {
        guard searched < end, let base = buffer.baseAddress else { return nil }
        guard let found = memchr(base + searched, 0x0A, end - searched) else {
            searched = end
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private mutating func fill() throws(MemoryError) {
        if isPassingOver || end - start > limit {
            isPassingOver = true
            start = end
        }
        makeRoom()
        let got = try stored.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        if got == 0 { isAtEnd = true }
        end += got
    }

    /// Moves what is left to the front; grows for a long line and shrinks after it.
    private mutating func makeRoom() {
        let kept = end - start
        let wanted = kept < Self.chunk / 2 ? Self.chunk : kept * 2
        if buffer.count < kept + Self.chunk / 4 || buffer.count > wanted * 4 {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 16)
            if kept > 0 { larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end])) }
            buffer.deallocate()
            buffer = larger
        } else if start > 0, kept > 0 {
            memmove(buffer.baseAddress!, buffer.baseAddress! + start, kept)
        }
        searched -= start
        start = 0
        end = kept
        searched = max(0, min(searched, end))
    }
}
