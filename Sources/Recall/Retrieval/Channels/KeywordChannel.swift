import MemoryStore
import TextAnalysis

/// BM25 over our own term stream.
struct KeywordChannel: Channel {
    let name = ChannelName.keyword
    let options: RecallOptions

    /// Scores are in weights of terms: their sum over the question's terms is what a text that has each of them once
    /// gets, when it is of mean length. How long the texts are is not looked at yet (`LengthNormalisation`).
    func hits(for query: AnalysedQuery, in reader: MemoryReader) throws -> [ChannelHit] {
        let weights = try TermWeights(of: query.terms, in: reader)
        let searched = searchedTerms(query.terms, weights: weights)
        return try reader.keywordMatches(
            searched.map { WeightedTerm(text: $0.text, weight: weights.weight($0)) }, scope: query.query.scope,
            limit: options.candidates
        ).map { ChannelHit(row: $0.row, score: $0.score) }
    }

    /// Frequent terms cost most and say least; the two rarest are always searched.
    private func searchedTerms(_ terms: [QueryTerm], weights: TermWeights) -> [QueryTerm] {
        let known = terms.filter { weights.frequency($0) > 0 }.sorted { weights.frequency($0) < weights.frequency($1) }
        let share = Int64(options.documentFrequencyCap * Double(weights.documents))
        let cap = min(max(Self.affordableFrequency, share), Self.unaffordableFrequency)
        return known.enumerated().filter { $0.offset < 2 || weights.frequency($0.element) <= cap }.map(\.element)
    }

    /// Scoring this many documents a term is cheap whatever their share.
    private static let affordableFrequency: Int64 = 1000
    /// Scoring more documents a term is dear whatever their share.
    private static let unaffordableFrequency: Int64 = 6000
}

/// The length part of BM25, applied after the first ranking: exact for a term frequency of 1, which is the common case,
/// and without a look at every document's size. `k1 = 1.2`, `b = 0.3`: steps differ in length for reasons that have
/// little to do with what they are about.
enum LengthNormalisation {
    private static let saturation = 1.2
    private static let strength = 0.3

    static func factor(length: Double, mean: Double) -> Double {
        (1 + saturation) / (1 + saturation * (1 - strength + strength * length / mean))
    }
}
