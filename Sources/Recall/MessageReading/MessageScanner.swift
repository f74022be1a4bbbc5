/// Takes a message apart in one pass.
struct MessageScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var items: [MessageToken] = []
    private var isSpaced = false

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func scan() -> [MessageToken] {
        var isLineStart = true
        while position < scalars.count {
            if isLineStart, skipsLine() {
                mark("\n", length: 0)
                continue
            }
            isLineStart = false
            let scalar = scalars[position]
            if scalar == "\n" || scalar == "\r" {
                mark("\n", length: 1)
                isLineStart = true
            } else if Self.isSpace(scalar) {
                isSpaced = true
                position += 1
            } else if let closing = Self.closing(scalar), takeQuoted(until: closing) {
                continue
            } else if let text = Self.marks[scalar], !beginsName {
                mark(text, length: 1)
            } else if Self.isHan(scalar) {
                add(.han, String(scalar), position..<position + 1)
                position += 1
            } else {
                takeWord()
            }
        }
        return items
    }

    /// Whether the line that begins here is none of the person's own words; the position is behind it then.
    private mutating func skipsLine() -> Bool {
        var start = position
        while start < scalars.count, scalars[start] == " " || scalars[start] == "\t" { start += 1 }
        guard start < scalars.count else { return false }
        if isFence(start) {
            position = behindLine(start)
            while position < scalars.count {
                var line = position
                while line < scalars.count, scalars[line] == " " || scalars[line] == "\t" { line += 1 }
                position = behindLine(line)
                if isFence(line) { break }
            }
            return true
        }
        let isIndented = start - position >= 4 || (position < start && scalars[position] == "\t")
        guard scalars[start] == ">" || (isIndented && position > 0) else { return false }
        position = behindLine(start)
        return true
    }

    private func isFence(_ start: Int) -> Bool {
        guard start + 3 <= scalars.count else { return false }
        let fence = scalars[start..<start + 3]
        return fence.allSatisfy { $0 == "`" } || fence.allSatisfy { $0 == "~" }
    }

    private func behindLine(_ start: Int) -> Int {
        var end = start
        while end < scalars.count, scalars[end] != "\n" { end += 1 }
        return min(end + 1, scalars.count)
    }

    /// The scalar that closes what this one opens.
    private static func closing(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "`", "\"", "'": scalar
        case "“": "”"
        case "「": "」"
        case "『": "』"
        default: nil
        }
    }

    private mutating func takeQuoted(until closing: Unicode.Scalar) -> Bool {
        var end = position + 1
        while end < scalars.count, end - position <= 200, scalars[end] != "\n" {
            let closesWord = end + 1 >= scalars.count || !Self.isLetter(scalars[end + 1])
            if scalars[end] == closing, closing != "'" || closesWord {
                guard end > position + 1 else { return false }
                add(.quoted, "", position + 1..<end)
                position = end + 1
                return true
            }
            end += 1
        }
        return false
    }

    /// Whether a mark here is the first sign of a name: `.env`, `~/notes`, `*.swift`.
    private var beginsName: Bool {
        guard position + 1 < scalars.count else { return false }
        let next = scalars[position + 1]
        switch scalars[position] {
        case ".": return (isSpaced || items.last?.isMark != false) && (Self.isLetter(next) || next == "/")
        case "~": return next == "/"
        case "*": return next == "." || next == "/"
        default: return false
        }
    }

    private mutating func takeWord() {
        let start = position
        var text = ""
        var isPlain = true
        while position < scalars.count {
            let scalar = scalars[position]
            if Self.isLetter(scalar) {
                Self.appendLower(scalar, to: &text)
            } else if scalar == "'" || scalar == "’" || scalar == "‘" || scalar == "-" {
                guard position > start || scalar == "-", position + 1 < scalars.count,
                    Self.isLetter(scalars[position + 1]) || scalars[position + 1] == "-"
                else { break }
                if position == start { isPlain = false }
                text.append(scalar == "-" ? "-" : "'")
            } else if Self.isInner(scalar) || (position == start && beginsName), position + 1 < scalars.count,
                position == start || Self.isNamePart(scalars[position + 1])
            {
                isPlain = false
                text.unicodeScalars.append(scalar)
            } else if Self.isHan(scalar) || Self.isSpace(scalar) || Self.marks[scalar] != nil
                || Self.closing(scalar) != nil
            {
                break
            } else {
                if !Self.isEmoji(scalar) { isPlain = false }
                text.unicodeScalars.append(scalar)
            }
            position += 1
        }
        guard position > start else {
            position += 1
            return
        }
        add(isPlain ? .word : .name, text, start..<position)
    }

    private mutating func mark(_ text: String, length: Int) {
        if !(text == "\n" && items.last?.text == "\n") { add(.mark, text, position..<position + length) }
        position += length
    }

    private mutating func add(_ kind: MessageToken.Kind, _ text: String, _ range: Range<Int>) {
        items.append(MessageToken(kind: kind, text: text, range: range, isSpaced: isSpaced))
        isSpaced = false
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x61...0x7A).contains(scalar.value | 0x20) }
        return scalar.properties.isAlphabetic && !isHan(scalar)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar.value <= 0x20 : scalar.properties.isWhitespace
    }

    private static func appendLower(_ scalar: Unicode.Scalar, to text: inout String) {
        if scalar.isASCII {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value | 0x20)))
        } else {
            text.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        !isSpace(scalar) && marks[scalar] == nil && closing(scalar) == nil && !isHan(scalar)
    }

    /// Punctuation that does not end a name when more of it follows: `a.py`, `host:80`.
    private static func isInner(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == ":" || scalar == "!" || scalar == "?"
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x3400...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
            || (0x20000...0x323AF).contains(scalar.value)
    }

    private static let marks: [Unicode.Scalar: String] = [
        ",": ",", ".": ".", "!": "!", "?": "?", ";": ";", ":": ":", "(": ",", ")": ",", "[": ",", "]": ",",
        "，": ",", "。": ".", "！": "!", "？": "?", "；": ";", "：": ":", "、": ",", "…": ".", "—": ",", "–": ",",
        "（": ",", "）": ",", "|": ",", "*": ",", "~": ".", "～": ".",
    ]
}
