internal import CWordPieceTables

/// Reads one text: normalizes it character by character, gathers words and cuts each into pieces.
///
/// The reference normalizes the whole text in four passes; here the four steps follow one another for each character.
/// That is the same because only one step looks beyond a character: the canonical ordering of marks, for which those
/// that stay wait in `marks` until their run is over. Work is linear in the text whatever it holds: a word is looked up
/// only up to `longestWord` scalars.
struct WordReader {
    /// Scalars beyond which a word is unknown.
    static let longestWord = 100
    /// 64-bit words of scratch memory a reader needs: hashes, word, marks.
    static let scratchWords = (wordBytes + 1) + wordBytes / 8 + (longestWord + 2) / 2

    private static let wordBytes = longestWord * 4

    private let pieces: PieceTable.View
    private let rules: CharacterRules.View
    private let writtenTokens: [WrittenToken]
    private let unknown: Int32

    /// The word so far, UTF-8.
    private let word: UnsafeMutablePointer<UInt8>
    private var wordLength = 0
    private var wordScalars = 0
    /// Hashes of the prefixes of what is being looked up, by length.
    private let hashes: UnsafeMutablePointer<UInt64>
    /// Marks of the present run in canonical order, each with its combining class in the upper eight bits.
    private let marks: UnsafeMutablePointer<UInt32>
    private var markCount = 0
    private var ids: [Int32] = []

    init(
        pieces: PieceTable.View, rules: CharacterRules.View, writtenTokens: [WrittenToken], unknown: Int32,
        scratch: UnsafeMutableBufferPointer<UInt64>
    ) {
        self.pieces = pieces
        self.rules = rules
        self.writtenTokens = writtenTokens
        self.unknown = unknown
        guard let start = scratch.baseAddress else { preconditionFailure("no scratch memory") }
        hashes = start
        let bytes = UnsafeMutableRawPointer(start + WordReader.wordBytes + 1)
        word = bytes.bindMemory(to: UInt8.self, capacity: WordReader.wordBytes)
        marks = (bytes + WordReader.wordBytes).bindMemory(to: UInt32.self, capacity: WordReader.longestWord + 1)
    }

    /// - Parameter text: not empty.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, limit: Int) -> [Int32] {
        guard let bytes = text.baseAddress else { return [] }
        let end = text.count
        ids.reserveCapacity(min(limit, end / 4 + 8))
        var place = 0
        while place < end, ids.count < limit {
            let rule = rules.bytes[Int(bytes[place])]
            switch rule.kind {
            case .word:
                if markCount > 0 { endMarks() }
                place = addWord(bytes, from: place, to: end)
            case .space:
                endWord()
                place += 1
            case .punctuation:
                addPunctuation(rule.byte)
                place += 1
            case .removed:
                place += 1
            case .bracket:
                if let written = writtenToken(bytes + place, end - place) {
                    endWord()
                    ids.append(written.id)
                    place += written.text.count
                } else {
                    addPunctuation(rule.byte)
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
        if ids.count < limit { endWord() }
        if ids.count > limit { ids.removeLast(ids.count - limit) }
        return ids
    }

    // MARK: ASCII

    /// Adds the run of word characters at `place`; returns where it ends.
    @inline(__always)
    private mutating func addWord(_ bytes: UnsafePointer<UInt8>, from place: Int, to end: Int) -> Int {
        var place = place
        var length = wordLength
        let room = max(0, WordReader.longestWord - wordScalars)
        let stop = min(end, place + room)
        let start = place
        while place < stop {
            let rule = rules.bytes[Int(bytes[place])]
            guard rule.kind == .word else { break }
            word[length] = rule.byte
            length += 1
            place += 1
        }
        wordLength = length
        wordScalars += place - start
        if place == stop, place < end, rules.bytes[Int(bytes[place])].kind == .word {
            exceedWord()
            while place < end, rules.bytes[Int(bytes[place])].kind == .word { place += 1 }
        }
        return place
    }

    @inline(__always)
    private mutating func addPunctuation(_ byte: UInt8) {
        endWord()
        word[0] = byte
        wordLength = 1
        wordScalars = 1
        endWord()
    }

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
        for jamo in [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + trailing] where jamo != 0x11A7 {
            lower(jamo, memos_wordpiece_record_of(rules.tables, jamo))
        }
    }

    /// Canonical ordering: marks of one run stand by ascending class, those of one class as they came.
    private mutating func order(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        if record.combining_class == 0 {
            endMarks()
            return lower(scalar, record)
        }
        // More marks than a word may have scalars: it is unknown whatever they are.
        if markCount > WordReader.longestWord { return }
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
        for place in 0..<markCount { addToWord(marks[place] & 0xFF_FFFF) }
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

    // MARK: Words

    private mutating func add(_ scalar: UInt32, _ record: memos_wordpiece_record) {
        if record.has(MEMOS_WORDPIECE_SPACE) {
            endWord()
        } else if record.has(MEMOS_WORDPIECE_PUNCTUATION) {
            endWord()
            addToWord(scalar)
            endWord()
        } else {
            addToWord(scalar)
        }
    }

    private mutating func addToWord(_ scalar: UInt32) {
        if wordScalars >= WordReader.longestWord { return exceedWord() }
        wordScalars += 1
        switch scalar {
        case 0..<0x80:
            addByte(scalar)
        case 0x80..<0x800:
            addByte(0xC0 | scalar >> 6)
            addByte(0x80 | scalar & 0x3F)
        case 0x800..<0x1_0000:
            addByte(0xE0 | scalar >> 12)
            addByte(0x80 | scalar >> 6 & 0x3F)
            addByte(0x80 | scalar & 0x3F)
        default:
            addByte(0xF0 | scalar >> 18)
            addByte(0x80 | scalar >> 12 & 0x3F)
            addByte(0x80 | scalar >> 6 & 0x3F)
            addByte(0x80 | scalar & 0x3F)
        }
    }

    @inline(__always)
    private mutating func addByte(_ byte: UInt32) {
        word[wordLength] = UInt8(truncatingIfNeeded: byte)
        wordLength += 1
    }

    /// The word is longer than any that is looked up: it is unknown once, and the rest of it is skipped.
    private mutating func exceedWord() {
        if wordScalars > WordReader.longestWord { return }
        wordScalars = WordReader.longestWord + 1
        ids.append(unknown)
    }

    /// Ends the run of marks and then the word, whose ids are appended.
    @inline(__always)
    private mutating func endWord() {
        if markCount > 0 { endMarks() }
        if wordLength > 0, wordScalars <= WordReader.longestWord { cut() }
        wordLength = 0
        wordScalars = 0
    }

    /// The longest piece that starts the word, then the longest that continues it, to its end; unknown as a whole when
    /// something is left over.
    private mutating func cut() {
        let firstId = ids.count
        var start = 0
        var seed = PieceTable.View.seed
        var after = 0
        while start < wordLength {
            let longest = min(wordLength - start, pieces.longest - after)
            var hash = seed
            var length = 0
            while length < longest {
                hash = PieceTable.View.hash(hash, word[start + length])
                length += 1
                hashes[length] = hash
            }
            var id: Int32 = -1
            while length > 0 {
                // A piece ends where a scalar ends.
                if start + length == wordLength || word[start + length] & 0xC0 != 0x80 {
                    id = pieces.find(hashes[length], word + start, length, after: after)
                    if id >= 0 { break }
                }
                length -= 1
            }
            if id < 0 {
                ids.removeLast(ids.count - firstId)
                ids.append(unknown)
                return
            }
            ids.append(id)
            start += length
            seed = PieceTable.View.continuationSeed
            after = PieceTable.View.continuationLength
        }
    }
}
