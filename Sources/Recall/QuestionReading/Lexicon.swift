/// FNV-1a, 64 bits, over the bytes of a word in small letters.
struct WordHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always) mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    @inline(__always)
    static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash = WordHash()
        for index in range { hash.add(bytes[index]) }
        return hash.value
    }
}

/// The words this room knows, numbered from 1. Which are known follows from the tables of phrases and of time words.
struct Lexicon: Sendable {
    static let shared = Lexicon(
        words: (TextCuePhrases.table + QuestionCuePhrases.table).flatMap { $0.phrases.flatMap(Lexicon.parts) }
            + Fillers.words + NameWords.notNames + TimeWords.all.map(\.word) + TimeParser.bindingWords
            + FacetDivision.conjunctionWords + FacetDivision.openerWords)

    private let slots: [(hash: UInt64, number: UInt16)]
    private let mask: Int
    /// One more than the greatest number.
    let count: Int

    private init(words: [String]) {
        var capacity = 64
        while capacity < words.count * 3 { capacity *= 2 }
        var slots = [(hash: UInt64, number: UInt16)](repeating: (0, 0), count: capacity)
        var next: UInt16 = 1
        for word in words {
            let hash = Self.hash(word)
            var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (capacity - 1)
            while slots[slot].number != 0, slots[slot].hash != hash { slot = (slot + 1) & (capacity - 1) }
            if slots[slot].number == 0 {
                slots[slot] = (hash, next)
                next += 1
            }
        }
        self.slots = slots
        mask = capacity - 1
        count = Int(next)
    }

    @inline(__always)
    func number(of hash: UInt64) -> UInt16 {
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
        while true {
            let (found, number) = slots[slot]
            if number == 0 || found == hash { return number }
            slot = (slot + 1) & mask
        }
    }

    func number(of word: String) -> UInt16 { number(of: Self.hash(word)) }

    private static func hash(_ word: String) -> UInt64 {
        var hash = WordHash()
        for byte in word.utf8 { hash.add(byte) }
        return hash.value
    }

    /// A phrase of a table as the scanner will give it: words at spaces without `'s`, Han characters one by one.
    static func parts(of phrase: String) -> [String] {
        phrase.split(separator: " ").flatMap { piece -> [String] in
            let piece = piece.filter { $0 != "^" && $0 != "$" }
            guard let first = piece.unicodeScalars.first else { return [] }
            if first.value >= 0x3000 { return piece.map(String.init) }
            return [piece.hasSuffix("'s") ? String(piece.dropLast(2)) : String(piece)]
        }
    }
}

/// Words that may stand inside a phrase without changing what it says.
enum Fillers {
    static let words: [String] = [
        "absolutely", "actually", "also", "both", "definitely", "generally", "honestly", "just", "kinda", "mostly",
        "personally", "really", "simply", "so", "still", "super", "totally", "truly", "usually", "very", "一", "也", "别",
        "就", "很", "挺", "最", "比", "特", "直", "真", "较", "还", "都", "非", "常",
    ]
}
