/// Sentences that have been shown, so that none is shown again in other dress: case, marks and spaces do not count, and of
/// a longer sentence a word in seven may differ.
package struct ShownSentences: Sendable {
    private var keys: Set<UInt64> = []
    private var words: [Set<UInt64>] = []

    /// Compared by words: that many of the last ones.
    private static let remembered = 64
    /// A sentence of fewer words says too little to be told from others by them.
    private static let fewestWords = 6
    private static let likeness = 0.85
    /// “Yes, please.” may come as often as it likes. Bytes of letters and digits.
    private static let shortest = 16
    /// Of a long line.
    private static let readBytes = 1000

    package init() {}

    package func contains(_ sentence: String) -> Bool {
        let print = Self.print(of: sentence)
        if print.size < Self.shortest { return false }
        if keys.contains(print.key) { return true }
        guard print.words.count >= Self.fewestWords else { return false }
        return words.contains { known in
            guard min(known.count, print.words.count) * 100 >= max(known.count, print.words.count) * 85 else {
                return false
            }
            let shared = known.intersection(print.words).count
            return Double(shared) >= Self.likeness * Double(known.count + print.words.count - shared)
        }
    }

    package mutating func insert(_ sentence: String) {
        let print = Self.print(of: sentence)
        guard print.size >= Self.shortest, keys.insert(print.key).inserted else { return }
        guard print.words.count >= Self.fewestWords else { return }
        if words.count == Self.remembered { words.removeFirst() }
        words.append(print.words)
    }

    /// FNV-1a (Fowler, Noll and Vo) over letters and digits, all together and by word; a character of a script without
    /// spaces is a word.
    private static func print(of sentence: String) -> (key: UInt64, words: Set<UInt64>, size: Int) {
        let start: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var key = start
        var word = start
        var words: Set<UInt64> = []
        var size = 0
        for byte in sentence.utf8.prefix(readBytes) {
            let isWide = byte >= 0x80
            if !isWide, !Byte.isAlphanumeric(byte) {
                if word != start { words.insert(word) }
                word = start
                continue
            }
            if byte >= 0xC0, word != start {
                words.insert(word)
                word = start
            }
            size += 1
            key = mix(key, Byte.lowercased(byte))
            word = mix(word, Byte.lowercased(byte))
        }
        if word != start { words.insert(word) }
        return (key, words, size)
    }
}
