import LanguageModels
import MemoryAssembly
import MemoryModel
import MemoryStore
import VectorColumn

/// Simple rankings of the same turns, to see what ours adds.
struct Baselines {
    private let interview: Interview
    private let porter: PlainIndex
    private let trigram: PlainIndex

    init(_ interview: Interview) throws {
        self.interview = interview
        let texts = interview.home.turns.map(\.text)
        porter = try PlainIndex(texts, tokenizer: .porter)
        trigram = try PlainIndex(texts, tokenizer: .trigram)
    }

    func rankings(for question: CaseQuestion) async throws -> [RankingName: [RankedItem]] {
        let words = try await interview.searchByWords(question)
        let vectors = try await nearest(to: question)
        let fused = ReciprocalRanks.fuse([interview.turns(of: words), vectors]).prefix(interview.depth)
        return [
            .words: interview.ranked(words), .vectors: interview.ranked(turns: vectors),
            .fusion: interview.ranked(turns: Array(fused)),
            .porter: interview.ranked(
                turns: try await porter.ranking(for: question.text, limit: interview.depth)),
            .trigram: interview.ranked(
                turns: try await trigram.ranking(for: question.text, limit: interview.depth)),
        ]
    }

    /// Turns by the cosine of their best window.
    private func nearest(to question: CaseQuestion) async throws -> [Int] {
        let home = interview.home
        guard let set = home.vectors,
            let vector = try await set.embedder.embed([question.text], as: .query).first?.first
        else { return [] }
        let hits = try set.column.search(
            vector.components, limit: interview.depth * 2, filter: VectorFilter(kinds: [.traceState, .traceAction]))
        let heads = try await home.parts.database.read { try $0.heads(of: hits.map(\.item)) }
        var seen: Set<Int> = []
        let turns = hits.compactMap { hit in heads[hit.item].flatMap { home.turnOfTrace[$0.id] } }
        return Array(turns.filter { seen.insert($0).inserted }.prefix(interview.depth))
    }
}

/// Reciprocal rank fusion with equal weights (Cormack, Clarke and Büttcher 2009).
package enum ReciprocalRanks {
    package static func fuse(_ rankings: [[Int]]) -> [Int] {
        var sums: [Int: Double] = [:]
        for ranking in rankings {
            for (place, item) in ranking.enumerated() { sums[item, default: 0] += 1 / Double(constant + place + 1) }
        }
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private static let constant = 60
}
