/// Phrases with what they say, found at any token of a message; the longest one counts.
///
/// `^^` before a phrase: at the beginning of the message only. `^`: at the beginning of a clause only. `$` behind it: at
/// the end of a clause only. Marks inside a phrase are matched like words: `no,`.
struct PhraseRules<Meaning: Sendable>: Sendable {
    struct Group: Sendable {
        let meaning: Meaning
        let phrases: [String]

        init(_ meaning: Meaning, _ phrases: [String]) {
            self.meaning = meaning
            self.phrases = phrases
        }
    }

    struct Match: Sendable {
        let meaning: Meaning
        let range: Range<Int>
    }

    private struct Phrase: Sendable {
        let words: [String]
        let meaning: Meaning
        let opensMessage: Bool
        let opensClause: Bool
        let closesClause: Bool
    }

    /// By first word, longest first.
    private let byFirst: [String: [Phrase]]

    init(_ groups: [Group]) {
        var byFirst: [String: [Phrase]] = [:]
        for group in groups {
            for text in group.phrases {
                let bare = text.drop { $0 == "^" }
                let words = MessageTokens(String(bare.hasSuffix("$") ? bare.dropLast() : bare)).items.map(\.text)
                guard let first = words.first else { continue }
                byFirst[first, default: []].append(
                    Phrase(
                        words: words, meaning: group.meaning, opensMessage: text.hasPrefix("^^"),
                        opensClause: text.hasPrefix("^"), closesClause: text.hasSuffix("$")))
            }
        }
        self.byFirst = byFirst.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }

    func match(_ tokens: MessageTokens, at index: Int) -> Match? {
        let items = tokens.items
        guard let candidates = byFirst[items[index].text] else { return nil }
        for phrase in candidates {
            let end = index + phrase.words.count
            guard end <= items.count, zip(items[index..<end], phrase.words).allSatisfy({ $0.text == $1 }) else {
                continue
            }
            if phrase.opensMessage, !tokens.opensMessage(index) { continue }
            if phrase.opensClause, !tokens.opensClause(index) { continue }
            if phrase.closesClause, !tokens.closesClause(end) { continue }
            return Match(meaning: phrase.meaning, range: index..<end)
        }
        return nil
    }

    /// From left to right; what one phrase covers is read by no other.
    func matches(in tokens: MessageTokens) -> [Match] {
        var found: [Match] = []
        var index = 0
        while index < tokens.items.count {
            if let match = match(tokens, at: index) {
                found.append(match)
                index = match.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }
}
