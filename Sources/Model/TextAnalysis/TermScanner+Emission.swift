import CTextTables

extension TermScanner {
    /// Emits the words of the compound just read and, with each, the longer names that start there.
    mutating func emitCompound(_ emit: Emit) -> Bool {
        for index in 0..<wordCount {
            guard emitWord(words[index], emit) else { return false }
            guard emitNames(startingAt: index, emit) else { return false }
        }
        return true
    }

    private func emitNames(startingAt index: Int, _ emit: Emit) -> Bool {
        let join = words[index].join
        guard wordCount > 1, join != .camelCase else { return true }
        var camelEnd = index
        while camelEnd + 1 < wordCount, words[camelEnd + 1].join == .camelCase { camelEnd += 1 }
        if camelEnd > index, !emitCamelCase(index, camelEnd, emit) { return false }
        guard join == .start || join == .strong else { return true }
        var segmentEnd = camelEnd
        while segmentEnd + 1 < wordCount, words[segmentEnd + 1].join != .strong { segmentEnd += 1 }
        if segmentEnd > camelEnd, !emitWhole(index, segmentEnd, emit) { return false }
        guard join == .start, segmentEnd + 1 < wordCount else { return true }
        let last = wordCount - 1
        if words[last].join == .strong, last - 1 > segmentEnd, isNumber(words[last]),
            folded[words[last].foldedStart - 1] == UInt8(ascii: ":"), !emitWhole(0, last - 1, emit)
        {
            return false
        }
        return emitWhole(0, last, emit)
    }

    private func isNumber(_ word: Word) -> Bool {
        for index in word.foldedStart..<word.foldedEnd where !Byte.isDigit(folded[index]) { return false }
        return true
    }

    private func emitCamelCase(_ first: Int, _ last: Int, _ emit: Emit) -> Bool {
        let start = words[first].foldedStart
        let count = words[last].foldedEnd - start
        let range = words[first].start..<words[last].end
        guard finish(folded + start, count, range, true, .identifier, emit) else { return false }
        // The same name written in lower case is an ordinary word, and is stemmed.
        guard let stemmed = stem(start, count), stemmed != count else { return true }
        return emit(UnsafeBufferPointer(start: term, count: stemmed), range, true, .identifier)
    }

    private func emitWhole(_ first: Int, _ last: Int, _ emit: Emit) -> Bool {
        let start = words[first].foldedStart
        let end = words[last].foldedEnd
        var kind = Terms.Kind.identifier
        for index in start..<end where folded[index] == UInt8(ascii: "/") {
            kind = .path
            break
        }
        return finish(folded + start, end - start, words[first].start..<words[last].end, true, kind, emit)
    }

    private func emitWord(_ word: Word, _ emit: Emit) -> Bool {
        let start = word.foldedStart
        let count = word.foldedEnd - start
        let range = word.start..<word.end
        if let stemmed = stem(start, count) {
            guard emit(UnsafeBufferPointer(start: term, count: stemmed), range, false, .word) else { return false }
            // `ECONNREFUSED` is also kept as it is written.
            guard word.isAllCapitals, count >= 5, stemmed != count else { return true }
            return finish(folded + start, count, range, true, .identifier, emit)
        }
        var letters = 0
        while letters < count, Byte.isLower(folded[start + letters]) { letters += 1 }
        var digits = letters
        var dots = 0
        while digits < count, Byte.isDigit(folded[start + digits]) || folded[start + digits] == UInt8(ascii: ".") {
            if folded[start + digits] == UInt8(ascii: ".") { dots += 1 }
            digits += 1
        }
        guard digits == count else {
            let kind: Terms.Kind = letters < count && folded[start + letters] < 0x80 ? .identifier : .word
            return finish(folded + start, count, range, false, kind, emit)
        }
        if letters == 0 {
            return finish(folded + start, count, range, false, dots > 0 ? .version : .number, emit)
        }
        let isVersion = letters == 1 && dots > 0
        guard finish(folded + start, count, range, false, isVersion ? .version : .identifier, emit) else {
            return false
        }
        if isVersion { return finish(folded + start + 1, count - 1, range, true, .version, emit) }
        // `python3` is also found by `python`.
        guard letters > 1, let stemmed = stem(start, letters) else { return true }
        return emit(UnsafeBufferPointer(start: term, count: stemmed), range, true, .word)
    }

    /// Stems `folded[start..<start + count]` into `term` when it is made of a–z alone and fits.
    private func stem(_ start: Int, _ count: Int) -> Int? {
        guard count <= Terms.maximumBytes else { return nil }
        for index in start..<start + count {
            guard Byte.isLower(folded[index]) else { return nil }
            term[index - start] = folded[index]
        }
        return EnglishStem.stem(term, count: count)
    }

    /// Emits a term; one longer than the cap becomes its first bytes and a hash of all of it.
    private func finish(
        _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ range: Range<Int>, _ colocated: Bool,
        _ kind: Terms.Kind, _ emit: Emit
    ) -> Bool {
        guard count > Terms.maximumBytes else {
            return emit(UnsafeBufferPointer(start: start, count: count), range, colocated, kind)
        }
        var kept = Terms.maximumBytes - 16
        while kept > 0, start[kept] & 0xC0 == 0x80 { kept -= 1 }
        for index in 0..<kept { term[index] = start[index] }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<count { hash = (hash ^ UInt64(start[index])) &* 0x100_0000_01B3 }
        for digit in 0..<16 {
            let value = UInt8(truncatingIfNeeded: hash >> UInt64(60 - digit * 4)) & 15
            term[kept + digit] = value < 10 ? 48 + value : 87 + value
        }
        return emit(UnsafeBufferPointer(start: term, count: kept + 16), range, colocated, kind)
    }

    // MARK: Scripts without spaces

    private struct Character {
        var scalar: UInt32
        var start: Int
        var end: Int
    }

    /// Every character is a term at its position; with it the pair it makes with its successor.
    mutating func unspacedRun(_ emit: Emit) -> Bool {
        var previous: Character?
        var current: Character?
        while position < bytes.count, bytes[position] >= 0x80 {
            let (scalar, length) = UTF8Scan.decode(bytes, at: position)
            let fold = fold(of: scalar)
            let kind = Int(fold & 15)
            let start = position
            if kind == MEMOS_TEXT_IGNORABLE {
                position += length
                continue
            }
            if kind == MEMOS_TEXT_KANA_MARK {
                // 0x3099 and 0xFF9E voice, 0x309A and 0xFF9F half-voice.
                let voiced = scalar == 0x3099 || scalar == 0xFF9E
                if let base = current, let composed = KanaVoicing.compose(base.scalar, voiced: voiced) {
                    current = Character(scalar: composed, start: base.start, end: start + length)
                }
                position += length
                continue
            }
            guard kind == MEMOS_TEXT_UNSPACED else { break }
            position += length
            let mapped = UnsafeBufferPointer(
                start: tables.folded_bytes + Int(fold >> 12), count: Int(fold >> 4 & 255))
            var offset = 0
            repeat {
                var next = Character(scalar: scalar, start: start, end: position)
                if mapped.count > 0 {
                    let (folded, foldedLength) = UTF8Scan.decode(mapped, at: offset)
                    next.scalar = folded
                    offset += foldedLength
                }
                if let base = current, let composed = Hangul.compose(base.scalar, next.scalar) {
                    current = Character(scalar: composed, start: base.start, end: next.end)
                    continue
                }
                if let previous, let current, !emitPair(previous, current, emit) { return false }
                previous = current ?? previous
                current = next
            } while offset < mapped.count
        }
        guard let current else { return true }
        if let previous, !emitPair(previous, current, emit) { return false }
        let count = UTF8Scan.encode(current.scalar, into: term)
        return emit(UnsafeBufferPointer(start: term, count: count), current.start..<current.end, false, .han1)
    }

    private func emitPair(_ first: Character, _ second: Character, _ emit: Emit) -> Bool {
        let one = UTF8Scan.encode(first.scalar, into: term)
        guard emit(UnsafeBufferPointer(start: term, count: one), first.start..<first.end, false, .han1) else {
            return false
        }
        let two = UTF8Scan.encode(second.scalar, into: term + one)
        return emit(
            UnsafeBufferPointer(start: term, count: one + two), first.start..<max(first.end, second.end), true, .han2)
    }
}

/// Composition of decomposed Hangul, by the arithmetic of the Unicode standard.
private enum Hangul {
    static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(first), (0x1161...0x1175).contains(second) {
            return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
        }
        if (0xAC00...0xD7A3).contains(first), (first - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(second) {
            return first + (second - 0x11A7)
        }
        return nil
    }
}

/// Composition of a kana with the voicing mark after it.
private enum KanaVoicing {
    static func compose(_ scalar: UInt32, voiced: Bool) -> UInt32? {
        let katakana = scalar >= 0x30A0
        let hiragana = katakana ? scalar &- 0x60 : scalar
        let offset: UInt32 = katakana ? 0x60 : 0
        switch hiragana {
        case 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: return hiragana + offset + (voiced ? 1 : 2)
        case _ where !voiced: return nil
        case 0x304B...0x3062 where hiragana % 2 == 1 && hiragana != 0x3063: return hiragana + offset + 1
        case 0x3064, 0x3066, 0x3068: return hiragana + offset + 1
        case 0x3046: return 0x3094 + offset
        case 0x309D: return 0x309E + offset
        case 0x308F...0x3092 where katakana: return hiragana + offset + 8
        default: return nil
        }
    }
}
