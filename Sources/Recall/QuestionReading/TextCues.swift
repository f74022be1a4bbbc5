/// What kind of line a row of memory is, read from its surface. Cues are hints for ranking: each may be missed or
/// mistaken, none is a classification.
package struct TextCues: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// It asks something.
    package static let question = TextCues(rawValue: 1 << 0)
    /// Somebody speaks of themselves.
    package static let firstPerson = TextCues(rawValue: 1 << 1)
    /// Likes and dislikes, habits, wishes, what somebody cannot bear.
    package static let preference = TextCues(rawValue: 1 << 2)
    /// A standing order: how it shall be done from now on.
    package static let instruction = TextCues(rawValue: 1 << 3)
    package static let decision = TextCues(rawValue: 1 << 4)
    /// Something said before was wrong.
    package static let correction = TextCues(rawValue: 1 << 5)
    /// A greeting, thanks or assent and nothing else.
    package static let courtesyOnly = TextCues(rawValue: 1 << 6)
    package static let hasNumber = TextCues(rawValue: 1 << 7)
    /// It names a day, a month, a year or a distance from now.
    package static let hasDate = TextCues(rawValue: 1 << 8)
    package static let hasCode = TextCues(rawValue: 1 << 9)
    /// Two lines or more that begin as items of a list do.
    package static let isList = TextCues(rawValue: 1 << 10)
    /// Something is now otherwise than it was.
    package static let changeOfFact = TextCues(rawValue: 1 << 11)

    /// Only while reading: words of courtesy.
    static let courtesy = TextCues(rawValue: 1 << 31)

    /// Names for explanations, in the order of the bits.
    package var names: [String] {
        Self.allNames.enumerated().compactMap { rawValue & (1 << UInt32($0.offset)) == 0 ? nil : $0.element }
    }

    private static let allNames = [
        "question", "firstPerson", "preference", "instruction", "decision", "correction", "courtesyOnly", "hasNumber",
        "hasDate", "hasCode", "isList", "changeOfFact",
    ]

    /// Reads the first 2,000 bytes.
    package init(of text: String) { self = TextCueReader.read(text) }
}

/// One pass over the lexemes of a row.
struct TextCueReader {
    static func read(_ text: String) -> TextCues {
        var text = text
        return text.withUTF8 { bytes in
            Lexemes(bytes, limit: Lexemes.rowBytes).items.withUnsafeBufferPointer { items in
                var reader = TextCueReader(items: items, bytes: bytes)
                return reader.read()
            }
        }
    }

    private let items: UnsafeBufferPointer<Lexeme>
    private let bytes: UnsafeBufferPointer<UInt8>
    private let phrases = TextCuePhrases.shared
    /// Only whether there is a time counts, so that any now will do.
    private let times: TimeParser
    private var mask: UInt32 = 0
    /// Words that no phrase of courtesy covers, and behind the last such phrase the next lexeme.
    private var substance = 0
    private var courtesyEnd = 0
    private var sawCourtesy = false
    private var listItems = 0
    private var codeMarks = 0

    private init(items: UnsafeBufferPointer<Lexeme>, bytes: UnsafeBufferPointer<UInt8>) {
        self.items = items
        self.bytes = bytes
        times = TimeParser(items: items, now: 0, leaning: .past)
    }

    private mutating func read() -> TextCues {
        for index in items.indices {
            let item = items[index]
            switch item.kind {
            case .mark: mark(item, at: index)
            case .number: number(item, at: index)
            case .word, .han: word(item, at: index)
            }
        }
        if codeMarks >= 2 { mask |= TextCues.hasCode.rawValue }
        if listItems >= 2 { mask |= TextCues.isList.rawValue }
        var cues = TextCues(rawValue: mask)
        cues.remove(.courtesy)
        if sawCourtesy, substance == 0, !cues.contains(.hasNumber) { cues.insert(.courtesyOnly) }
        return cues
    }

    private mutating func word(_ item: Lexeme, at index: Int) {
        if item.word != 0 {
            let found = phrases.match(items, at: index)
            if found.mask != 0 {
                mask |= found.mask & ~TextCues.courtesy.rawValue
                if found.mask & TextCues.courtesy.rawValue != 0 {
                    sawCourtesy = true
                    courtesyEnd = max(courtesyEnd, found.end)
                }
            }
        }
        readDate(at: index)
        if index >= courtesyEnd, !isAddress(item, at: index) { substance += 1 }
        if item.kind == .word, joinsCode(item, at: index) { codeMarks += 1 }
    }

    /// A name or two characters beside a greeting: “Hey Ana!”, “谢谢老王”.
    private func isAddress(_ item: Lexeme, at index: Int) -> Bool {
        guard courtesyEnd > 0, index - courtesyEnd < 3 else { return false }
        if item.kind == .han { return items.count <= courtesyEnd + 3 }
        return item.traits.contains(.capitalised) && !item.traits.contains(.opensSentence)
    }

    /// `snake_case`, `f(`, `a.b`: two words with a mark and no space between them.
    private func joinsCode(_ item: Lexeme, at index: Int) -> Bool {
        guard index + 1 < items.count else { return false }
        let next = items[index + 1]
        guard next.kind == .mark, next.start == item.end else { return false }
        guard index + 2 < items.count, items[index + 2].start == next.end else { return false }
        let after = items[index + 2]
        switch UInt8(truncatingIfNeeded: next.value) {
        case UInt8(ascii: "_"): return after.kind == .word
        case UInt8(ascii: "."): return after.kind == .word && !item.traits.contains(.capitalised)
        case UInt8(ascii: "("): return after.isMark(")") || after.isMark("\"") || after.isMark("'")
        case UInt8(ascii: ":"): return after.isMark(":")
        default: return false
        }
    }

    private mutating func number(_ item: Lexeme, at index: Int) {
        if item.traits.contains(.opensSentence), index + 1 < items.count,
            items[index + 1].isMark(".") || items[index + 1].isMark(")"), items[index + 1].start == item.end,
            isAtLineStart(index)
        {
            listItems += 1
            return
        }
        mask |= TextCues.hasNumber.rawValue
        if index >= courtesyEnd { substance += 1 }
        readDate(at: index)
    }

    private mutating func readDate(at index: Int) {
        guard mask & TextCues.hasDate.rawValue == 0, let span = times.expression(at: index) else { return }
        if !span.isVague { mask |= TextCues.hasDate.rawValue }
    }

    private mutating func mark(_ item: Lexeme, at index: Int) {
        switch UInt8(truncatingIfNeeded: item.value) {
        case UInt8(ascii: "?"):
            // `?x=1` and `a ?? b` ask nothing.
            let end = Int(item.end)
            let byte = end < bytes.count ? bytes[end] : 0x20
            if item.end - item.start > 1 || !isWordByte(byte), !isCodeBefore(item) {
                mask |= TextCues.question.rawValue
            }
        case UInt8(ascii: "`"):
            codeMarks += 1
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"):
            codeMarks += index + 1 < items.count && items[index + 1].start == item.end ? 1 : 0
        case UInt8(ascii: "="):
            if index + 1 < items.count, items[index + 1].isMark("=") || items[index + 1].isMark(">") { codeMarks += 1 }
        case UInt8(ascii: ";"):
            // A Chinese one or one inside a sentence is punctuation.
            if item.end - item.start == 1, index + 1 < items.count, items[index + 1].isMark("\n") { codeMarks += 1 }
        case UInt8(ascii: "-"), UInt8(ascii: "*"):
            if isAtLineStart(index), index + 1 < items.count, items[index + 1].kind != .mark,
                items[index + 1].start > item.end
            {
                listItems += 1
            }
        default: break
        }
    }

    private func isAtLineStart(_ index: Int) -> Bool { index == 0 || items[index - 1].isMark("\n") }

    private func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2E || byte == 0x5B
    }

    /// `a ? b : c` has a space before its mark, and no sentence has in English.
    private func isCodeBefore(_ item: Lexeme) -> Bool {
        let start = Int(item.start)
        let end = Int(item.end)
        return start > 0 && bytes[start - 1] == 0x20 && end < bytes.count && bytes[end] == 0x20
    }
}
