import MemoryModel
import MemoryStore
import Ranking

/// The rows worth a closer look: what the channels have found and what stands beside it, by a strength that words,
/// meaning, faults and the conversation around a row add up to.
struct CandidatePool: Sendable {
    struct Row: Sendable {
        var row: Int64
        var place: TracePlace
        /// Strength by words, relative to the best; 0 when no channel of words has found it.
        var words = 0.0
        /// Strength of whole names, relative to the best.
        var names = 0.0
        /// Share of the question's faults.
        var faults = 0.0
        var cosine: Double?
        /// Words of the rows beside it.
        var neighbours = 0.0
        /// Relative to the strongest.
        var strength = 0.0
    }

    /// Strongest first.
    private(set) var rows: [Row] = []
    let conversation: Conversation

    init(
        _ findings: Findings, question: WeighedQuestion, fit: PoolFit, options: RecallOptions, limit: Int, scope: Scope,
        in reader: MemoryReader
    ) throws {
        let keyword = findings.words[.keyword] ?? []
        let nearest = findings.meaning?.traces ?? []
        let candidates = findings.words.values.joined().map(\.row) + nearest.map(\.row)
        let asked = Set(candidates).union(Conversation.surroundings(of: keyword.prefix(Self.givers).map(\.row)))
        conversation = Conversation(places: try reader.places(of: asked, scope: scope))
        let places = conversation.places

        let lengths = LengthNormalisation(mean: max(1, try reader.meanLength()))
        var found: [Int64: Row] = places.mapValues { Row(row: 0, place: $0) }
        let scores = keyword.reduce(into: [Int64: Double]()) { scores, hit in
            scores[hit.row] = places[hit.row].map { hit.score * lengths.factor(length: Double($0.length)) }
        }
        let best = scores.values.max() ?? 0
        for (row, score) in scores { found[row]?.words = score / best }
        let names = findings.words[.pattern] ?? []
        for hit in names { found[hit.row]?.names = hit.score / names[0].score }
        for hit in findings.words[.errorSignature] ?? [] { found[hit.row]?.faults = hit.score }
        for hit in nearest { found[hit.row]?.cosine = hit.score }

        let answered = question.whole > 0 ? min(1, best / question.whole) : 0
        let meaning = Self.meaning(
            nearest, findings: findings.meaning, places: places, fit: fit,
            weight: fit.meaning * options.meaningWeight * (1 - fit.deference * answered) * question.known
        )
        var own: [Int64: Double] = [:]
        for (row, evidence) in found {
            // That the fault is the same is no matter of wording, so it counts on top of the words.
            let value = max(evidence.words, evidence.names) + (meaning[row] ?? 0) + fit.faults * evidence.faults
            if value > 0 { own[row] = value }
        }
        let givers = Dictionary(uniqueKeysWithValues: Self.strongest(found.mapValues { max($0.words, $0.names) }))
        let near = conversation.neighbourSums(of: givers, shares: [fit.next, fit.afterNext])
        let sessions = conversation.sessionStrengths(of: own)
        let most = own.values.max() ?? 0
        for (row, evidence) in found where own[row] != nil || near[row] != nil {
            // A short line gains more from what stands around it than a long one, which would say it itself.
            let share = Double(evidence.place.length) / fit.halfLength
            let need = 1 / (1 + share * share * share * share)
            let lent =
                options.neighbourWeight * (near[row] ?? 0)
                + options.sessionWeight * fit.session * (sessions[evidence.place.session] ?? 0) * most
            var candidate = evidence
            candidate.row = row
            candidate.neighbours = near[row] ?? 0
            candidate.strength = (own[row] ?? 0) + need * lent
            rows.append(candidate)
        }
        rows.sort { ($0.strength, $0.row) > ($1.strength, $1.row) }
        let strongest = rows.first?.strength ?? 1
        rows = Array(rows.prefix(limit))
        for index in rows.indices { rows[index].strength /= strongest }
    }

    /// Strength by meaning of the rows that stand out: `weight · max(0, z − t)`, t being the last one of a full list.
    private static func meaning(
        _ nearest: [ChannelHit], findings: VectorChannel.Findings?, places: [Int64: TracePlace], fit: PoolFit,
        weight: Double
    ) -> [Int64: Double] {
        guard weight > 0, let findings, let scale = StandardScores(findings) else { return [:] }
        let last =
            nearest.count < VectorChannel.limit ? 1 : max(1, nearest.last.map { scale.deviations($0.score) } ?? 1)
        var strengths: [Int64: Double] = [:]
        for hit in nearest {
            guard let place = places[hit.row] else { continue }
            // The nearest of many windows is near by chance.
            let chance = fit.windows * logarithm(Windows.count(terms: place.length))
            let above = scale.deviations(hit.score) - chance - last
            if above > 0 { strengths[hit.row] = weight * above }
        }
        return strengths
    }

    private static func strongest(_ values: [Int64: Double]) -> [(Int64, Double)] {
        values.filter { $0.value > 0 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(givers)
            .map { ($0.key, $0.value) }
    }

    /// How many of the strongest hits by words lend to what stands beside them.
    private static let givers = 30
}

/// Similarities as standard scores against the memory.
struct StandardScores: Sendable {
    private let mean: Double
    private let deviation: Double

    /// Mean and deviation have the weight of ten traces of an ordinary memory added: those of three traces say nothing.
    ///
    /// - Returns: `nil` when no vector was looked at.
    init?(_ findings: VectorChannel.Findings) {
        guard findings.sampled > 0 else { return nil }
        let count = Double(findings.sampled)
        let all = count + Self.priorCount
        mean = (count * findings.mean + Self.priorCount * Self.priorMean) / all
        deviation =
            ((count * findings.deviation * findings.deviation
            + Self.priorCount * Self.priorDeviation * Self.priorDeviation) / all).squareRoot()
    }

    func deviations(_ cosine: Double) -> Double { (cosine - mean) / deviation }

    private static let priorCount = 10.0
    /// Similarity of unrelated texts to all-MiniLM-L6-v2, and its standard deviation.
    private static let priorMean = 0.15
    private static let priorDeviation = 0.11
}

/// In how many pieces a text goes through the model.
enum Windows {
    /// - Returns: an estimate, at least 1.
    static func count(terms: Int) -> Double { max(1, Double(terms) / termsEach) }

    /// Terms of a text that fills a window of 254 word pieces.
    private static let termsEach = 190.0
}
