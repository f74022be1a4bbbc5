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
        if kind == .skill { return try skills(limit: limit, isAsked: isAsked, in: reader) }
        let statistics = try reader.tierStatistics(of: analysed.terms.map(\.text), kind: kind)
        guard statistics.documents > 0 else { return [] }
        let weights = TermWeights(counts: statistics.counts, documents: statistics.documents)
        let words = try reader.tierMatches(
            kind, analysed.terms.map { WeightedTerm(text: $0.text, weight: weights.weight($0)) }, scope: query.scope,
            limit: Self.candidates
        )
        let cosines = meaning?.items[kind] ?? [:]
        let rows = Set(words.map(\.row)).union(cosines.keys)
        let heads = try reader.tierHeads(kind, of: rows).filter { isUsable($0.value) }
        let told = try reader.tellings(kind, rows: Array(heads.keys))
        let absent = question.share { term in
            question.frequency(of: term) == 0 && statistics.counts[term.text] ?? 0 == 0
        }
        let share = options.fit.reliabilityShare
        var hits: [ItemHit] = []
        for (row, head) in heads {
            guard let telling = told[row] else { continue }
            let cosine = cosines[row] ?? 0
            let evidence = AbstentionGate.Evidence(
                nearest: cosine, fifthNearest: cosine,
                matched: question.matchedShare(of: question.matcher.terms(in: telling.words)), absent: absent,
                documents: statistics.documents
            )
            let probability = gate.probability(of: evidence, question: question, background: meaning?.background)
            if !isAsked, probability < gate.fit.threshold { continue }
            let score = head.reliability.map { (1 - share) * probability + share * $0 }
            hits.append(
                ItemHit(
                    head: head, guidance: telling.guidance, score: score ?? probability, probability: probability,
                    snippet: Snippet.choose(
                        from: telling.words, weights: question.weightOfTerm, around: TraceSnippet.length)
                )
            )
        }
        hits.sort { ($0.score, $0.head.row) > ($1.score, $1.head.row) }
        let floor = (hits.first?.score ?? 0) * options.relativeFloor
        return Array(hits.prefix(limit).filter { $0.score >= floor })
    }

    private func skills(limit: Int, isAsked: Bool, in reader: MemoryReader) throws -> [ItemHit] {
        let statistics = try reader.tierStatistics(of: analysed.terms.map(\.text), kind: .skill)
        guard statistics.documents > 0 else { return [] }
        let ranking = SkillRanking(question: question, statistics: statistics)
        let weights = TermWeights(counts: statistics.counts, documents: statistics.documents)
        let words = try reader.tierMatches(
            .skill, analysed.terms.map { WeightedTerm(text: $0.text, weight: weights.weight($0)) }, scope: query.scope,
            limit: Self.skillCandidates
        )
        let cosines = meaning?.items[.skill] ?? [:]
        let rows = Set(words.map(\.row)).union(cosines.keys)
        let heads = try reader.tierHeads(.skill, of: rows).filter { isUsable($0.value) }
        let told = try reader.items(Skill.self, rows: heads.keys.sorted())
        let order = told.keys.sorted()
        let texts = order.map { Self.asked(told[$0]) }
        let kindred = kinship?.coverage(of: question.words, by: texts) ?? []
        let reliability = options.fit.reliabilityShare
        var hits: [ItemHit] = []
        for (index, row) in order.enumerated() {
            guard let skill = told[row], let head = heads[row] else { continue }
            let fit = ranking.fit(
                cues: Self.cues(skill), examples: skill.procedure.examples.joined(separator: "\n"),
                kindred: kindred.isEmpty ? 0 : kindred[index], cosine: cosines[row],
                background: meaning?.background)
            if !isAsked, fit.probability < 0.5 { continue }
            hits.append(
                ItemHit(
                    head: head, guidance: skill.guidance,
                    score: fit.relevance * (1 - reliability + reliability * skill.reliability),
                    probability: fit.probability,
                    snippet: Snippet.choose(
                        from: skill.words, weights: question.weightOfTerm, around: TraceSnippet.length)
                ))
        }
        hits.sort { ($0.score, $0.head.row) > ($1.score, $1.head.row) }
        let floor = (hits.first?.score ?? 0) * options.relativeFloor
        return Array(hits.prefix(limit).filter { $0.score >= floor })
    }

    private static func cues(_ skill: Skill) -> String {
        let procedure = skill.procedure
        let told = procedure.steps.isEmpty ? [skill.invocationGuide] : procedure.steps
        return ([skill.name, skill.summary] + procedure.cues + [procedure.scope.applies] + told).joined(separator: "\n")
    }

    /// How people ask for a skill, and what it is about: what kindred words are looked for in.
    private static func asked(_ skill: Skill?) -> String {
        guard let skill else { return "" }
        return ([skill.summary] + skill.procedure.examples + skill.procedure.cues).joined(separator: "\n")
    }

    private func isUsable(_ head: ItemHead) -> Bool {
        guard query.scope.contains(head.owner), !query.excluded.contains(head.id) else { return false }
        switch head.kind {
        case .skill: return head.status != .archived && head.reliability ?? 0 >= Self.leastReliability
        case .worldModel: return head.status == .active && head.confidence ?? 0 >= Self.leastConfidence
        case .policy: return head.status == .active
        }
    }

    /// Hits by words that are looked at.
    private static let candidates = 20
    private static let skillCandidates = 40
    private static let leastReliability = 0.1
    private static let leastConfidence = 0.2
}

/// What an item says.
struct ItemTelling: Sendable {
    var words: String
    var guidance: DecisionGuidance
}

extension MemoryReader {
    fileprivate func tellings(_ kind: ItemKind, rows: [Int64]) throws -> [Int64: ItemTelling] {
        switch kind {
        case .skill:
            try items(Skill.self, rows: rows).mapValues { ItemTelling(words: $0.words, guidance: $0.guidance) }
        case .policy:
            try items(Policy.self, rows: rows).mapValues { ItemTelling(words: $0.words, guidance: $0.guidance) }
        case .worldModel:
            try items(WorldModel.self, rows: rows).mapValues { ItemTelling(words: $0.words, guidance: .none) }
        }
    }
}
