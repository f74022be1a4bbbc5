/// Collects bytes and hands out whole lines, of which none may be longer than a limit. The rest of a line that is too
/// long is skipped up to its end.
struct LineBuffer {
    enum Line: Equatable {
        case complete([UInt8])
        case tooLong
    }

    private let limit: Int
    private var bytes: [UInt8] = []
    private var scanned = 0
    private var isSkipping = false

    init(limit: Int) { self.limit = limit }

    /// Lets `fill` append to the bytes that wait.
    mutating func fill<Result>(_ fill: (inout [UInt8]) -> Result) -> Result { fill(&bytes) }

    /// The complete lines, without their ends and without blank ones.
    mutating func takeLines() -> [Line] {
        var lines: [Line] = []
        var start = 0
        while let end = bytes[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
            if isSkipping {
                isSkipping = false
            } else if end - start > limit {
                lines.append(.tooLong)
            } else {
                let line = bytes[start..<end].last == UInt8(ascii: "\r") ? bytes[start..<end - 1] : bytes[start..<end]
                if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { lines.append(.complete(Array(line))) }
            }
            start = end + 1
            scanned = start
        }
        bytes.removeFirst(start)
        if bytes.count > limit {
            if !isSkipping { lines.append(.tooLong) }
            isSkipping = true
            bytes.removeAll()
        } else if isSkipping {
            bytes.removeAll()
        }
        scanned = bytes.count
        return lines
    }

    /// What is left when no more comes: a last line without an end counts.
    mutating func takeLast() -> [Line] {
        bytes.append(UInt8(ascii: "\n"))
        return takeLines()
    }
}

/// Bytes on their way to a descriptor that may take them in pieces.
struct OutputQueue {
    private var bytes: [UInt8] = []
    private var offset = 0

    var isEmpty: Bool { offset == bytes.count }
    var count: Int { bytes.count - offset }

    mutating func append(line: [UInt8]) {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
    }

    /// - Parameter bytes: whole lines with their ends.
    mutating func append(bytes new: [UInt8]) { bytes += new }

    mutating func removeAll() {
        bytes.removeAll()
        offset = 0
    }

    /// False when the descriptor is broken.
    mutating func write(to descriptor: Int32, atMost limit: Int) -> Bool {
        guard let count = Descriptor.writeSome(descriptor, bytes[offset...].prefix(limit)) else { return false }
        offset += count
        if offset == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
            offset = 0
        }
        return true
    }
}
