/// How much somebody speaks of themselves.
enum SelfReference {
    /// Words of the first person among the first 400 bytes, four of them or more being 1.
    static func density(in text: String) -> Double {
        var count = 0
        var word: [UInt8] = []
        for byte in text.utf8.prefix(read) {
            if byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 {
                word.append(byte < 0x80 ? byte | 0x20 : byte)
                // Scripts without spaces: the word ends with what it is.
                if word.suffix(3) == han {
                    count += 1
                    word.removeAll(keepingCapacity: true)
                }
            } else {
                count += words.contains(word) ? 1 : 0
                word.removeAll(keepingCapacity: true)
            }
        }
        count += words.contains(word) ? 1 : 0
        return Double(min(count, most)) / Double(most)
    }

    private static let read = 400
    private static let most = 4
    private static let words = Set(["i", "my", "me", "mine", "we", "our"].map { Array($0.utf8) })
    /// 我
    private static let han = Array("我".utf8)[...]
}
