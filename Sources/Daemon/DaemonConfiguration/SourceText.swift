/// The bytes of a file with a way from places to offsets and from nodes to the ends of what was written for them.
struct SourceText: Sendable {
    let bytes: [UInt8]
    private let lineStarts: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        // A byte order mark belongs to no line.
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        for (offset, byte) in bytes.enumerated() {
            let isLoneReturn = byte == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
            if byte == 0x0A || isLoneReturn { starts.append(offset + 1) }
        }
        lineStarts = starts
    }

    /// What ends a line here.
    var lineBreak: String {
        guard let end = bytes.firstIndex(of: 0x0A), end > 0, bytes[end - 1] == 0x0D else { return "\n" }
        return "\r\n"
    }

    /// The first byte of a line, counted from 1; the end of the text for lines after the last.
    func start(ofLine line: Int) -> Int {
        line <= lineStarts.count ? lineStarts[max(line, 1) - 1] : bytes.count
    }

    var lineCount: Int { lineStarts.count }

    /// The line, counted from 1, that holds a byte.
    func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    func lineText(_ line: Int) -> ArraySlice<UInt8> {
        let line = bytes[start(ofLine: line)..<start(ofLine: line + 1)]
        return line.prefix { $0 != 0x0A && $0 != 0x0D }
    }

    func offset(of place: ConfigNode.Place) -> Int {
        var offset = start(ofLine: place.line)
        for _ in 1..<max(place.column, 1) where offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }

    /// Written with brackets, as in `[a, b]` or `{a: 1}`.
    func isFlow(_ node: ConfigNode) -> Bool {
        let start = offset(of: node.place)
        return start < bytes.count && (bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "{"))
    }

    /// Where the text of a node ends; `nil` when it is written in a way that is not understood here (anchors, tags,
    /// block scalars, texts over several lines).
    func end(of node: ConfigNode) -> Int? {
        let start = offset(of: node.place)
        switch node.content {
        case .scalar(let text, let isPlain):
            return isPlain ? endOfPlain(text, from: start) : endOfQuoted(from: start)
        case .list(let items):
            guard isFlow(node) else { return items.last.flatMap(end(of:)) }
            return items.reduce(Optional(start + 1)) { $0 == nil ? nil : end(of: $1) }
                .flatMap { close(UInt8(ascii: "]"), from: $0) }
        case .section(let entries):
            guard isFlow(node) else { return entries.last.flatMap(end(of:)) }
            return entries.reduce(Optional(start + 1)) { $0 == nil ? nil : end(of: $1) }
                .flatMap { close(UInt8(ascii: "}"), from: $0) }
        }
    }

    func end(of entry: ConfigNode.Entry) -> Int? {
        if case .scalar("", isPlain: true) = entry.value.content { return endOfKey(entry) }
        return end(of: entry.value)
    }

    /// Just after the colon of an entry.
    func endOfKey(_ entry: ConfigNode.Entry) -> Int? {
        guard let end = end(of: entry.key) else { return nil }
        let colon = skipBlanks(from: end)
        return colon < bytes.count && bytes[colon] == UInt8(ascii: ":") ? colon + 1 : nil
    }

    func skipBlanks(from offset: Int) -> Int {
        bytes[offset...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
    }

    private func endOfPlain(_ text: String, from start: Int) -> Int? {
        let end = start + text.utf8.count
        guard end <= bytes.count, bytes[start..<end].elementsEqual(text.utf8) else { return nil }
        return end
    }

    private func endOfQuoted(from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        let quote = bytes[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        var offset = start + 1
        while offset < bytes.count {
            if bytes[offset] == quote {
                guard quote == UInt8(ascii: "'"), offset + 1 < bytes.count, bytes[offset + 1] == quote else {
                    return offset + 1
                }
                offset += 1
            } else if bytes[offset] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                offset += 1
            }
            offset += 1
        }
        return nil
    }

    /// After the bracket that closes a flow collection, over blanks, commas, line ends and comments.
    private func close(_ bracket: UInt8, from start: Int) -> Int? {
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case bracket: return offset + 1
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "#"): offset = bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            default: return nil
            }
        }
        return nil
    }
}
