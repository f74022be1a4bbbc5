/// Walks over a YAML text line by line and finds the entries of its block mappings.
struct YAMLScanner {
    private let bytes: [UInt8]
    private let lines: [Range<Int>]
    private var number = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        var lines: [Range<Int>] = []
        var start = hasByteOrderMark(bytes) ? 3 : 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            lines.append(start..<end)
            start = end
        }
        self.lines = lines
    }

    private func fault(_ what: String) -> NotEditable {
        NotEditable(reason: "it cannot be edited safely as of line \(number + 1): \(what)")
    }

    mutating func document() throws(NotEditable) -> [YAMLSourceMap.Entry] {
        try skipComments()
        if number < lines.count, text(lines[number]) == "---" { number += 1 }
        let entries = try entries(indent: 0)
        guard number == lines.count else { throw fault("this is no block mapping") }
        return entries
    }

    private func text(_ range: Range<Int>) -> String {
        var end = range.upperBound
        while end > range.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[range.lowerBound..<end], as: UTF8.self)
    }

    private func indent(_ line: Range<Int>) -> Int { bytes[line].prefix { $0 == 0x20 }.count }

    /// Blank or a comment.
    private func isSilent(_ line: Range<Int>) -> Bool {
        guard let first = bytes[line].first(where: { !isBlank($0) }) else { return true }
        return first == UInt8(ascii: "#")
    }

    private mutating func skipComments() throws(NotEditable) {
        while number < lines.count, isSilent(lines[number]) { number += 1 }
        guard number < lines.count else { return }
        let line = lines[number]
        if bytes[line.lowerBound + indent(line)] == 0x09 { throw fault("a tab indents") }
        if bytes[line.lowerBound] == UInt8(ascii: "%") { throw fault("a directive") }
    }

    /// The entries of one mapping; stops at the first line that is indented less.
    private mutating func entries(indent: Int) throws(NotEditable) -> [YAMLSourceMap.Entry] {
        var entries: [YAMLSourceMap.Entry] = []
        while true {
            try skipComments()
            guard number < lines.count, self.indent(lines[number]) >= indent else { return entries }
            guard self.indent(lines[number]) == indent else { throw fault("an indentation that does not fit") }
            let entry = try entry(indent: indent)
            if entries.contains(where: { $0.key == entry.key }) { throw fault("\(entry.key) stands there twice") }
            entries.append(entry)
        }
    }

    private mutating func entry(indent: Int) throws(NotEditable) -> YAMLSourceMap.Entry {
        let line = lines[number]
        var position = line.lowerBound + indent
        let key = try key(&position, in: line)
        while position < line.upperBound, bytes[position] == 0x20 { position += 1 }
        let start = position
        let end = try endOfInline(start, in: line)
        let lineEnd = lines[number].upperBound
        number += 1
        let first = start < end ? bytes[start] : nil
        var children: [YAMLSourceMap.Entry]?
        if first == nil { children = try nested(in: indent) }
        let last = try passBlock(indent: indent, isText: first == UInt8(ascii: "|") || first == UInt8(ascii: ">"))
        return YAMLSourceMap.Entry(
            key: key, indent: indent, lines: line.lowerBound..<max(lineEnd, last ?? 0), lineEnd: lineEnd,
            inline: start..<end, children: first == nil ? children : nil)
    }

    /// The mapping below a key, when it is one; the lines of anything else are left for ``passBlock(indent:isText:)``.
    private mutating func nested(in indent: Int) throws(NotEditable) -> [YAMLSourceMap.Entry]? {
        let start = number
        try skipComments()
        guard number < lines.count, self.indent(lines[number]) > indent else {
            let isList = number < lines.count && self.indent(lines[number]) == indent && isListItem(lines[number])
            number = start
            return isList ? nil : []
        }
        if isListItem(lines[number]) {
            number = start
            return nil
        }
        do throws(NotEditable) {
            let entries = try entries(indent: self.indent(lines[number]))
            // Back before the comments that belong to whatever comes next.
            if let last = entries.last, let index = lines.firstIndex(where: { $0.upperBound == last.lines.upperBound })
            {
                number = index + 1
            }
            return entries
        } catch {
            // A scalar over several lines, or a mapping in a form that is not understood: lines of this entry.
            number = start
            return nil
        }
    }

    private func isListItem(_ line: Range<Int>) -> Bool {
        let content = text(line).drop { $0 == " " }
        return content == "-" || content.hasPrefix("- ")
    }

    /// Past the lines that belong to an entry at this indentation; returns where the last one with content ends.
    private mutating func passBlock(indent: Int, isText: Bool) throws(NotEditable) -> Int? {
        var last: Int?
        var next = number
        while next < lines.count {
            let line = lines[next]
            let isEmpty = bytes[line].allSatisfy(isBlank)
            let belongs = self.indent(line) > indent || (self.indent(line) == indent && isListItem(line))
            if isEmpty || (!isText && isSilent(line)) {
                next += 1
                continue
            }
            guard belongs else { break }
            next += 1
            number = next
            last = line.upperBound
        }
        return last ?? (number > 0 ? lines[number - 1].upperBound : nil)
    }

    private func key(_ position: inout Int, in line: Range<Int>) throws(NotEditable) -> String {
        let start = position
        let quote = bytes[position]
        var key: String
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard let end = bytes[(position + 1)..<line.upperBound].firstIndex(of: quote) else {
                throw fault("a key does not end")
            }
            key = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
            position = end + 1
        } else {
            guard !"-?[]{}!&*|>%@`,#".utf8.contains(quote) else { throw fault("this is no key of a block mapping") }
            while position < line.upperBound, !isColon(at: position, in: line) { position += 1 }
            key = String(decoding: bytes[start..<position], as: UTF8.self)
            while key.hasSuffix(" ") { key.removeLast() }
        }
        guard position < line.upperBound, isColon(at: position, in: line), key != "<<" else {
            throw fault("this is no plain key of a block mapping")
        }
        position += 1
        return key
    }

    private func isColon(at position: Int, in line: Range<Int>) -> Bool {
        bytes[position] == UInt8(ascii: ":") && (position + 1 == line.upperBound || isBlank(bytes[position + 1]))
    }

    /// Where the value that begins in this line ends. Quotes and flow collections may end in a later line, which
    /// becomes the current one.
    private mutating func endOfInline(_ start: Int, in line: Range<Int>) throws(NotEditable) -> Int {
        var position = start
        var depth = 0
        var quote: UInt8?
        var end = start
        while position < bytes.count {
            let byte = bytes[position]
            if let open = quote {
                if open == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") { position += 1 }
                if byte == open { quote = nil }
            } else if byte == 0x0A, depth == 0 {
                break
            } else if byte == UInt8(ascii: "#"), position == start || isBlank(bytes[position - 1]) {
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
                continue
            } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) && (position == start || depth > 0) {
                quote = byte
            } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                if position == start || depth > 0 { depth += 1 }
            } else if (byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")) && depth > 0 {
                depth -= 1
            }
            if position < bytes.count, !isBlank(bytes[position]) { end = position + 1 }
            position += 1
        }
        guard quote == nil, depth == 0 else { throw fault("a value does not end") }
        while lines[number].upperBound < end { number += 1 }
        return end
    }
}
