import LanguageModels
import MemoryModel
import MemoryStore
import QuestionReading
import Ranking
import TextAnalysis

/// Reads the candidates' texts and says of each what ranking weighs.
struct RowReading: Sendable {
    /// A candidate whose text was read.
    struct Row: Sendable {
        var candidate: CandidatePool.Row
        var card: TraceCard
        var text: String
        var terms: TermMatcher.Set
        var features: Features<RowFeature>
    }

    /// In the order of the pool.
    private(set) var rows: [Row] = []

    init(
        _ pool: CandidatePool, question: WeighedQuestion, kinship: (any WordKinship)?, in reader: MemoryReader
    ) throws {
        let cards = try reader.cards(of: pool.rows.map(\.row))
        rows = pool.rows.compactMap { candidate in
            cards[candidate.row].map {
                let text = $0.text
                return Row(
                    candidate: candidate, card: $0, text: text, terms: question.matcher.terms(in: text),
                    features: Features()
                )
            }
        }
        let speech = Speech(of: rows.map(\.text), question: question)
        let words = Self.words(of: rows, without: question.names(of: speech.asked), question: question)
        let kindred = Self.kindred(rows, question: question, kinship: kinship)
        let kinds = Dictionary(uniqueKeysWithValues: rows.map { ($0.candidate.row, RowKind($0)) })
        for index in rows.indices {
            let row = rows[index]
            guard let kind = kinds[row.candidate.row] else { continue }
            let strength = row.candidate.strength
            var features = Features<RowFeature>()
            features[.strength] = strength
            features[.selfWords] = question.isLatin ? kind.selfReference * words[index] : 0
            features[.otherSpeaker] = speech.isByAnother(index) ? words[index] : 0
            features[.question] = kind.isQuestion ? strength : 0
            if let previous = pool.conversation.previous(of: row.candidate.row),
                let before = kinds[previous], before.isQuestion
            {
                features[.afterQuestion] = before.strength
            }
            if question.cues.contains(.asksAdvice) {
                features[.adviceWords] = max(row.candidate.words, row.candidate.names)
                features[.adviceNeighbours] = row.candidate.neighbours
                features[.adviceStatement] = kind.isFirstPerson ? kind.shortness * strength : 0
                features[.advicePreference] = kind.isPreference ? kind.shortness * strength : 0
            }
            if question.cues.contains(.asksTime), kind.namesTime { features[.timeNamed] = strength }
            features[.timeMatch] = strength * question.match(of: row)
            if !kindred.isEmpty { features[.kindredWords] = question.known * kindred[index] }
            rows[index].features = features
        }
    }

    /// How near the rows' words are to the question's, in [0, 1]; empty when that is not to be known.
    private static func kindred(
        _ rows: [Row], question: WeighedQuestion, kinship: (any WordKinship)?
    ) -> [Double] {
        guard question.known > 0, let kinship else { return [] }
        return kinship.coverage(of: question.words, by: rows.map(\.text))
    }

    /// Strength by words once the names of speakers are left out: who says a row is told by its speaker, not by its words.
    /// Relative to the best.
    private static func words(
        of rows: [Row], without names: TermMatcher.Set, question: WeighedQuestion
    ) -> [Double] {
        let values = rows.map { row in
            guard !names.isEmpty else { return row.candidate.words }
            // The keyword channel has weighed all terms; what it gave for the names is taken off, at term frequency 1.
            let all = question.matcher.weight(of: row.terms, by: question.weights)
            let rest = question.matcher.weight(of: row.terms.subtracting(names), by: question.weights)
            return all > 0 ? row.candidate.words * rest / all : 0
        }
        let best = values.max() ?? 0
        return best > 0 ? values.map { $0 / best } : values
    }
}

/// Who says the rows, where they begin with a name, and whom the question names.
private struct Speech {
    let asked: Set<String>
    private let speakers: [String?]

    init(of texts: [String], question: WeighedQuestion) {
        let speakers = texts.map(Speakers.leading(of:))
        // A name that speaks once may be a heading.
        let counts = speakers.reduce(into: [String: Int]()) { counts, name in
            if let name { counts[name, default: 0] += 1 }
        }
        let known = Set(counts.filter { $0.value > 1 }.keys)
        asked = known.isEmpty ? [] : Speakers.asked(in: question.text, among: known)
        self.speakers = speakers.map { $0.flatMap { known.contains($0) ? $0 : nil } }
    }

    func isByAnother(_ index: Int) -> Bool {
        guard !asked.isEmpty, let speaker = speakers[index] else { return false }
        return !asked.contains(speaker)
    }
}

/// What kind of line a row is.
private struct RowKind {
    let strength: Double
    let isQuestion: Bool
    let isFirstPerson: Bool
    let isPreference: Bool
    let namesTime: Bool
    /// Density of the first person at the beginning, in [0, 1].
    let selfReference: Double
    /// Nearly 1 up to some twenty terms, half at sixty.
    let shortness: Double

    init(_ row: RowReading.Row) {
        let cues = TextCues(of: row.text)
        strength = row.candidate.strength
        isQuestion = row.text.hasSuffix("?") || row.text.hasSuffix("？")
        isFirstPerson = cues.contains(.firstPerson)
        isPreference = cues.contains(.preference)
        namesTime = cues.contains(.hasDate)
        selfReference = SelfReference.density(in: row.text)
        let length = Double(row.candidate.place.length) / Self.halfLength
        shortness = 1 / (1 + length * length)
    }

    private static let halfLength = 60.0
}
