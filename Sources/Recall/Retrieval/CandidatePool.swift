import MemoryModel
import MemoryStore

/// The rows worth a closer look, by reciprocal rank fusion of all channels and of what stands beside their best hits, with
/// what is known of each without its text.
struct CandidatePool: Sendable {
    struct Row: Sendable {
        var row: Int64
        var place: TracePlace
        /// BM25 strength, in weights of terms; 0 when the keyword channel has not found it.
        var words = 0.0
        /// Strength of whole names, relative to the best.
        var names = 0.0
        /// Share of the question's faults.
        var faults = 0.0
        var cosine: Double?
        /// Cosine in standard deviations above the mean; for a row that is not near enough to be told, that of the last
        /// one that is, or 0.
        var deviations = 0.0
        var neighbourWords = 0.0
        var neighbourMeaning = 0.0
        var sessionWords = 0.0
        var sessionMeaning = 0.0
    }

    /// Best first by fusion.
    private(set) var rows: [Row] = []
    let conversation: Conversation
    /// Share of the question's weight that the best hit by words makes up, in [0, 1].
    private(set) var answered = 0.0
    /// Rows that have some of the question's words, with their strength.
    private(set) var words: [Int64: Double]

    /// - Parameter whole: the sum of the weights of the question's terms.
    init(_ findings: Findings, whole: Double, limit: Int, scope: Scope, in reader: MemoryReader) throws {
        let keyword = findings.words[.keyword] ?? []
        let nearest = findings.meaning?.traces ?? []
        let candidates = findings.words.values.joined().map(\.row) + nearest.prefix(VectorChannel.limit).map(\.row)
        let givers = keyword.prefix(Self.givers).map(\.row) + nearest.prefix(Self.givers).map(\.row)
        let asked = Set(candidates).union(Conversation.surroundings(of: givers))
        conversation = Conversation(places: try reader.places(of: asked, scope: scope))
        let places = conversation.places

        let mean = max(1, try reader.meanLength())
        words = [:]
        for hit in keyword {
            guard let place = places[hit.row] else { continue }
            words[hit.row] = hit.score * LengthNormalisation.factor(length: Double(place.length), mean: mean)
        }
        let best = words.values.max() ?? 0
        answered = whole > 0 ? min(1, best / whole) : 0
        let scale = StandardScores(findings.meaning)
        let near = nearest.filter { places[$0.row] != nil }
        // What lends: the strongest by words, and by meaning what stands out.
        let lendingWords = Self.strongest(words, count: Self.givers).mapValues { $0 / best }
        let lendingMeaning = Dictionary(
            near.prefix(Self.givers).map { ($0.row, max(0, scale.deviations($0.score) - 1)) }, uniquingKeysWith: max
        ).filter { $0.value > 0 }
        let neighbourWords = conversation.neighbourSums(of: lendingWords)
        let neighbourMeaning = conversation.neighbourSums(of: lendingMeaning)
        let sessionWords = conversation.sessionStrengths(of: words)
        let sessionMeaning = conversation.sessionStrengths(of: lendingMeaning)

        let names = Self.relative(findings.words[.pattern] ?? [])
        let faults = Dictionary(
            (findings.words[.errorSignature] ?? []).map { ($0.row, $0.score) }, uniquingKeysWith: max)
        let cosines = Dictionary(near.map { ($0.row, $0.score) }, uniquingKeysWith: max)
        let fused = ReciprocalRanks.fused([
            Self.ranked(words), Self.ranked(names), Self.ranked(faults), near.prefix(VectorChannel.limit).map(\.row),
            Self.ranked(neighbourWords.merging(neighbourMeaning, uniquingKeysWith: +)),
        ])
        rows = fused.prefix(limit).compactMap { row in
            guard let place = places[row] else { return nil }
            var result = Row(row: row, place: place)
            result.words = words[row] ?? 0
            result.names = names[row] ?? 0
            result.faults = faults[row] ?? 0
            result.cosine = cosines[row]
            result.deviations = cosines[row].map(scale.deviations) ?? scale.unseen
            result.neighbourWords = neighbourWords[row] ?? 0
            result.neighbourMeaning = neighbourMeaning[row] ?? 0
            result.sessionWords = sessionWords[place.session] ?? 0
            result.sessionMeaning = sessionMeaning[place.session] ?? 0
            return result
        }
    }

    private static func relative(_ hits: [ChannelHit]) -> [Int64: Double] {
        guard let best = hits.first?.score, best > 0 else { return [:] }
        return Dictionary(hits.map { ($0.row, $0.score / best) }, uniquingKeysWith: max)
    }

    private static func strongest(_ values: [Int64: Double], count: Int) -> [Int64: Double] {
        Dictionary(uniqueKeysWithValues: ranked(values).prefix(count).map { ($0, values[$0] ?? 0) })
    }

    /// Rows by value downwards, newer ones first among equals.
    private static func ranked(_ values: [Int64: Double]) -> [Int64] {
        values.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
    }

    /// How many of the strongest hits lend to what stands beside them.
    private static let givers = 30
}

/// Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): `Σ 1 / (60 + rank)`.
enum ReciprocalRanks {
    /// - Returns: everything in the lists, best first; newer rows first among equals.
    static func fused(_ lists: [[Int64]]) -> [Int64] {
        var scores: [Int64: Double] = [:]
        for list in lists {
            for (index, row) in list.enumerated() { scores[row, default: 0] += 1 / (constant + Double(index + 1)) }
        }
        return scores.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
    }

    private static let constant = 60.0
}

/// Similarities as standard scores against the memory.
struct StandardScores: Sendable {
    private let mean: Double
    private let deviation: Double
    /// For a row that is not among the nearest.
    let unseen: Double

    /// Mean and deviation have the weight of ten traces of an ordinary memory added: those of three traces say nothing.
    init(_ findings: VectorChannel.Findings?) {
        guard let findings, findings.sampled > 0 else {
            (mean, deviation, unseen) = (0, 1, 0)
            return
        }
        let count = Double(findings.sampled)
        let all = count + Self.priorCount
        let mean = (count * findings.mean + Self.priorCount * Self.priorMean) / all
        let variance =
            (count * findings.deviation * findings.deviation
                + Self.priorCount * Self.priorDeviation * Self.priorDeviation) / all
        let deviation = variance.squareRoot()
        (self.mean, self.deviation) = (mean, deviation)
        unseen = min(0, findings.traces.last.map { ($0.score - mean) / deviation } ?? 0)
    }

    func deviations(_ cosine: Double) -> Double { (cosine - mean) / deviation }

    private static let priorCount = 10.0
    /// Similarity of unrelated texts to all-MiniLM-L6-v2, and its standard deviation.
    private static let priorMean = 0.15
    private static let priorDeviation = 0.11
}
