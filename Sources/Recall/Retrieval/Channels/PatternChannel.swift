import MemoryModel
import MemoryStore
import TextAnalysis

/// Names that mean one thing: identifiers, paths, versions, numbers, whole as they were written. Words are not its
/// business.
struct PatternChannel: Channel {
    let name = ChannelName.pattern

    func hits(for query: AnalysedQuery, in reader: MemoryReader) throws -> [ChannelHit] {
        let names = query.terms.filter(\.isName)
        guard !names.isEmpty else { return [] }
        let weights = try TermWeights(of: names, in: reader)
        let searched = names.filter { weights.frequency($0) > 0 && weights.frequency($0) <= Self.tellingFrequency }
        return try reader.keywordMatches(
            searched.map { WeightedTerm(text: $0.text, weight: weights.weight($0)) }, scope: query.query.scope,
            limit: Self.limit
        ).map { ChannelHit(row: $0.row, score: $0.score) }
    }

    /// A name that stands in more documents than this tells nothing apart.
    private static let tellingFrequency: Int64 = 500
    private static let limit = 40
}
