/// Cuts a text into what is shown whole or not at all: sentences, list items, table rows, blocks and lines of code, lines
/// of logs. What is longer than a snippet is cut after clauses, else after words.
struct SnippetUnit: Sendable, Equatable {
    let text: String
    /// Byte offset in the text.
    let start: Int
    /// Characters.
    let count: Int
    /// What joins it with the next unit: nothing or a space.
    let gap: String

    static func split(_ text: String, longest: Int) -> [SnippetUnit] {
        var splitter = UnitSplitter(source: ByteText(text), longest: max(longest, 1))
        return splitter.units()
    }
}

private struct UnitSplitter {
    let source: ByteText
    let longest: Int
    /// Within a block that is too long to be shown whole.
    private var isCode = false
    private var found: [SnippetUnit] = []

    init(source: ByteText, longest: Int) {
        self.source = source
        self.longest = longest
    }

    mutating func units() -> [SnippetUnit] {
        var position = 0
        while position < source.count {
            let end = source.endOfLine(from: position)
            if isFence(at: position), let close = closingFence(after: end) {
                block(position..<close)
                position = close + 1
            } else {
                if isFence(at: position) { isCode.toggle() }
                line(position..<end)
                position = end + 1
            }
        }
        return found
    }

    // MARK: Lines

    private func isFence(at start: Int) -> Bool {
        source.starts(with: "```", at: source.skip(from: start, where: Byte.isBlank))
    }

    /// Where the block ends, when it is short enough to be shown whole.
    private func closingFence(after lineEnd: Int) -> Int? {
        var position = lineEnd + 1
        while position < source.count, position - lineEnd <= longest {
            let end = source.endOfLine(from: position)
            if isFence(at: position) { return end }
            position = end + 1
        }
        return nil
    }

    private mutating func block(_ range: Range<Int>) {
        let unit = unit(range)
        if let unit, unit.count <= longest {
            found.append(unit)
        } else {
            let wasCode = isCode
            isCode = true
            defer { isCode = wasCode }
            var position = range.lowerBound
            while position < range.upperBound {
                let end = min(source.endOfLine(from: position), range.upperBound)
                line(position..<end)
                position = end + 1
            }
        }
    }

    private mutating func line(_ range: Range<Int>) {
        guard range.lowerBound < range.upperBound else { return }
        if isCode || isItem(range), let unit = unit(range), unit.count <= longest {
            found.append(unit)
        } else {
            sentences(range)
        }
    }

    /// A list item, a row of a table, a heading, or a line of a log, which begins with a date or a bracket.
    private func isItem(_ range: Range<Int>) -> Bool {
        let first = source.skip(from: range.lowerBound, where: Byte.isBlank)
        guard first < range.upperBound else { return false }
        switch source.bytes[first] {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "|"), UInt8(ascii: "#"),
            UInt8(ascii: "["), UInt8(ascii: "$"), UInt8(ascii: ">"):
            return true
        case let byte where Byte.isDigit(byte):
            let end = source.skip(from: first) { Byte.isDigit($0) || $0 == 0x3A || $0 == 0x2D || $0 == 0x2F }
            guard end < range.upperBound else { return true }
            return ".)".utf8.contains(source.bytes[end]) || end - first > 4
        default: return false
        }
    }

    // MARK: Sentences

    private mutating func sentences(_ range: Range<Int>) {
        var start = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            let end = sentenceEnd(at: index, in: range)
            if let end {
                sentence(start..<end)
                start = end
            }
            index = end ?? index + 1
        }
        sentence(start..<range.upperBound)
    }

    /// The place after a mark that ends a sentence: one of ours before a space and no small letter, or a wide one.
    private func sentenceEnd(at index: Int, in range: Range<Int>) -> Int? {
        switch source.bytes[index] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"):
            let end = source.skip(from: index + 1) { "\"')]*".utf8.contains($0) }
            guard end < range.upperBound, Byte.isSpace(source.bytes[end]) else { return nil }
            let next = source.skip(from: end, where: Byte.isSpace)
            return next < range.upperBound && Byte.isLower(source.bytes[next]) ? nil : end
        case 0xE3 where source.starts(with: "。", at: index): return afterWideMark(index + 3)
        case 0xEF
        where source.starts(with: "！", at: index) || source.starts(with: "？", at: index)
            || source.starts(with: "；", at: index):
            return afterWideMark(index + 3)
        default: return nil
        }
    }

    private func afterWideMark(_ end: Int) -> Int {
        for close: StaticString in ["”", "」", "』", "）"] where source.starts(with: close, at: end) { return end + 3 }
        return end
    }

    private mutating func sentence(_ range: Range<Int>) {
        guard let unit = unit(range) else { return }
        if unit.count <= longest {
            found.append(unit)
        } else {
            divide(unit)
        }
    }

    /// `nil` for white space.
    private func unit(_ range: Range<Int>) -> SnippetUnit? {
        var low = range.lowerBound
        var high = min(range.upperBound, source.count)
        while low < high, Byte.isSpace(source.bytes[low]) { low += 1 }
        while high > low, Byte.isSpace(source.bytes[high - 1]) { high -= 1 }
        guard low < high else { return nil }
        let text = source.string(low..<high)
        let gap = high < source.count && Byte.isSpace(source.bytes[high]) ? " " : ""
        return SnippetUnit(text: text, start: low, count: characters(low..<high, text), gap: gap)
    }

    /// Finding the borders of characters is what costs; ASCII on one line has none to find.
    private func characters(_ range: Range<Int>, _ text: String) -> Int {
        source.bytes[range].allSatisfy { $0 < 0x80 && $0 != 0x0D } ? range.count : text.count
    }

    // MARK: What is too long

    private mutating func divide(_ unit: SnippetUnit) {
        let size = max(min(longest / 2, 120), 1)
        var rest = unit.text[...]
        var start = unit.start
        while !rest.isEmpty {
            let limit = rest.index(rest.startIndex, offsetBy: size, limitedBy: rest.endIndex) ?? rest.endIndex
            let end = limit < rest.endIndex ? cut(rest[..<limit]) : limit
            let part = rest[..<end]
            let endsInSpace = part.last == " "
            let shown = endsInSpace ? part.dropLast() : part
            let gap = end == rest.endIndex ? unit.gap : endsInSpace ? " " : ""
            if !shown.isEmpty {
                found.append(SnippetUnit(text: String(shown), start: start, count: shown.count, gap: gap))
            }
            start += part.utf8.count
            rest = rest[end...]
        }
    }

    /// After the last clause in the second half, else after the last word, else at the end.
    private func cut(_ part: Substring) -> Substring.Index {
        let half = part.index(part.startIndex, offsetBy: part.count / 2)
        var word: Substring.Index?
        var index = part.endIndex
        while index > part.startIndex {
            let before = part.index(before: index)
            switch part[before] {
            case "，", "、", "：", "；", "）": return index
            case " ":
                if before > part.startIndex, ",;:)—–".contains(part[part.index(before: before)]) { return index }
                if word == nil, before > part.startIndex { word = index }
            default: break
            }
            if index <= half { break }
            index = before
        }
        if let word { return word }
        guard let space = part.lastIndex(of: " "), space > part.startIndex else { return part.endIndex }
        return part.index(after: space)
    }
}
