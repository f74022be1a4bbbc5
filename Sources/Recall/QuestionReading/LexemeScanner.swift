/// Takes UTF-8 apart in one pass. Words are looked up in the lexicon by a hash of their small letters.
struct LexemeScanner {
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> [Lexeme] {
        var count = min(bytes.count, limit)
        // Not in the middle of a character.
        while count > 0, count < bytes.count, bytes[count] & 0xC0 == 0x80 { count -= 1 }
        var scanner = LexemeScanner(bytes: bytes, count: count)
        scanner.items.reserveCapacity(count / 4 + 8)
        scanner.run()
        return scanner.items
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let count: Int
    private let lexicon = Lexicon.shared
    private var items: [Lexeme] = []
    private var index = 0
    private var opens = true

    private init(bytes: UnsafeBufferPointer<UInt8>, count: Int) {
        self.bytes = bytes
        self.count = count
    }

    private mutating func run() {
        while index < count {
            let (character, length) = self.character(at: index)
            switch character {
            case .letter: word()
            case .digit: number()
            case .han:
                let hash = WordHash.of(bytes, index..<index + length)
                append(.han, end: index + length, value: scalar(at: index, length), word: lexicon.number(of: hash))
            case .mark(let value): mark(value, length: length)
            case .apostrophe: mark(0x27, length: length)
            case .space: index += length
            }
        }
    }

    private mutating func append(
        _ kind: Lexeme.Kind, end: Int, value: Int32 = 0, word: UInt16 = 0, traits: Lexeme.Traits = []
    ) {
        items.append(
            Lexeme(
                start: Int32(index), end: Int32(end), value: value, word: word, kind: kind,
                traits: opens ? traits.union(.opensSentence) : traits))
        index = end
        if kind != .mark { opens = false }
    }

    private mutating func word() {
        var position = index
        var hash = WordHash()
        var capitals = 0
        var letters = 0
        var traits: Lexeme.Traits = bytes[index] &- 0x41 < 26 ? .capitalised : []
        scan: while position < count {
            let byte = bytes[position]
            if (byte | 0x20) &- 0x61 < 26 {
                hash.add(byte | 0x20)
                letters += 1
                if byte &- 0x41 < 26 { capitals += 1 }
                position += 1
                continue
            }
            let (character, length) = self.character(at: position)
            switch character {
            case .letter:
                for offset in 0..<length { hash.add(bytes[position + offset]) }
                letters += 1
                position += length
            case .apostrophe:
                guard position + length < count, case .letter = self.character(at: position + length).0 else {
                    break scan
                }
                if isLoneS(at: position + length) {
                    traits.insert(.possessive)
                    position += length + 1
                    break scan
                }
                hash.add(0x27)
                position += length
            default: break scan
            }
        }
        if capitals == letters, letters > 1 { traits.insert(.allCapitals) }
        append(.word, end: position, word: lexicon.number(of: hash.value), traits: traits)
    }

    /// Whether the word that begins here is an `s` and no more.
    private func isLoneS(at position: Int) -> Bool {
        guard bytes[position] | 0x20 == 0x73 else { return false }
        guard position + 1 < count else { return true }
        if case .letter = character(at: position + 1).0 { return false }
        return true
    }

    private mutating func number() {
        var position = index
        var value: Int32 = 0
        var digits = 0
        while position < count {
            let (character, length) = self.character(at: position)
            guard case .digit(let digit) = character else { break }
            digits += 1
            if digits <= 9 { value = value * 10 + digit }
            position += length
        }
        if digits > 9 { value = -1 }
        var traits: Lexeme.Traits = []
        if position + 2 <= count {
            let suffix = UInt16(bytes[position] | 0x20) << 8 | UInt16(bytes[position + 1] | 0x20)
            let endsThere = position + 2 == count || (bytes[position + 2] | 0x20) &- 0x61 >= 26
            // st nd rd th
            if endsThere, [0x7374, 0x6E64, 0x7264, 0x7468].contains(suffix) {
                traits.insert(.ordinal)
                position += 2
            }
        }
        append(.number, end: position, value: value, traits: traits)
    }

    private mutating func mark(_ value: UInt8, length: Int) {
        append(.mark, end: index + length, value: Int32(value))
        switch value {
        case UInt8(ascii: "."):
            opens = index >= count || bytes[index] <= 0x20 || bytes[index] >= 0x80
        case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"), UInt8(ascii: ":"), 0x0A: opens = true
        case UInt8(ascii: ","): opens = false
        default: break
        }
    }

    private enum Character {
        case letter, han, space, apostrophe
        case digit(Int32)
        case mark(UInt8)
    }

    /// What stands at a byte, and its length. The text is UTF-8.
    @inline(__always)
    private func character(at index: Int) -> (Character, Int) {
        let byte = bytes[index]
        if byte < 0x80 { return (Self.ascii(byte), 1) }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard index + length <= count else { return (.space, count - index) }
        var scalar = UInt32(byte) & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + offset]) & 0x3F }
        return (Self.wide(scalar), length)
    }

    private func scalar(at index: Int, _ length: Int) -> Int32 {
        var scalar = Int32(bytes[index]) & (0x7F >> Int32(length))
        for offset in 1..<length { scalar = scalar << 6 | Int32(bytes[index + offset]) & 0x3F }
        return scalar
    }

    @inline(__always)
    private static func ascii(_ byte: UInt8) -> Character {
        if (byte | 0x20) &- 0x61 < 26 { return .letter }
        if byte == 0x20 { return .space }
        if byte &- 0x30 < 10 { return .digit(Int32(byte &- 0x30)) }
        if byte == 0x27 { return .apostrophe }
        if byte == 0x0A { return .mark(byte) }
        return byte < 0x20 || byte == 0x7F ? .space : .mark(byte)
    }

    private static func wide(_ scalar: UInt32) -> Character {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3007: return .han
        case 0x2019, 0x02BC: return .apostrophe
        case 0xFF01...0xFF5E: return ascii(UInt8(scalar - 0xFEE0))
        case 0x3002, 0x2026: return .mark(UInt8(ascii: "."))
        case 0x3001: return .mark(Self.enumerationComma)
        case 0x2010...0x2015: return .mark(UInt8(ascii: "-"))
        case 0x201C...0x201E, 0x00AB, 0x00BB, 0x300A...0x300F: return .mark(UInt8(ascii: "\""))
        case 0x2022, 0x00B7, 0x25CF, 0x25AA: return .mark(UInt8(ascii: "*"))
        case 0x00A0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000, 0xFE00...0xFE0F, 0xFEFF:
            return .space
        case 0x80...0xBF, 0x2016...0x205E, 0x2070...0x2BFF, 0x3003...0x303F, 0xD7, 0xF7, 0xFE10...0xFE6F,
            0xFFE0...0xFFFF, 0x1F000...0x1FAFF, 0xE000...0xF8FF, 0xE0000...0x10FFFF:
            return .mark(0)
        default: return .letter
        }
    }

    /// Stands for `、`, which no ASCII mark does.
    static let enumerationComma: UInt8 = 1
}
