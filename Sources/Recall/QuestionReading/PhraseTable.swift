/// Phrases with what they say, found at any lexeme of a text.
///
/// `^` before a phrase: at the beginning of a sentence only. `$` behind it: at the end of a sentence only.
struct PhraseTable: Sendable {
    /// What phrases say together, and the phrases.
    struct Group: Sendable {
        let mask: UInt32
        let phrases: [String]
    }

    private struct Phrase: Sendable {
        let words: [UInt16]
        let mask: UInt32
        let opens: Bool
        let closes: Bool
    }

    private let phrases: [Phrase]
    /// Of each number of the lexicon the phrases that begin with it, longest first.
    private let beginning: [Range<Int32>]
    private let isFiller: [Bool]

    init(_ groups: [Group]) {
        let lexicon = Lexicon.shared
        var phrases: [Phrase] = []
        for group in groups {
            for text in group.phrases {
                let words = Lexicon.parts(of: text).map(lexicon.number(of:))
                guard !words.isEmpty else { continue }
                phrases.append(
                    Phrase(words: words, mask: group.mask, opens: text.hasPrefix("^"), closes: text.hasSuffix("$")))
            }
        }
        phrases.sort { ($0.words[0], -$0.words.count) < ($1.words[0], -$1.words.count) }
        var beginning = [Range<Int32>](repeating: 0..<0, count: lexicon.count)
        for (index, phrase) in phrases.enumerated() {
            let first = Int(phrase.words[0])
            let start = beginning[first].isEmpty ? Int32(index) : beginning[first].lowerBound
            beginning[first] = start..<Int32(index + 1)
        }
        var isFiller = [Bool](repeating: false, count: lexicon.count)
        for word in Fillers.words { isFiller[Int(lexicon.number(of: word))] = true }
        self.phrases = phrases
        self.beginning = beginning
        self.isFiller = isFiller
    }

    /// What all phrases say that begin at lexeme `index`, and behind the longest of them the next lexeme.
    @inline(__always)
    func match(_ items: UnsafeBufferPointer<Lexeme>, at index: Int) -> (mask: UInt32, end: Int) {
        let word = items[index].word
        guard word != 0 else { return (0, index) }
        let range = beginning[Int(word)]
        return range.isEmpty ? (0, index) : match(items, at: index, among: range)
    }

    private func match(
        _ items: UnsafeBufferPointer<Lexeme>, at index: Int, among range: Range<Int32>
    ) -> (mask: UInt32, end: Int) {
        var mask: UInt32 = 0
        var end = index
        for number in range {
            let phrase = phrases[Int(number)]
            if phrase.opens, !items[index].traits.contains(.opensSentence) { continue }
            guard let after = self.end(of: phrase, in: items, from: index) else { continue }
            if phrase.closes, after < items.count, !items[after].endsSentence { continue }
            mask |= phrase.mask
            end = max(end, after)
        }
        return (mask, end)
    }

    /// Behind the phrase, when it stands here; up to three fillers between two of its words are passed over.
    private func end(of phrase: Phrase, in items: UnsafeBufferPointer<Lexeme>, from index: Int) -> Int? {
        var position = index + 1
        for word in phrase.words.dropFirst() {
            var passed = 0
            while position < items.count, items[position].word != word, passed < 3, isFiller[Int(items[position].word)]
            {
                position += 1
                passed += 1
            }
            guard position < items.count, items[position].word == word else { return nil }
            position += 1
        }
        return position
    }
}
