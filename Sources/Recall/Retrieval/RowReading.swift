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
        var speaker: String?
        var features: Features<RowFeature>
    }

    private(set) var rows: [Row] = []

    /// - Parameter question: as it was analysed, with its terms' weights.
    init(_ pool: CandidatePool, question: WeighedQuestion, options: RecallOptions, in reader: MemoryReader) throws {
        // What stands beside a candidate and has some of the words is read too.
        let beside = pool.rows.flatMap { pool.conversation.neighbours(of: $0.row) }
            .filter { $0.distance == 0 && pool.words[$0.row] != nil }.map(\.row)
        let cards = try reader.cards(of: Set(pool.rows.map(\.row) + beside))
        let texts = cards.mapValues(\.text)
        let terms = texts.mapValues(question.matcher.terms(in:))
        let speakers = texts.compactMapValues(Speakers.leading(of:))
        let known = Set(speakers.values)
        let asked = known.isEmpty ? [] : Speakers.asked(in: question.text, among: known)
        let names = question.names(of: asked)
        let companions = Companions(of: pool.rows.compactMap { texts[$0.row] }, besides: question.matcher)

        var read: [Row] = []
        for (index, candidate) in pool.rows.enumerated() {
            guard let card = cards[candidate.row], let text = texts[candidate.row] else { continue }
            var row = Row(
                candidate: candidate, card: card, text: text, terms: terms[candidate.row] ?? [],
                speaker: speakers[candidate.row], features: Features()
            )
            let window = pool.conversation.neighbours(of: candidate.row).filter { $0.distance == 0 }
                .reduce(row.terms) { $0.union(terms[$1.row] ?? []) }
            row.features[.coverage] = question.share(of: row.terms, without: names)
            row.features[.windowCoverage] = question.share(of: window, without: names)
            row.features[.rarest] = question.rarest(of: row.terms, without: names)
            row.features[.companions] = companions.strength(of: index)
            row.features[.askedSpeaker] = row.speaker.map { asked.contains($0) ? 1 : 0 } ?? 0
            row.features[.otherSpeaker] = asked.isEmpty ? 0 : row.speaker.map { asked.contains($0) ? 0 : 1 } ?? 0
            read.append(row)
        }
        let strengths = Strengths(read, question: question, names: names)
        let mostWords = max(strengths.words.max() ?? 0, .leastNonzeroMagnitude)
        let mostAllWords = max(read.map(\.candidate.words).max() ?? 0, .leastNonzeroMagnitude)
        for index in read.indices {
            read[index].features[.words] = strengths.words[index] / mostWords
            read[index].features[.allWords] = read[index].candidate.words / mostAllWords
            Self.addMeaning(&read[index], question: question, answered: pool.answered, options: options)
            Self.addKind(&read[index], question: question)
        }
        rows = read
    }

    private static func addMeaning(
        _ row: inout Row, question: WeighedQuestion, answered: Double, options: RecallOptions
    ) {
        let candidate = row.candidate
        row.features[.names] = candidate.names
        row.features[.faults] = candidate.faults
        let known = question.known * options.meaningWeight
        let near = max(0, candidate.deviations - 1)
        row.features[.meaning] = min(max(candidate.deviations, -1), 6) * known
        row.features[.nearMeaning] = near * known
        row.features[.meaningBesideWords] = row.features[.meaning] * answered
        // A short line gains more from what stands around it than a long one, which would say it itself.
        let need = Self.need(length: candidate.place.length)
        row.features[.neighbourWords] = need * candidate.neighbourWords * options.neighbourWeight
        row.features[.neighbourMeaning] = need * candidate.neighbourMeaning * known * options.neighbourWeight
        row.features[.sessionWords] = need * candidate.sessionWords * options.sessionWeight
        row.features[.sessionMeaning] = need * candidate.sessionMeaning * known * options.sessionWeight
    }

    private static func addKind(_ row: inout Row, question: WeighedQuestion) {
        let cues = TextCues(of: row.text)
        let length = Double(row.candidate.place.length)
        let short = 1 / (1 + (length / 60) * (length / 60))
        func flag(_ cue: TextCues) -> Double { cues.contains(cue) ? 1 : 0 }
        row.features[.firstPerson] = flag(.firstPerson)
        row.features[.preference] = flag(.preference)
        row.features[.instruction] = flag(.instruction)
        row.features[.courtesy] = flag(.courtesyOnly)
        row.features[.code] = flag(.hasCode)
        row.features[.questions] = SentenceMarks.shareOfQuestions(in: row.text)
        row.features[.length] = logarithm(max(5, length))
        if question.cues.contains(.asksAdvice) {
            row.features[.adviceFirstPerson] = flag(.firstPerson) * short
            row.features[.advicePreference] = flag(.preference) * short
            row.features[.adviceMeaning] = row.features[.nearMeaning]
            row.features[.adviceWords] = row.features[.words]
            row.features[.adviceLength] = row.features[.length]
        }
        if question.cues.contains(.asksTime) { row.features[.timeDate] = flag(.hasDate) }
        if question.cues.contains(.asksCount) { row.features[.countNumber] = flag(.hasNumber) }
        if !question.times.isEmpty {
            row.features[.timeMatch] = TimeMatch.score(
                question.times, rowTime: row.card.head.at,
                events: TimeExpressions.eventRanges(in: row.text, at: row.card.head.at)
            )
        }
    }

    /// `1 / (1 + (length / l₀)⁴)`: nearly all up to a hundred terms, half at l₀, nearly nothing at four hundred.
    private static func need(length: Int) -> Double {
        let share = Double(length) / halfLength
        return 1 / (1 + share * share * share * share)
    }

    /// l₀, in terms.
    private static let halfLength = 200.0
}

/// The strength of words once it is known which of the question's terms name who speaks: they stand in half of all rows
/// and are told by who says a row, not by its words.
private struct Strengths {
    let words: [Double]

    init(_ rows: [RowReading.Row], question: WeighedQuestion, names: TermMatcher.Set) {
        guard !names.isEmpty else {
            words = rows.map(\.candidate.words)
            return
        }
        // The keyword channel has weighed all terms; what it gave for the names is taken off, term frequency being 1.
        words = rows.map { row in
            let all = question.matcher.weight(of: row.terms, by: question.weights)
            let rest = question.matcher.weight(of: row.terms.subtracting(names), by: question.weights)
            return all > 0 ? row.candidate.words * rest / all : 0
        }
    }
}
