/// What a question wants, read from its surface: which kind of row can answer it.
package struct QuestionCues: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// What to do or take: what somebody likes and has ruled out bears on it, whatever its words.
    package static let asksAdvice = QuestionCues(rawValue: 1 << 0)
    package static let asksTime = QuestionCues(rawValue: 1 << 1)
    package static let asksCount = QuestionCues(rawValue: 1 << 2)
    /// Several things are the answer.
    package static let asksList = QuestionCues(rawValue: 1 << 3)
    package static let asksYesNo = QuestionCues(rawValue: 1 << 4)
    package static let asksSummary = QuestionCues(rawValue: 1 << 5)
    /// What came first and what after.
    package static let asksOrder = QuestionCues(rawValue: 1 << 6)
    /// Who somebody is: name, age, trade, place, telephone.
    package static let asksPersonFact = QuestionCues(rawValue: 1 << 7)
    /// “Go on”: it carries nothing of its own to search for.
    package static let followUp = QuestionCues(rawValue: 1 << 8)

    /// Only while reading.
    static let continuation = QuestionCues(rawValue: 1 << 29)
    static let request = QuestionCues(rawValue: 1 << 30)
    static let auxiliary = QuestionCues(rawValue: 1 << 31)

    /// Names for explanations, in the order of the bits.
    package var names: [String] {
        Self.allNames.enumerated().compactMap { rawValue & (1 << UInt32($0.offset)) == 0 ? nil : $0.element }
    }

    private static let allNames = [
        "asksAdvice", "asksTime", "asksCount", "asksList", "asksYesNo", "asksSummary", "asksOrder", "asksPersonFact",
        "followUp",
    ]

    /// Reads the first 4,000 bytes.
    package init(of text: String) {
        var text = text
        self = text.withUTF8 { bytes in
            Lexemes(bytes, limit: Lexemes.questionBytes).items.withUnsafeBufferPointer { Self.read($0, bytes) }
        }
    }

    static func read(
        _ items: UnsafeBufferPointer<Lexeme>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> QuestionCues {
        let phrases = QuestionCuePhrases.shared
        var cues = QuestionCues()
        var covered = 0
        var isContinuation = true
        var words = 0
        for index in items.indices where items[index].kind != .mark {
            var (mask, end) = phrases.match(items, at: index)
            let found = QuestionCues(rawValue: mask)
            if found.contains(.auxiliary), !found.contains(.request) { cues.insert(.asksYesNo) }
            if found.contains(.continuation) { covered = max(covered, end) }
            if index >= covered { isContinuation = false }
            words += 1
            mask &= ~(QuestionCues.auxiliary.rawValue | QuestionCues.request.rawValue)
            cues.formUnion(QuestionCues(rawValue: mask))
            if asksForSeveral(items, bytes, at: index) { cues.insert(.asksList) }
        }
        cues.remove(.continuation)
        if isContinuation, words > 0, words <= 12 { return .followUp }
        return cues
    }

    /// “Which books”, “what recent trips”, “what are”: a plural within two words of the interrogative.
    private static func asksForSeveral(
        _ items: UnsafeBufferPointer<Lexeme>, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> Bool {
        guard items[index].word != 0, index + 1 < items.count else { return false }
        let word = items[index].word
        guard word == Interrogatives.what || word == Interrogatives.which else { return false }
        for place in (index + 1)..<min(index + 3, items.count) {
            let item = items[place]
            guard item.kind == .word, !item.traits.contains(.possessive) else { return false }
            if item.word != 0, Interrogatives.plural.contains(item.word) { return true }
            if item.word != 0, Interrogatives.closing.contains(item.word) { return false }
            if looksPlural(bytes, item) { return true }
        }
        return false
    }

    private static func looksPlural(_ bytes: UnsafeBufferPointer<UInt8>, _ item: Lexeme) -> Bool {
        let end = Int(item.end)
        guard end - Int(item.start) > 3, bytes[end - 1] | 0x20 == 0x73 else { return false }
        // -ss, -us, -is are no plurals.
        return ![0x73, 0x75, 0x69].contains(bytes[end - 2] | 0x20)
    }

    private enum Interrogatives {
        static let what = Lexicon.shared.number(of: "what")
        static let which = Lexicon.shared.number(of: "which")
        static let plural = numbers(of: ["are", "were"])
        static let closing = numbers(of: [
            "is", "was", "did", "do", "does", "has", "had", "have", "can", "could", "will", "would", "should", "time",
        ])
        private static func numbers(of words: [String]) -> Set<UInt16> {
            Set(words.map(Lexicon.shared.number(of:)).filter { $0 != 0 })
        }
    }
}
