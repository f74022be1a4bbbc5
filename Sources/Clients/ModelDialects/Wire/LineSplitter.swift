/// Cuts bytes into lines. Lines end with LF, CRLF or a lone CR; a byte order mark at the very beginning is dropped.
struct LineSplitter: Sendable {
    private var line: [UInt8] = []
    private var endedWithReturn = false
    private var mark: [UInt8] = []
    private var isBegun = false

    var pending: Int { line.count + mark.count }

    /// The lines that are whole now, without their ends.
    mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in begun(bytes) {
            let followsReturn = endedWithReturn
            endedWithReturn = byte == 0x0D
            switch byte {
            case 0x0A where followsReturn: continue
            case 0x0A, 0x0D:
                lines.append(line)
                line.removeAll(keepingCapacity: true)
            default: line.append(byte)
            }
        }
        return lines
    }

    /// The last line, when it was never ended.
    mutating func end() -> [UInt8]? {
        line = mark + line
        mark = []
        guard !line.isEmpty else { return nil }
        defer { line = [] }
        return line
    }

    /// The bytes without the mark, which may itself be cut.
    private mutating func begun(_ bytes: [UInt8]) -> [UInt8] {
        guard !isBegun else { return bytes }
        mark += bytes
        if mark.count < Self.byteOrderMark.count, Self.byteOrderMark.starts(with: mark) { return [] }
        isBegun = true
        defer { mark = [] }
        return mark.starts(with: Self.byteOrderMark) ? Array(mark.dropFirst(Self.byteOrderMark.count)) : mark
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
