import MemoryMath
import MemoryModel
import MemoryStore
import TextAnalysis

/// From the channels' rankings to the few traces that are returned. Every trace that falls out is named with its reason.
struct Selection {
    let analysed: AnalysedQuery
    let options: RecallOptions
    var explanation: RecallExplanation

    private var query: RecallQuery { analysed.query }

    init(analysed: AnalysedQuery, options: RecallOptions, explanation: RecallExplanation) {
        self.analysed = analysed
        self.options = options
        self.explanation = explanation
    }

    /// A trace on its way through the selection.
    private struct Contender {
        var head: TraceHead
        var fused: Double
        var score: Double
    }

    mutating func select(from hits: [ChannelName: [ChannelHit]], in reader: MemoryReader) throws -> RecallResult {
        let fused = ReciprocalRankFusion.scores(hits.values.map { $0.map(\.row) })
        let order = fused.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        let heads = try reader.heads(of: order.prefix(max(Self.poolLimit, query.topK.traces * 6)).map(\.key))
        var contenders = contenders(order: order, heads: heads, hits: hits)
        let pool = max(query.topK.traces * Self.poolFactor, Self.smallestPool)
        contenders = Array(contenders.prefix(pool))
        let traces = try reader.traces(rows: contenders.map(\.head.row))
        let terms = contenders.map { traces[$0.head.row].map(Self.terms(of:)) ?? [] }
        let weights = try TermWeights(of: analysed.terms, in: reader)
        if query.mayAbstain, let reason = gate(contenders: contenders, terms: terms, hits: hits, weights: weights) {
            explanation.abstained = reason
            explanation.dropped += contenders.prefix(Self.explained).map { ($0.head.id.rawValue, reason) }
            return RecallResult(hits: [], explanation: explanation)
        }
        let picked = MaximalMarginalRelevance.select(
            relevance: contenders.map(\.score), limit: query.topK.traces, lambda: options.mmrLambda
        ) { Self.redundancy(terms[$0], terms[$1]) }
        explain(contenders: contenders, picked: picked, hits: hits)
        let snippetWeights = Dictionary(analysed.terms.map { ($0.text, weights.weight($0)) }) { first, _ in first }
        let result = picked.compactMap { index -> RecallHit? in
            guard let trace = traces[contenders[index].head.row] else { return nil }
            return RecallHit(
                trace: trace, score: contenders[index].score,
                snippet: TraceSnippet.text(of: trace, weights: snippetWeights)
            )
        }
        return RecallResult(hits: result, explanation: explanation)
    }

    /// Fused order, without what the asker has seen, down to the relative floor.
    private mutating func contenders(
        order: [(key: Int64, value: Double)], heads: [Int64: TraceHead], hits: [ChannelName: [ChannelHit]]
    ) -> [Contender] {
        let strengths = relativeStrengths(hits)
        let best = order.first?.value ?? 1
        var result: [Contender] = []
        for (row, fused) in order {
            guard let head = heads[row] else { continue }
            if let reason = exclusion(of: head) {
                explanation.dropped.append((head.id.rawValue, reason))
                continue
            }
            let strength = strengths[row] ?? 0
            if query.mayAbstain, strength < options.relativeFloor {
                if explanation.dropped.count < Self.explained {
                    explanation.dropped.append((head.id.rawValue, "below the relative floor"))
                }
                continue
            }
            let relevance = 0.5 * fused / best + 0.5 * strength
            let priority = PriorityDecay.priority(value: head.value, ageMilliseconds: query.at - head.at)
            let score = head.value == 0 ? relevance : 0.6 * relevance + 0.4 * priority
            result.append(
                Contender(head: head, fused: fused, score: min(1, score))
            )
        }
        return result.sorted { ($0.score, $0.head.row) > ($1.score, $1.head.row) }
    }

    /// The strongest reason a trace is among the hits, in words.
    private static func rule(for row: Int64, hits: [ChannelName: [ChannelHit]]) -> String {
        if hits[.errorSignature]?.contains(where: { $0.row == row }) ?? false { return "same error" }
        if hits[.pattern]?.contains(where: { $0.row == row }) ?? false { return "same name" }
        let isLent = hits[.keyword]?.first { $0.row == row }?.isLent ?? false
        return isLent ? "stands beside the words" : "has the words"
    }

    private func exclusion(of head: TraceHead) -> String? {
        if query.excluded.contains(head.id.rawValue) { return "shown before in this session" }
        if let since = query.visibleSince, head.session == query.session, head.at >= since {
            return "still visible in this session"
        }
        return nil
    }

    /// Each channel's scores relative to its best; a trace's strength is its greatest.
    private func relativeStrengths(_ hits: [ChannelName: [ChannelHit]]) -> [Int64: Double] {
        var strengths: [Int64: Double] = [:]
        for list in hits.values {
            guard let best = list.first?.score, best > 0 else { continue }
            for hit in list { strengths[hit.row] = max(strengths[hit.row] ?? 0, hit.score / best) }
        }
        return strengths
    }

    private mutating func gate(
        contenders: [Contender], terms: [Set<String>], hits: [ChannelName: [ChannelHit]], weights: TermWeights
    ) -> String? {
        guard !contenders.isEmpty else { return "nothing new to show" }
        if let faults = hits[.errorSignature], !faults.isEmpty { return nil }
        let gate = AbstentionGate(terms: analysed.terms, weights: weights)
        let evidence = terms.prefix(query.topK.traces).map(gate.evidence(in:)).max { $0.coverage < $1.coverage }
        explanation.coverage = evidence?.coverage
        return evidence.flatMap(gate.reasonToAbstain)
    }

    private mutating func explain(contenders: [Contender], picked: [Int], hits: [ChannelName: [ChannelHit]]) {
        let ranks = hits.mapValues { list in
            Dictionary(list.enumerated().map { ($0.element.row, ($0.offset + 1, $0.element.score)) }) { first, _ in
                first
            }
        }
        for index in picked {
            let contender = contenders[index]
            explanation.candidates.append(
                RecallExplanation.Candidate(
                    id: contender.head.id.rawValue,
                    channels: ChannelName.allCases.compactMap { name in
                        ranks[name]?[contender.head.row].map { (name.rawValue, $0.0, $0.1) }
                    },
                    fused: contender.fused, score: contender.score, rule: Self.rule(for: contender.head.row, hits: hits)
                )
            )
        }
        let chosen = Set(picked)
        for (index, contender) in contenders.enumerated() where !chosen.contains(index) {
            guard explanation.dropped.count < Self.explained else { return }
            explanation.dropped.append((contender.head.id.rawValue, "others said more or said it before"))
        }
    }

    private static func terms(of trace: Trace) -> Set<String> {
        Set(Terms.terms(in: TraceSnippet.source(of: trace)).map(\.text))
    }

    /// Only near repetition counts as redundancy: two lines about one thing are both welcome.
    private static func redundancy(_ a: Set<String>, _ b: Set<String>) -> Double {
        max(0, jaccardSimilarity(a, b) - 0.5) * 2
    }

    private static let poolLimit = 120
    private static let poolFactor = 4
    private static let smallestPool = 12
    /// How many dropped traces an explanation names.
    private static let explained = 40
}
