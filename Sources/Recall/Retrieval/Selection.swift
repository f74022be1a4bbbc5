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
        /// Strength of words, meaning and surroundings together, relative to the strongest.
        var fused: Double
        var score: Double
        var isLent: Bool
    }

    mutating func select(
        from hits: [ChannelName: [ChannelHit]], meaning findings: VectorChannel.Findings?, in reader: MemoryReader
    ) throws -> RecallResult {
        let weights = try TermWeights(of: analysed.terms, in: reader)
        let strengths = try fuse(hits, findings, weights: weights, in: reader)
        let heads = try reader.heads(of: strengths.prefix(max(Self.poolLimit, query.topK.traces * 6)).map(\.row))
        var contenders = contenders(strengths, heads: heads)
        let faulty = Set((hits[.errorSignature] ?? []).map(\.row))
        // Which of the steps with the same fault is meant, their own words say, not what stands around them.
        let words = relativeStrengths(hits)
        let repairs = try FaultRepairs(faults: Set(analysed.errorSignatures), reader: reader)
            .repairs(
                of: contenders.map(\.head.row).filter(faulty.contains)
                    .sorted { (words[$0] ?? 0, $0) > (words[$1] ?? 0, $1) })
        contenders = repairedFirst(contenders, hits: hits, words: words, repairs: repairs)
        let pool = max(query.topK.traces * Self.poolFactor, Self.smallestPool)
        contenders = Array(contenders.prefix(pool))
        let traces = try reader.traces(rows: contenders.map(\.head.row))
        let terms = contenders.map { traces[$0.head.row].map(Self.terms(of:)) ?? [] }
        if query.mayAbstain,
            let reason = gate(contenders: contenders, terms: terms, hits: hits, findings: findings, weights: weights)
        {
            explanation.abstained = reason
            explanation.dropped += contenders.prefix(Self.explained).map { ($0.head.id.rawValue, reason) }
            return RecallResult(hits: [], explanation: explanation)
        }
        let picked = MaximalMarginalRelevance.select(
            relevance: contenders.map(\.score), limit: query.topK.traces, lambda: options.mmrLambda
        ) { Self.redundancy(terms[$0], terms[$1]) }
        explain(contenders: contenders, picked: picked, hits: ranked(hits, findings))
        let snippetWeights = Dictionary(analysed.terms.map { ($0.text, weights.weight($0)) }) { first, _ in first }
        let result = picked.compactMap { index -> RecallHit? in
            guard let trace = traces[contenders[index].head.row] else { return nil }
            return RecallHit(
                trace: trace, row: contenders[index].head.row, score: contenders[index].score,
                snippet: TraceSnippet.text(of: trace, weights: snippetWeights),
                repair: repairs[contenders[index].head.row].map { RepairNote($0, weights: snippetWeights) }
            )
        }
        return RecallResult(hits: result, weights: snippetWeights, explanation: explanation)
    }

    /// Words and meaning become one strength, and what stands around a hit is lent to.
    private func fuse(
        _ hits: [ChannelName: [ChannelHit]], _ findings: VectorChannel.Findings?, weights: TermWeights,
        in reader: MemoryReader
    ) throws -> [ContextLending.Strength] {
        let words = relativeStrengths(hits)
        let whole = analysed.terms.reduce(0) { $0 + weights.weight($1) }
        let best = hits[.keyword]?.first?.score ?? 0
        let answered = whole > 0 ? min(1, best / whole) : 0
        var meaning =
            findings.map {
                MeaningStrength(weight: options.meaningWeight).strengths(of: $0, answered: answered)
            } ?? [:]
        // That the fault is the same is no matter of wording, so it counts on top of the words, and nobody is lent it.
        for hit in hits[.errorSignature] ?? [] { meaning[hit.row, default: 0] += Self.faultWeight * hit.score }
        let lending = ContextLending(neighbourWeight: options.neighbourWeight, sessionWeight: options.sessionWeight)
        let rows = lending.surroundings(of: words).union(words.keys).union(meaning.keys)
        return lending.lend(words: words, meaning: meaning, places: try reader.places(of: rows, scope: query.scope))
    }

    /// Strongest first, without what the asker has seen, down to the relative floor.
    private mutating func contenders(
        _ strengths: [ContextLending.Strength], heads: [Int64: TraceHead]
    ) -> [Contender] {
        var result: [Contender] = []
        for strength in strengths {
            guard let head = heads[strength.row] else { continue }
            if let reason = exclusion(of: head) {
                explanation.dropped.append((head.id.rawValue, reason))
                continue
            }
            if query.mayAbstain, strength.value < options.relativeFloor {
                if explanation.dropped.count < Self.explained {
                    explanation.dropped.append((head.id.rawValue, "below the relative floor"))
                }
                continue
            }
            let priority = PriorityDecay.priority(value: head.value, ageMilliseconds: query.at - head.at)
            let isJudged = head.value != 0 && query.entry != .repair
            let score = !isJudged ? strength.value : 0.6 * strength.value + 0.4 * priority
            result.append(
                Contender(head: head, fused: strength.value, score: min(1, score), isLent: strength.isLent)
            )
        }
        return result.sorted { ($0.score, $0.head.row) > ($1.score, $1.head.row) }
    }

    /// Of the steps that showed equally many of the faults, those that tell how it was mended take the best places. Who
    /// asks for repairs gets them before all else.
    private func repairedFirst(
        _ contenders: [Contender], hits: [ChannelName: [ChannelHit]], words: [Int64: Double], repairs: [Int64: Repair]
    ) -> [Contender] {
        let shares = Dictionary((hits[.errorSignature] ?? []).map { ($0.row, $0.score) }) { first, _ in first }
        guard !shares.isEmpty else { return contenders }
        let isAsked = query.entry == .repair
        let groups = Dictionary(
            grouping: contenders.indices.filter { isAsked || shares[contenders[$0].head.row] != nil }
        ) { isAsked ? 0 : shares[contenders[$0].head.row] ?? 0 }
        var result = contenders
        for places in groups.values {
            let shown = places.filter { shares[contenders[$0].head.row] != nil }
                .sorted { (words[contenders[$0].head.row] ?? 0, $1) > (words[contenders[$1].head.row] ?? 0, $0) }
            let mended = shown.filter { repairs[contenders[$0].head.row] != nil }
            let faulty = shown.filter { repairs[contenders[$0].head.row] == nil }
            let others = places.filter { shares[contenders[$0].head.row] == nil }
            for (place, member) in zip(places, mended + faulty + others) {
                result[place] = contenders[member]
                result[place].fused = contenders[place].fused
                result[place].score = contenders[place].score
            }
        }
        return result
    }

    /// The strongest reason a trace is among the hits, in words.
    private static func rule(for contender: Contender, hits: [ChannelName: [ChannelHit]]) -> String {
        let row = contender.head.row
        if contender.isLent { return "stands beside the words" }
        if hits[.errorSignature]?.contains(where: { $0.row == row }) ?? false { return "same error" }
        if hits[.pattern]?.contains(where: { $0.row == row }) ?? false { return "same name" }
        if hits[.keyword]?.contains(where: { $0.row == row }) ?? false { return "has the words" }
        return "means the same"
    }

    /// All rankings, for the explanation.
    private func ranked(
        _ hits: [ChannelName: [ChannelHit]], _ findings: VectorChannel.Findings?
    ) -> [ChannelName: [ChannelHit]] {
        guard let findings else { return hits }
        return hits.merging([.vector: findings.traces]) { words, _ in words }
    }

    private func exclusion(of head: TraceHead) -> String? {
        if query.excluded.contains(head.id.rawValue) { return "shown before in this session" }
        if let since = query.visibleSince, head.session == query.session, head.at >= since {
            return "still visible in this session"
        }
        return nil
    }

    /// The channels of words, each relative to its best hit; a trace's strength is its greatest.
    private func relativeStrengths(_ hits: [ChannelName: [ChannelHit]]) -> [Int64: Double] {
        var strengths: [Int64: Double] = [:]
        for (name, list) in hits where name != .errorSignature {
            guard let best = list.first?.score, best > 0 else { continue }
            for hit in list { strengths[hit.row] = max(strengths[hit.row] ?? 0, hit.score / best) }
        }
        return strengths
    }

    private mutating func gate(
        contenders: [Contender], terms: [Set<String>], hits: [ChannelName: [ChannelHit]],
        findings: VectorChannel.Findings?, weights: TermWeights
    ) -> String? {
        guard !contenders.isEmpty else { return "nothing new to show" }
        if let faults = hits[.errorSignature], !faults.isEmpty { return nil }
        let gate = AbstentionGate(terms: analysed.terms, weights: weights)
        let shown = contenders.prefix(query.topK.traces)
        var evidence = terms.prefix(shown.count).map(gate.evidence(in:)).max { $0.coverage < $1.coverage }
        if let findings, findings.trust * findings.known >= AbstentionGate.trusted {
            let rows = Set(shown.map(\.head.row))
            evidence?.similarity = findings.traces.first { rows.contains($0.row) }?.score
        }
        explanation.coverage = evidence?.coverage
        explanation.similarity = evidence?.similarity
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
                    fused: contender.fused, score: contender.score, rule: Self.rule(for: contender, hits: hits)
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

    /// What a trace with all of the question's faults has beside its words, the best hit by words being 1.
    private static let faultWeight = 2.0
    private static let poolLimit = 120
    private static let poolFactor = 4
    private static let smallestPool = 12
    /// How many dropped traces an explanation names.
    private static let explained = 40
}
