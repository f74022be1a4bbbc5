import LanguageModels
import MemoryModel
import MemoryStore
import Ranking
import TextAnalysis

/// Finds what was learned: skills, policies and world models. There are few of them beside the traces, so each is judged
/// by itself, by the gate that judges an answer.
struct ItemSearch {
    let analysed: AnalysedQuery
    /// Against the traces: which of its words the memory knows at all.
    let question: WeighedQuestion
    let meaning: VectorChannel.Findings?
    let options: RecallOptions
    let gate: AbstentionGate
    let kinship: (any WordKinship)?

    private var query: RecallQuery { analysed.query }

    /// - Parameter isAsked: whether this kind was asked for, so that the best there is will do.
    func hits(_ kind: ItemKind, limit: Int, isAsked: Bool, in reader: MemoryReader) throws -> [ItemHit] {
        guard limit > 0, isAsked || !question.saysTooLittle else { return [] }
        let hits = try judged(kind, in: reader, where: isUsable).filter { isAsked || $1.isLetIn }.map {
            candidate, judgement in
            ItemHit(
                head: candidate.head, guidance: candidate.telling.guidance, score: judgement.score,
                probability: judgement.probability,
                snippet: Snippet.choose(
                    from: candidate.telling.words, weights: question.weightOfTerm, around: TraceSnippet.length))
        }.sorted { ($0.score, $0.head.row) > ($1.score, $1.head.row) }
        let floor = (hits.first?.score ?? 0) * options.relativeFloor
        return Array(hits.prefix(limit).filter { $0.score >= floor })
    }

    /// Every skill that words or meaning bring up, and one that is asked after, with what decides about it before a turn;
    /// best first.
    func verdicts(on skill: ItemHead?, limit: Int, in reader: MemoryReader) throws -> [SkillVerdict] {
        let judged = try judged(.skill, in: reader, with: skill) { query.scope.contains($0.owner) }
            .sorted { ($0.1.score, $0.0.head.row) > ($1.1.score, $1.0.head.row) }
        let best = judged.first { isUsable($0.0.head) && $0.1.isLetIn }?.1.score ?? 0
        var shown = 0
        return judged.map { candidate, judgement in
            var reason: SkillVerdict.Reason?
            if candidate.head.status == .archived {
                reason = .archived
            } else if !isUsable(candidate.head) {
                reason = .unreliable
            } else if question.saysTooLittle {
                reason = .saysTooLittle
            } else if !judgement.isLetIn || judgement.score < best * options.relativeFloor {
                reason = .unlikely
            } else if shown >= limit {
                reason = .crowdedOut
            } else {
                shown += 1
            }
            return SkillVerdict(
                head: candidate.head, score: judgement.score, probability: judgement.probability,
                parts: judgement.parts, trust: judgement.trust, reason: reason)
        }
    }

    /// - Parameter extra: one that is judged although nothing brings it up.
    private func judged(
        _ kind: ItemKind, in reader: MemoryReader, with extra: ItemHead? = nil, where isWanted: (ItemHead) -> Bool
    ) throws -> [(Candidate, Judgement)] {
        let statistics = try reader.tierStatistics(of: analysed.terms.map(\.text), kind: kind)
        guard statistics.documents > 0 else { return [] }
        let weights = TermWeights(counts: statistics.counts, documents: statistics.documents)
        let words = try reader.tierMatches(
            kind, analysed.terms.map { WeightedTerm(text: $0.text, weight: weights.weight($0)) }, scope: query.scope,
            limit: Self.candidates
        )
        let cosines = meaning?.items[kind] ?? [:]
        let rows = Set(words.map(\.row)).union(cosines.keys)
        var heads = try reader.tierHeads(kind, of: rows).filter { isWanted($0.value) }
        if let extra { heads[extra.row] = extra }
        let told = try reader.tellings(kind, rows: heads.keys.sorted())
        let candidates = heads.keys.sorted().compactMap { row -> Candidate? in
            guard let head = heads[row], let telling = told[row] else { return nil }
            return Candidate(head: head, telling: telling, cosine: cosines[row])
        }
        let judged = kind == .worldModel ? byGate(candidates, statistics) : byKind(candidates, statistics)
        return Array(zip(candidates, judged))
    }

    private struct Candidate {
        var head: ItemHead
        var telling: ItemTelling
        var cosine: Double?
    }

    private struct Judgement {
        var score: Double
        var probability: Double
        var isLetIn: Bool
        /// What the score is made of, as far as its kind has parts.
        var parts: [(name: String, value: Double)] = []
        /// What its reliability, and that others made it, makes of its score: a factor.
        var trust = 1.0
    }

    /// What a place is like answers a question as a trace does.
    private func byGate(_ candidates: [Candidate], _ statistics: TierStatistics) -> [Judgement] {
        let absent = question.share { term in
            question.frequency(of: term) == 0 && statistics.counts[term.text] ?? 0 == 0
        }
        return candidates.map { candidate in
            let cosine = candidate.cosine ?? 0
            let evidence = AbstentionGate.Evidence(
                nearest: cosine, fifthNearest: cosine,
                matched: question.matchedShare(of: question.matcher.terms(in: candidate.telling.words)),
                absent: absent, documents: statistics.documents
            )
            let probability = gate.probability(of: evidence, question: question, background: meaning?.background)
            return Judgement(
                score: probability * teamFactor(candidate.head), probability: probability,
                isLetIn: probability >= gate.fit.threshold)
        }
    }

    /// How something is done is known by the kind of work that is asked for.
    private func byKind(_ candidates: [Candidate], _ statistics: TierStatistics) -> [Judgement] {
        let ranking = SkillRanking(question: question, statistics: statistics)
        let kindred = kinship?.coverage(of: question.words, by: candidates.map(\.telling.asked)) ?? []
        let reliability = options.fit.reliabilityShare
        return candidates.enumerated().map { index, candidate in
            let fit = ranking.fit(
                cues: candidate.telling.cues, examples: candidate.telling.examples,
                imagined: candidate.telling.imagined,
                kindred: kindred.isEmpty ? 0 : kindred[index], cosine: candidate.cosine,
                background: meaning?.background)
            let proved = candidate.head.reliability.map { 1 - reliability + reliability * $0 } ?? 1
            let trust = proved * teamFactor(candidate.head)
            return Judgement(
                score: fit.relevance * trust, probability: fit.probability, isLetIn: fit.probability >= 0.5,
                parts: fit.parts, trust: trust)
        }
    }

    private func teamFactor(_ head: ItemHead) -> Double { head.origin == nil ? 1 : options.teamWeight }

    private func isUsable(_ head: ItemHead) -> Bool {
        guard query.scope.contains(head.owner), !query.excluded.contains(head.id) else { return false }
        switch head.kind {
        case .skill: return head.status != .archived && head.reliability ?? 0 >= Self.leastReliability
        case .worldModel: return head.status == .active && head.confidence ?? 0 >= Self.leastConfidence
        case .policy: return head.status == .active
        }
    }

    /// Hits by words that are looked at.
    private static let candidates = 40
    private static let leastReliability = 0.1
    private static let leastConfidence = 0.2
}
