import LanguageModels
import MemoryMath
import MemoryModel
import MemoryStore
import Ranking

/// From what the channels have found to the few traces that are returned: pool → reading → ranking → exclusions and floor
/// → gate → diversity. Every trace that falls out is named with its reason.
struct Selection {
    let analysed: AnalysedQuery
    let question: WeighedQuestion
    let options: RecallOptions
    private let kinship: (any WordKinship)?
    private var explanation: RecallExplanation
    private let findings: Findings

    private var query: RecallQuery { analysed.query }
    private var fit: RecallFit { options.fit }

    init(
        analysed: AnalysedQuery, question: WeighedQuestion, options: RecallOptions, findings: Findings,
        kinship: (any WordKinship)?
    ) {
        self.analysed = analysed
        self.question = question
        self.kinship = kinship
        self.options = options
        self.findings = findings
        explanation = findings.explanation
    }

    mutating func select(in reader: MemoryReader) throws -> RecallResult {
        guard query.topK.traces > 0, !findings.isEmpty else {
            if query.topK.traces > 0 { explanation.abstained = "no channel found anything" }
            return RecallResult(hits: [], explanation: explanation)
        }
        let pool = try CandidatePool(
            findings, question: question, fit: fit.pool, options: options, limit: poolSize, scope: query.scope,
            in: reader
        )
        if pool.rows.isEmpty {
            explanation.abstained = "nothing that was found stands out"
            return RecallResult(hits: [], explanation: explanation)
        }
        let reading = try RowReading(pool, question: question, kinship: kinship, in: reader)
        let eligible = try eligible(reading.rows, in: reader)
        if query.mayAbstain || query.isTraced { explain(verdict(on: eligible)) }
        var contenders = contenders(eligible)
        let order = RepairOrder(faults: Set(analysed.errorSignatures), isAsked: query.entry == .repair)
        let repairs = try order.repairs(of: contenders, in: reader)
        contenders = order.sorted(contenders, repairs: repairs)
        if query.mayAbstain, let reason = reasonToAbstain(contenders) {
            explanation.abstained = reason
            explain(contenders, picked: [], otherwise: reason)
            return RecallResult(hits: [], explanation: explanation)
        }
        if query.isTraced, !query.mayAbstain { explanation.wouldAbstain = reasonToAbstain(contenders) }
        let picked = Diversity(question: question, options: options).pick(
            contenders.prefix(query.topK.traces * Self.closeFactor).map {
                Diversity.Row(text: $0.row.text, terms: $0.row.terms, relevance: $0.score)
            },
            limit: query.topK.traces
        )
        explain(contenders, picked: picked, otherwise: "others said more or said it before")
        let traces = try reader.traces(rows: picked.map { contenders[$0].row.candidate.row })
        let weights = question.weightOfTerm
        let hits = picked.compactMap { index -> RecallHit? in
            guard let trace = traces[contenders[index].row.candidate.row] else { return nil }
            return RecallHit(
                trace: trace, row: contenders[index].row.candidate.row, score: contenders[index].score,
                snippet: TraceSnippet.text(of: trace, weights: weights),
                repair: repairs[contenders[index].row.candidate.row].map { RepairNote($0, weights: weights) }
            )
        }
        return RecallResult(hits: hits, weights: weights, explanation: explanation)
    }

    private var poolSize: Int {
        min(max(Self.smallestPool, query.topK.traces * Self.poolFactor), Self.largestPool)
    }

    /// Strongest first, without what the asker has seen.
    private mutating func eligible(_ rows: [RowReading.Row], in reader: MemoryReader) throws -> [Ranked] {
        let branches = query.branch == nil ? [:] : try reader.branches(ofTurns: Set(rows.map(\.card.head.turn)))
        var result: [Ranked] = []
        for row in rows {
            if let reason = exclusion(of: row.card.head) {
                drop(row, reason)
                continue
            }
            let strength = fit.ranking.score(row.features)
            let closeness = Closeness(row.card.head, branch: branches[row.card.head.turn], to: query)
            result.append(Ranked(row: row, strength: strength, closeness: closeness))
        }
        return result.sorted { ($0.rank, $0.closeness.value, $0.key) > ($1.rank, $1.closeness.value, $1.key) }
    }

    /// With their relevance, best first, down to the relative floor.
    private mutating func contenders(_ ranked: [Ranked]) -> [Contender] {
        guard let best = ranked.first?.rank else { return [] }
        var result: [Contender] = []
        for candidate in ranked {
            let relevance = exponential((candidate.rank - best) / Ranked.steps)
            if query.mayAbstain, relevance < options.relativeFloor {
                if mayNameMore { drop(candidate.row, "below the relative floor") }
                continue
            }
            // Who asks for repairs wants what failed as well.
            let worth = query.entry == .repair ? 1 : worth(of: candidate.row.card)
            result.append(Contender(row: candidate.row, strength: candidate.strength, score: relevance * worth))
        }
        let greatest = max(1, result.map(\.score).max() ?? 1)
        for index in result.indices { result[index].score /= greatest }
        // Sorting is stable, so equals stay as they were ranked.
        return result.sorted { $0.score > $1.score }
    }

    /// What a step's value does to its relevance: what helped rises with its priority, what did harm sinks, and what has no
    /// value stays where it is; what a person pinned has full priority. It multiplies, so that no value makes up for not
    /// fitting.
    private func worth(of card: TraceCard) -> Double {
        if card.isPinned { return 1 + fit.valueShare }
        let head = card.head
        let priority = PriorityDecay.priority(value: head.value, ageMilliseconds: query.at - head.at)
        return 1 + fit.valueShare * (head.value < 0 ? head.value : priority)
    }

    private func exclusion(of head: TraceHead) -> String? {
        if query.excluded.contains(head.id.rawValue) { return "shown before in this session" }
        if let since = query.visibleSince, head.session == query.session, head.at >= since {
            return "still visible in this session"
        }
        return nil
    }

    private func verdict(on ranked: [Ranked]) -> AbstentionGate.Verdict? {
        ranked.isEmpty
            ? nil
            : AbstentionGate(fit: fit).verdict(
                on: ranked.map(\.row), question: question, background: findings.meaning?.background)
    }

    private func reasonToAbstain(_ contenders: [Contender]) -> String? {
        if contenders.isEmpty { return "nothing new to show" }
        // The same fault is reason enough to speak.
        if contenders.contains(where: { $0.row.candidate.faults > 0 }) { return nil }
        if question.saysTooLittle { return "the question says too little" }
        guard let probability = explanation.probability, let threshold = explanation.threshold else { return nil }
        return probability < threshold ? "nothing is likely enough to help" : nil
    }

    private mutating func explain(_ verdict: AbstentionGate.Verdict?) {
        explanation.probability = verdict?.probability
        explanation.threshold = verdict?.threshold
        explanation.gate = verdict?.features.named ?? []
        explanation.gateContributions = verdict.map { fit.gate.contributions($0.features) } ?? []
    }

    private var mayNameMore: Bool { query.isTraced || explanation.dropped.count < Self.explained }

    private mutating func drop(_ row: RowReading.Row, _ reason: String) {
        explanation.dropped.append(
            RecallExplanation.Dropped(
                id: row.card.head.id.rawValue, reason: reason,
                excerpt: query.isTraced ? String(row.text.prefix(Self.excerptLength)) : nil
            )
        )
    }

    private mutating func explain(_ contenders: [Contender], picked: [Int], otherwise reason: String) {
        let ranks = findings.rankings
        let chosen = Set(picked)
        for index in query.isTraced ? Array(contenders.indices) : picked {
            let contender = contenders[index]
            explanation.candidates.append(
                RecallExplanation.Candidate(
                    id: contender.id,
                    channels: ChannelName.allCases.compactMap { name in
                        ranks[name]?[contender.row.candidate.row].map { (name.rawValue, $0.rank, $0.score) }
                    },
                    strength: contender.strength, score: contender.score, rule: Self.rule(for: contender.row),
                    features: contender.row.features.named,
                    contributions: fit.ranking.contributions(contender.row.features)
                )
            )
        }
        for (index, contender) in contenders.enumerated() where !chosen.contains(index) {
            guard mayNameMore else { return }
            drop(contender.row, reason)
        }
    }

    /// The strongest reason a trace is among the hits, in words.
    private static func rule(for row: RowReading.Row) -> String {
        if row.candidate.faults > 0 { return "same error" }
        if row.candidate.names > 0 { return "same name" }
        if row.candidate.words > 0 { return "has the words" }
        return row.candidate.cosine == nil ? "stands beside the words" : "means the same"
    }

    /// Candidates read for each trace that is wanted, and how many at least and at most.
    private static let poolFactor = 6
    private static let smallestPool = 30
    private static let largestPool = 200
    /// Of these the most different are picked, for each trace that is wanted.
    private static let closeFactor = 4
    /// How many dropped traces an explanation names that nobody asked for.
    private static let explained = RecallExplanation.recordedDropped
    /// Characters by which a person knows a dropped trace.
    private static let excerptLength = 160
}
