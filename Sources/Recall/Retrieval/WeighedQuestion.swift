import LanguageModels
import MemoryModel
import MemoryStore
import QuestionReading
import TextAnalysis

/// A question against one memory: its terms with what they weigh there, and what it asks for.
struct WeighedQuestion: Sendable {
    let text: String
    let matcher: TermMatcher
    /// By the matcher's places.
    let weights: [Double]
    /// The same by term, for snippets.
    let weightOfTerm: [String: Double]
    /// The sum of all weights.
    let whole: Double
    let frequencies: [Int64]
    /// The terms as they stand in the question, each with its rarity.
    let words: [WeighedWord]
    let documents: Int64
    let cues: QuestionCues
    let times: [TimeRange]
    /// Whether most of its letters are ASCII.
    let isLatin: Bool
    /// The places of terms that tell something by themselves: a single Han character does not.
    private let tellingPlaces: [Int]
    /// How much the model can be trusted with this question, in [0, 1]; 0 without vectors.
    let known: Double

    init(_ analysed: AnalysedQuery, weights: TermWeights, meaning: VectorChannel.Findings?) {
        text = analysed.text
        matcher = TermMatcher(terms: analysed.terms)
        self.weights = matcher.terms.map(weights.weight)
        weightOfTerm = Dictionary(zip(matcher.terms.map(\.text), self.weights)) { first, _ in first }
        whole = self.weights.reduce(0, +)
        tellingPlaces = matcher.terms.indices.filter { [terms = matcher.terms] in terms[$0].kind != .han1 }
        let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
        isLatin = letters.count { $0.isASCII } * 2 > letters.count
        frequencies = matcher.terms.map(weights.frequency)
        let bytes = Array(text.utf8)
        words = matcher.terms.map {
            WeighedWord(
                text: String(decoding: bytes[$0.range.clamped(to: bytes.indices)], as: UTF8.self),
                weight: weights.rarity(of: $0))
        }
        documents = weights.documents
        cues = QuestionCues(of: analysed.text)
        times = TimeExpressions.ranges(in: analysed.text, at: analysed.query.at)
        known = meaning.map { $0.trust * $0.known * $0.known * $0.known * $0.known } ?? 0
    }

    /// How well a row's time, or one it tells of, is the one that is asked for, in [0, 1]; 0 when none is.
    func match(of row: RowReading.Row) -> Double {
        guard !times.isEmpty else { return 0 }
        let at = row.card.head.at
        return TimeMatch.score(question: times, rowTime: at, events: TimeExpressions.eventRanges(in: row.text, at: at))
    }

    /// Terms that name one of the speakers and stand in more than a tenth of the memory.
    func names(of speakers: Set<String>) -> TermMatcher.Set {
        guard !speakers.isEmpty else { return [] }
        let words = Set(speakers.flatMap { Terms.terms(in: $0).map(\.text) })
        return matcher.terms.enumerated().reduce(into: TermMatcher.Set()) { set, term in
            if words.contains(term.element.text), frequencies[term.offset] * 10 > documents {
                set.formUnion(TermMatcher.Set(place: term.offset))
            }
        }
    }

    /// In how many traces a term stands.
    func frequency(of term: QueryTerm) -> Int64 {
        matcher.terms.firstIndex { $0.text == term.text }.map { frequencies[$0] } ?? 0
    }

    /// Share of the question's weight in the terms that are chosen, in [0, 1].
    func share(of isChosen: (QueryTerm) -> Bool) -> Double {
        let chosen = zip(matcher.terms, weights).reduce(0) { isChosen($1.0) ? $0 + $1.1 : $0 }
        return whole > 0 ? chosen / whole : 0
    }

    /// `m / (n + 2)`: m of the question's n terms stand in a row, single Han characters not counted. One word of one
    /// is less than five of five.
    func matchedShare(of terms: TermMatcher.Set) -> Double {
        Double(tellingPlaces.count { terms.contains(place: $0) }) / Double(tellingPlaces.count + 2)
    }

    /// Share of Han characters in the text.
    var hanShare: Double {
        let characters = text.unicodeScalars.filter { !$0.properties.isWhitespace }
        return Double(characters.count { $0.value > 0x2E80 }) / Double(max(1, characters.count))
    }

    /// Whether it says so little that nothing can be known to fit: one word, no name and no number.
    var saysTooLittle: Bool {
        tellingPlaces.count <= 1
            && !matcher.terms.contains { $0.isName || $0.kind == .number }
    }
}
