import CTextTables

/// One pass over a UTF-8 buffer that finds terms. Bytes that are not UTF-8 separate words.
///
/// A *compound* is a chain of words joined by characters that join names (`_ - . / \ : @`). Each word of it is a term
/// at its own position; the whole, and each stretch between slashes, is a further term at the position of its first
/// word. Scripts without spaces give a term for every character and one for every pair, at the position of its first.
struct TermScanner {
    typealias Emit = (UnsafeBufferPointer<UInt8>, Range<Int>, Bool, Terms.Kind) -> Bool

    let bytes: UnsafeBufferPointer<UInt8>
    let tables: memos_text_tables
    /// Folded bytes of the compound at hand, at least `Self.foldedCapacity`.
    let folded: UnsafeMutablePointer<UInt8>
    /// Words of the compound at hand, at least `Self.wordCapacity`.
    let words: UnsafeMutablePointer<Word>
    /// Room for one finished term.
    let term: UnsafeMutablePointer<UInt8>

    var position = 0
    var foldedCount = 0
    var wordCount = 0

    static let foldedCapacity = 2_048
    static let longestCompound = 1_024
    static let wordCapacity = 128
    static let termCapacity = 128

    enum Join: UInt8 {
        case start, camelCase, weak, strong
    }

    struct Word {
        var start: Int
        var end: Int
        var foldedStart: Int
        var foldedEnd: Int
        var join: Join
        var isAllCapitals: Bool
    }

    mutating func run(_ emit: Emit) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                if Byte.isAlphanumeric(byte) {
                    guard compound(emit) else { return }
                } else {
                    position += 1
                }
                continue
            }
            let (scalar, length) = UTF8Scan.decode(bytes, at: position)
            switch kind(of: scalar) {
            case MEMOS_TEXT_LETTER, MEMOS_TEXT_DIGIT:
                guard compound(emit) else { return }
            case MEMOS_TEXT_UNSPACED:
                guard unspacedRun(emit) else { return }
            default:
                position += length
            }
        }
    }

    // MARK: Classes

    func fold(of scalar: UInt32) -> UInt32 { memos_text_fold(tables, scalar) }

    /// The class as the constant of the C header that it is.
    private func kind(of scalar: UInt32) -> Int { Int(fold(of: scalar) & 15) }

    // MARK: Reading a compound

    private mutating func compound(_ emit: Emit) -> Bool {
        foldedCount = 0
        wordCount = 0
        var join = Join.start
        while true {
            readPart(join: join)
            if skipApostropheSuffix() || foldedCount > Self.longestCompound || wordCount > Self.wordCapacity / 2 {
                break
            }
            guard let next = joinAhead() else { break }
            for index in position..<next.position { appendConnector(bytes[index]) }
            join = next.join
            position = next.position
        }
        if wordCount == 1, let length = symbolLanguage() {
            let word = words[0]
            position += length
            for offset in 0..<length { term[1 + offset] = bytes[word.end + offset] }
            term[0] = folded[0]
            return emit(UnsafeBufferPointer(start: term, count: 1 + length), word.start..<position, false, .identifier)
        }
        return emitCompound(emit)
    }

    /// Reads letters and digits up to the next joint, splitting camel case into words. Dots between digits stay inside.
    private mutating func readPart(join: Join) {
        let firstWord = wordCount
        let partStart = position
        let partFolded = foldedCount
        var wordStart = position
        var wordFolded = foldedCount
        var wordEnd = position
        var nextJoin = join
        var isAllCapitals = true
        var previous: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                if Byte.isAlphanumeric(byte) {
                    if Byte.isUpper(byte), startsWord(after: previous, at: position), wordCount < Self.wordCapacity - 1
                    {
                        close(wordStart, wordEnd, wordFolded, nextJoin, isAllCapitals)
                        (wordStart, wordFolded, nextJoin, isAllCapitals) = (position, foldedCount, .camelCase, true)
                    }
                    if !Byte.isUpper(byte) { isAllCapitals = false }
                    append(Byte.lowercased(byte))
                } else if byte == UInt8(ascii: "."), Byte.isDigit(previous), position + 1 < bytes.count,
                    Byte.isDigit(bytes[position + 1])
                {
                    append(byte)
                } else {
                    break
                }
                position += 1
                wordEnd = position
                previous = byte
                continue
            }
            let (scalar, length) = UTF8Scan.decode(bytes, at: position)
            let fold = fold(of: scalar)
            switch Int(fold & 15) {
            case MEMOS_TEXT_LETTER, MEMOS_TEXT_DIGIT:
                appendFolded(fold, sourceLength: length)
                position += length
                wordEnd = position
                previous = 0x80
                isAllCapitals = false
            case MEMOS_TEXT_IGNORABLE:
                position += length
            default:
                closePart(firstWord, partStart, partFolded, wordStart, wordEnd, wordFolded, nextJoin, isAllCapitals)
                return
            }
        }
        closePart(firstWord, partStart, partFolded, wordStart, wordEnd, wordFolded, nextJoin, isAllCapitals)
    }

    private mutating func closePart(
        _ firstWord: Int, _ partStart: Int, _ partFolded: Int, _ wordStart: Int, _ wordEnd: Int, _ wordFolded: Int,
        _ join: Join, _ isAllCapitals: Bool
    ) {
        close(wordStart, wordEnd, wordFolded, join, isAllCapitals)
        // A random key or an encoded blob is not camel case: it stays one word.
        if wordCount - firstWord > 8 || (wordCount - firstWord > 1 && foldedCount - partFolded > Terms.maximumBytes) {
            let partJoin = words[firstWord].join
            wordCount = firstWord
            close(partStart, wordEnd, partFolded, partJoin, false)
        }
    }

    private mutating func close(_ start: Int, _ end: Int, _ foldedStart: Int, _ join: Join, _ isAllCapitals: Bool) {
        guard foldedCount > foldedStart, wordCount < Self.wordCapacity else { return }
        words[wordCount] = Word(
            start: start, end: end, foldedStart: foldedStart, foldedEnd: foldedCount, join: join,
            isAllCapitals: isAllCapitals)
        wordCount += 1
    }

    /// Whether the capital at `index` starts a word: `fooBar`, `HTTPServer`, `utf8String`; not `URLs`, `A1B2`.
    private func startsWord(after previous: UInt8, at index: Int) -> Bool {
        if Byte.isLower(previous) { return true }
        guard Byte.isUpper(previous) || Byte.isDigit(previous) else { return false }
        return index + 2 < bytes.count && Byte.isLower(bytes[index + 1]) && Byte.isLower(bytes[index + 2])
    }

    private mutating func append(_ byte: UInt8) {
        guard foldedCount < Self.foldedCapacity else { return }
        folded[foldedCount] = byte
        foldedCount += 1
    }

    private mutating func appendFolded(_ fold: UInt32, sourceLength: Int) {
        let length = Int(fold >> 4 & 255)
        if length == 0 {
            guard foldedCount + sourceLength <= Self.foldedCapacity else { return }
            for offset in 0..<sourceLength { append(bytes[position + offset]) }
        } else {
            guard foldedCount + length <= Self.foldedCapacity else { return }
            let start = Int(fold >> 12)
            for offset in 0..<length { append(tables.folded_bytes[start + offset]) }
        }
    }

    /// Both kinds of slash are one, and an escaped backslash is one as well.
    private mutating func appendConnector(_ byte: UInt8) {
        guard byte == UInt8(ascii: "\\") else { return append(byte) }
        if foldedCount > 0, folded[foldedCount - 1] == UInt8(ascii: "/") { return }
        append(UInt8(ascii: "/"))
    }

    /// Connectors at `position` followed by a word: where the word starts and how strongly it is joined.
    private func joinAhead() -> (position: Int, join: Join)? {
        var index = position
        var join = Join.weak
        var onlyDots = true
        while index < bytes.count, index - position < 4 {
            switch bytes[index] {
            case UInt8(ascii: "_"), UInt8(ascii: "-"): onlyDots = false
            case UInt8(ascii: "."): break
            case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ":"), UInt8(ascii: "@"):
                onlyDots = false
                join = .strong
            default:
                guard index > position, startsCompoundWord(at: index) else { return nil }
                // Ellipses and dashes of prose separate.
                if index - position > 1, onlyDots || bytes[position] == UInt8(ascii: "-") { return nil }
                return (index, join)
            }
            index += 1
        }
        return nil
    }

    private func startsCompoundWord(at index: Int) -> Bool {
        if bytes[index] < 0x80 { return Byte.isAlphanumeric(bytes[index]) }
        let kind = kind(of: UTF8Scan.decode(bytes, at: index).scalar)
        return kind == MEMOS_TEXT_LETTER || kind == MEMOS_TEXT_DIGIT
    }

    /// `it's` counts as `it`, `don't` as `dont`: true when a suffix after an apostrophe was taken.
    private mutating func skipApostropheSuffix() -> Bool {
        var index = position
        guard index < bytes.count else { return false }
        if bytes[index] == UInt8(ascii: "'") {
            index += 1
        } else if index + 2 < bytes.count, bytes[index] == 0xE2, bytes[index + 1] == 0x80, bytes[index + 2] == 0x99 {
            index += 3
        } else {
            return false
        }
        let start = index
        while index < bytes.count, index - start < 3, Byte.isLetter(bytes[index]) { index += 1 }
        if index < bytes.count, Byte.isAlphanumeric(bytes[index]) || bytes[index] >= 0x80 { return false }
        guard index > start, wordCount > 0 else { return false }
        let first = Byte.lowercased(bytes[start])
        let second = index - start == 2 ? Byte.lowercased(bytes[start + 1]) : 0
        switch (first, second) {
        case (UInt8(ascii: "t"), 0):
            guard foldedCount > 0, folded[foldedCount - 1] == UInt8(ascii: "n") else { return false }
            append(first)
            words[wordCount - 1].foldedEnd = foldedCount
        case (UInt8(ascii: "s"), 0), (UInt8(ascii: "d"), 0), (UInt8(ascii: "m"), 0),
            (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "l"), UInt8(ascii: "l")),
            (UInt8(ascii: "v"), UInt8(ascii: "e")):
            break
        default: return false
        }
        position = index
        return true
    }

    /// `C++`, `C#`, `F#`: how many symbol characters belong to the name.
    private func symbolLanguage() -> Int? {
        guard foldedCount == 1, position == words[0].end, position < bytes.count else { return nil }
        switch folded[0] {
        case UInt8(ascii: "c") where bytes[position] == UInt8(ascii: "+"):
            return position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "+") ? 2 : nil
        case UInt8(ascii: "c"), UInt8(ascii: "f"):
            return bytes[position] == UInt8(ascii: "#") ? 1 : nil
        default: return nil
        }
    }
}
