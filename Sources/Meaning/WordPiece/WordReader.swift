internal import CWordPieceTables

/// Reads one text: normalizes it character by character and hands over words.
///
/// The reference normalizes the whole text in four passes; here the four steps follow one another for each character.
/// That is the same because only one step looks beyond a character: the canonical ordering of marks, for which those
/// that stay wait in `marks` until their run is over. Work is linear in the text whatever it holds: a word is looked up
/// only up to `WordCutter.longestWord` scalars.
struct WordReader {
    /// 64-bit words of scratch memory a reader needs: those of the words, then the marks.
    static let scratchWords = WordCutter.scratchWords + (markLimit + 1) / 2

    /// One more mark than a word may have scalars: a word with so many is unknown whatever they are.
    private static let markLimit = WordCutter.longestWord + 1

    private let rules: CharacterRules.View
    private let writtenTokens: [WrittenToken]
    private var words: WordCutter
    /// Marks of the present run in canonical order, each with its combining class in the upper eight bits.
    private let marks: UnsafeMutablePointer<UInt32>
    private var markCount = 0

    init(
        pieces: PieceTable.View, rules: CharacterRules.View, writtenTokens: [WrittenToken], unknown: Int32,
        scratch: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let start = scratch.baseAddress else { preconditionFailure("no scratch memory") }
        self.rules = rules
        self.writtenTokens = writtenTokens
        words = WordCutter(pieces: pieces, unknown: unknown, scratch: start)
        marks = UnsafeMutableRawPointer(start + WordCutter.scratchWords)
            .bindMemory(to: UInt32.self, capacity: WordReader.markLimit)
    }

    /// - Parameter text: not empty.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, limit: Int) -> [Int32] {
        guard let bytes = text.baseAddress else { return [] }
        let end = text.count
        words.ids.reserveCapacity(min(limit, end / 4 + 8))
        var place = 0
        while place < end, words.ids.count < limit {
            let rule = rules.bytes[Int(bytes[place])]
            switch rule.kind {
            case .word:
                if markCount > 0 { endMarks() }
                place = words.addRun(bytes, from: place, to: end, rules: rules.bytes)
            case .space:
                endWord()
                place += 1
            case .punctuation:
                endWord()
                words.addAlone(UInt32(rule.byte))
                place += 1
            case .removed:
                place += 1
            case .bracket:
                if let written = writtenToken(bytes + place, end - place) {
                    endWord()
                    words.ids.append(written.id)
                    place += written.text.count
                } else {
                    endWord()
                    words.addAlone(UInt32(rule.byte))
                    place += 1
                }
            case .scalar:
                if bytes[place] < 0x80 {
                    clean(UInt32(bytes[place]))
                    place += 1
                } else {
                    let (scalar, length) = UTF8Decoding.scalar(bytes, at: place, end: end)
                    clean(scalar)
                    place += length
                }
            }
        }
        if words.ids.count < limit { endWord() }
        if words.ids.count > limit { words.ids.removeLast(words.ids.count - limit) }
        return words.ids
    }

    /// The special token that the bytes spell, as they are: before any normalization, also inside a word.
    private func writtenToken(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> WrittenToken? {
        for token in writtenTokens where token.text.count <= count {
            var place = 0
            while place < token.text.count, token.text[place] == bytes[place] { place += 1 }
            if place == token.text.count { return token }
        }
        return nil
    }

    // MARK: The four steps

    /// First and second step: control characters and white space, spaces around Han.
    private mutating func clean(_ scalar: UInt32) {
        let record = memos_wordpiece_record_of(rules.tables, scalar)
        if rules.steps.cleansText {
            if record.has(MEMOS_WORDPIECE_REMOVED) { return }
            if record.has(MEMOS_WORDPIECE_CLEANED_TO_SPACE) { return endWord() }
        }
        if rules.steps.splitsHan, record.has(MEMOS_WORDPIECE_HAN) {
            endWord()
            strip(scalar, record)
            endWord()
        } else {
            strip(scalar, record)
        }
    }

    /// Third step: canonical decomposition without nonspacing marks.
    private mutating func strip(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        guard rules.steps.stripsAccents else { return lower(scalar, record) }
        if record.has(MEMOS_WORDPIECE_HANGUL) { return stripHangul(scalar) }
        if record.stripped == 0 { return order(scalar, record) }
        let sequence = rules.tables.sequences + Int(record.stripped)
        // A nonspacing mark that starts a run ends the one before it, although it is dropped itself.
        if sequence[0] == 0, record.combining_class == 0 { return endMarks() }
        for place in 0..<Int(sequence[0]) {
            let part = sequence[1 + place]
            order(part, memos_wordpiece_record_of(rules.tables, part))
        }
    }

    /// Takes a syllable apart as the Unicode standard says (section 3.12).
    private mutating func stripHangul(_ scalar: UInt32) {
        endMarks()
        let index = scalar - 0xAC00
        let trailing = index % 28
        lowerJamo(0x1100 + index / 588)
        lowerJamo(0x1161 + index % 588 / 28)
        if trailing > 0 { lowerJamo(0x11A7 + trailing) }
    }

    private mutating func lowerJamo(_ jamo: UInt32) {
        lower(jamo, memos_wordpiece_record_of(rules.tables, jamo))
    }

    /// Canonical ordering: marks of one run stand by ascending class, those of one class as they came.
    private mutating func order(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        if record.combining_class == 0 {
            endMarks()
            return lower(scalar, record)
        }
        if markCount == WordReader.markLimit { return }
        let mark = UInt32(record.combining_class) << 24 | scalar
        var place = markCount
        while place > 0, marks[place - 1] >> 24 > mark >> 24 {
            marks[place] = marks[place - 1]
            place -= 1
        }
        marks[place] = mark
        markCount += 1
    }

    /// The marks of the run that is over join the word. They have no lower case and end no word.
    private mutating func endMarks() {
        if markCount == 0 { return }
        for place in 0..<markCount { words.add(marks[place] & 0xFF_FFFF) }
        markCount = 0
    }

    /// Fourth step.
    private mutating func lower(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        guard rules.steps.lowercases, record.lowered != 0 else { return add(scalar, record) }
        let sequence = rules.tables.sequences + Int(record.lowered)
        for place in 0..<Int(sequence[0]) {
            let part = sequence[1 + place]
            add(part, memos_wordpiece_record_of(rules.tables, part))
        }
    }

    /// Splitting: white space ends a word, punctuation is one.
    private mutating func add(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        if record.has(MEMOS_WORDPIECE_SPACE) {
            endWord()
        } else if record.has(MEMOS_WORDPIECE_PUNCTUATION) {
            endWord()
            words.addAlone(scalar)
        } else {
            words.add(scalar)
        }
    }

    /// Ends the run of marks, then the word.
    @inline(__always)
    private mutating func endWord() {
        if markCount > 0 { endMarks() }
        words.end()
    }
}
