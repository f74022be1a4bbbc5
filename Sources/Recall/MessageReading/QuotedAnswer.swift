/// Whether a message repeats at least eight words of the last answer in a row.
enum QuotedAnswer {
    /// In halves of a word: a Han character is about half of one.
    private static let needed = 16
    /// Scalars of the answer that are read.
    private static let answerLimit = 16_000

    static func isQuoted(_ answer: String, in message: String) -> Bool {
        var quoted: Set<UInt64> = []
        forEachRun(words(message, limit: MessageTokens.limit)) { quoted.insert($0) }
        guard !quoted.isEmpty else { return false }
        var isQuoted = false
        forEachRun(words(answer, limit: answerLimit)) { isQuoted = isQuoted || quoted.contains($0) }
        return isQuoted
    }

    /// Every shortest run of words that is long enough, by the words' hash.
    private static func forEachRun(_ words: [(hash: UInt64, weight: Int)], _ visit: (UInt64) -> Void) {
        for start in words.indices {
            var weight = 0
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var end = start
            while end < words.count, weight < needed {
                hash = (hash ^ words[end].hash) &* 0x100_0000_01B3
                weight += words[end].weight
                end += 1
            }
            guard weight >= needed else { break }
            visit(hash)
        }
    }

    /// All words, also those in code and in quotes; marks are left out.
    private static func words(_ text: String, limit: Int) -> [(hash: UInt64, weight: Int)] {
        let seed: UInt64 = 0xCBF2_9CE4_8422_2325
        var words: [(UInt64, Int)] = []
        var hash = seed
        for scalar in text.unicodeScalars.prefix(limit) {
            if MessageScanner.isLetter(scalar) || (0x30...0x39).contains(scalar.value) {
                // Case is told apart only where it takes a table to fold it.
                let folded = scalar.isASCII ? scalar.value | 0x20 : scalar.value
                hash = (hash ^ UInt64(folded)) &* 0x100_0000_01B3
                continue
            }
            if hash != seed { words.append((hash, 2)) }
            hash = seed
            if MessageScanner.isHan(scalar) { words.append((UInt64(scalar.value), 1)) }
        }
        if hash != seed { words.append((hash, 2)) }
        return words
    }
}
