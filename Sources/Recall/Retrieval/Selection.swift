import LanguageModels
import MemoryMath
import MemoryModel
import MemoryStore
import Ranking
import TextAnalysis

/// From what the channels have found to the few traces that are returned: pool → reading → ranking → exclusions and floor
/// → gate → diversity. Every trace that falls out is named with its reason.
struct Selection {
    let analysed: AnalysedQuery
    let options: RecallOptions
    private let kinship: (any WordKinship)?
    private let fit = RecallFit.current
    private var explanation: RecallExplanation
    private let findings: Findings

    private var query: RecallQuery { analysed.query }

    init(analysed: AnalysedQuery, options: RecallOptions, findings: Findings, kinship: (any WordKinship)?) {
        self.analysed = analysed
        self.kinship = kinship
        self.options = options
        self.findings = findings
        explanation = findings.explanation
    }

    /// A trace and what the fit gives it.
    private struct Ranked {
        var row: RowReading.Row
        var strength: Double
    }

    /// A trace on its way through the selection.
    private struct Contender {
        var row: RowReading.Row
        /// What the fit gives it.
        var strength: Double
        /// Relevance relative to the best, in [0, 1].
        var score: Double

        var id: String { row.card.head.id.rawValue }
    }

    mutating func select(in reader: MemoryReader) throws -> RecallResult {
        let question = WeighedQuestion(
            analysed, weights: try TermWeights(of: analysed.terms, in: reader), meaning: findings.meaning
        )
        let pool = try CandidatePool(
            findings, question: question, fit: fit.pool, options: options, limit: poolSize, scope: query.scope,
            in: reader
        )
        let reading = try RowReading(pool, question: question, kinship: kinship, in: reader)
        let eligible = eligible(reading.rows)
        if query.mayAbstain || query.isTraced { explain(verdict(on: eligible, question: question)) }
        let contenders = contenders(eligible)
        if query.mayAbstain, let reason = reasonToAbstain(contenders, question) {
            explanation.abstained = reason
            explanation.dropped += contenders.prefix(Self.explained).map { ($0.id, reason) }
            return RecallResult(hits: [], explanation: explanation)
        }
        let terms = contenders.prefix(query.topK.traces * Self.closeFactor).map { Self.words(of: $0.row) }
        let picked = MaximalMarginalRelevance.select(
            relevance: contenders.prefix(terms.count).map(\.score), limit: query.topK.traces, lambda: options.mmrLambda
        ) { Self.redundancy(terms[$0], terms[$1]) }
        explain(contenders, picked: picked)
        let traces = try reader.traces(rows: picked.map { contenders[$0].row.candidate.row })
        let weights = Dictionary(zip(question.matcher.terms.map(\.text), question.weights)) { first, _ in first }
        let hits = picked.compactMap { index -> RecallHit? in
            guard let trace = traces[contenders[index].row.candidate.row] else { return nil }
            return RecallHit(
                trace: trace, score: contenders[index].score, snippet: TraceSnippet.text(of: trace, weights: weights)
            )
        }
        return RecallResult(hits: hits, explanation: explanation)
    }

    private var poolSize: Int {
        min(max(Self.smallestPool, query.topK.traces * Self.poolFactor), Self.largestPool)
    }

    /// Strongest first, without what the asker has seen.
    private mutating func eligible(_ rows: [RowReading.Row]) -> [Ranked] {
        var result: [Ranked] = []
        for row in rows {
            if let reason = exclusion(of: row.card.head) {
                explanation.dropped.append((row.card.head.id.rawValue, reason))
            } else {
                result.append(Ranked(row: row, strength: fit.ranking.score(row.features)))
            }
        }
        return result.sorted { ($0.strength, $0.row.candidate.row) > ($1.strength, $1.row.candidate.row) }
    }

    /// With their relevance, best first, down to the relative floor.
    private mutating func contenders(_ ranked: [Ranked]) -> [Contender] {
        guard let best = ranked.first?.strength else { return [] }
        var result: [Contender] = []
        for (row, strength) in ranked.map({ ($0.row, $0.strength) }) {
            let head = row.card.head
            let relevance = exponential(strength - best)
            if query.mayAbstain, relevance < options.relativeFloor {
                if explanation.dropped.count < Self.explained {
                    explanation.dropped.append((head.id.rawValue, "below the relative floor"))
                }
                continue
            }
            let priority = PriorityDecay.priority(value: head.value, ageMilliseconds: query.at - head.at)
            let blended = head.value == 0 ? relevance : 0.6 * relevance + 0.4 * priority
            result.append(Contender(row: row, strength: strength, score: min(1, blended)))
        }
        return result.sorted {
            ($0.score, $0.strength, $0.row.candidate.row) > ($1.score, $1.strength, $1.row.candidate.row)
        }
    }

    private func exclusion(of head: TraceHead) -> String? {
        if query.excluded.contains(head.id.rawValue) { return "shown before in this session" }
        if let since = query.visibleSince, head.session == query.session, head.at >= since {
            return "still visible in this session"
        }
        return nil
    }

    private func verdict(on ranked: [Ranked], question: WeighedQuestion) -> AbstentionGate.Verdict? {
        ranked.isEmpty
            ? nil
            : AbstentionGate(fit: fit).verdict(
                on: ranked.map(\.row), question: question, background: findings.meaning?.background)
    }

    private func reasonToAbstain(_ contenders: [Contender], _ question: WeighedQuestion) -> String? {
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
    }

    private mutating func explain(_ contenders: [Contender], picked: [Int]) {
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
                    features: contender.row.features.named
                )
            )
        }
        for (index, contender) in contenders.enumerated() where !chosen.contains(index) {
            guard explanation.dropped.count < Self.explained else { return }
            explanation.dropped.append((contender.id, "others said more or said it before"))
        }
    }

    /// The strongest reason a trace is among the hits, in words.
    private static func rule(for row: RowReading.Row) -> String {
        if row.candidate.faults > 0 { return "same error" }
        if row.candidate.names > 0 { return "same name" }
        if row.candidate.words > 0 { return "has the words" }
        return row.candidate.cosine == nil ? "stands beside the words" : "means the same"
    }

    private static func words(of row: RowReading.Row) -> Set<String> {
        Set(Terms.terms(in: row.text).map(\.text))
    }

    /// Only near repetition counts as redundancy: two lines about one thing are both welcome.
    private static func redundancy(_ a: Set<String>, _ b: Set<String>) -> Double {
        max(0, jaccardSimilarity(a, b) - 0.5) * 2
    }

    /// Candidates read for each trace that is wanted, and how many at least and at most.
    private static let poolFactor = 8
    private static let smallestPool = 40
    private static let largestPool = 200
    /// Of these the most different are picked, for each trace that is wanted.
    private static let closeFactor = 2
    /// How many dropped traces an explanation names.
    private static let explained = 40
}
