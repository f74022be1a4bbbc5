import MemoryModel
import MemoryStore
import TextAnalysis

/// A query as the channels see it: analysed once.
struct AnalysedQuery: Sendable {
    let query: RecallQuery
    /// As much of the question as is read.
    let text: String
    /// Terms that carry meaning; when there are none, all of them.
    let terms: [QueryTerm]
    let errorSignatures: [String]

    init(_ query: RecallQuery) {
        self.query = query
        text = String(query.text.prefix(Self.readCharacters))
        let all = Terms.queryTerms(in: text)
        let telling = all.filter { !$0.isStopword }
        terms = Array((telling.isEmpty ? all : telling).prefix(Self.maximumTerms))
        errorSignatures = ErrorSignatures.extract(from: query.text).map(\.text)
    }

    /// A prompt may be a pasted file: its beginning says what is asked.
    private static let readCharacters = 4000
    private static let maximumTerms = 48
}

/// Inverse document frequency with a prior of unseen documents, so that in a young memory of three traces a word is not
/// worthless because one of them has it: `ln(1 + (N' − df + 0.5) / (df + 0.5))`, `N' = N + 1000` (Robertson and Spärck
/// Jones, smoothed).
struct TermWeights: Sendable {
    private static let priorDocuments: Int64 = 1000

    let documents: Int64
    private let counts: [String: Int64]
    /// Terms in so many documents that they tell nothing apart, such as the name of somebody who speaks in half of them;
    /// they weigh nothing. None when all the terms are like that.
    private let commonplace: Set<String>

    init(counts: [String: Int64], documents: Int64) {
        self.counts = counts
        self.documents = documents
        let frequent = counts.filter { $0.value * Self.commonplaceShare > documents }.keys
        let known = counts.count { $0.value > 0 }
        commonplace = documents < Self.telling || frequent.count == known ? [] : Set(frequent)
    }

    init(of terms: [QueryTerm], in reader: MemoryReader) throws {
        let (counts, documents) = try reader.documentFrequencies(of: terms.map(\.text))
        self.init(counts: counts, documents: documents)
    }

    func frequency(_ term: QueryTerm) -> Int64 { counts[term.text] ?? 0 }

    func weight(_ term: QueryTerm) -> Double {
        commonplace.contains(term.text) ? 0 : rarity(of: term)
    }

    /// The weight before the commonplace terms are put aside: for what asks how far a text is about all of a question.
    func rarity(of term: QueryTerm) -> Double {
        let frequency = Double(frequency(term))
        return Self.kindFactor(term.kind)
            * logarithm(1 + (Double(documents + Self.priorDocuments) - frequency + 0.5) / (frequency + 0.5))
    }

    /// More than half of all documents, in a memory of some size.
    private static let commonplaceShare: Int64 = 2
    private static let telling: Int64 = 100

    /// A single Han character says much less than a pair.
    private static func kindFactor(_ kind: Terms.Kind) -> Double {
        kind == .han1 ? 0.35 : 1
    }
}

extension QueryTerm {
    /// Whether it names one thing, whole as it was written, and is no word.
    var isName: Bool { kind == .identifier || kind == .path || kind == .version }
}
