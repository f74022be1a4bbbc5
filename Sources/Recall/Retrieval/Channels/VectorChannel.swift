import LanguageModels
import MemoryModel
import MemoryStore
import VectorColumn

/// Traces whose meaning is near the question's, whatever their words. Unlike the other channels it does not read the
/// database's snapshot but the vectors beside it; rows that are gone by now are dropped where hits become traces.
struct VectorChannel: Sendable {
    let vectors: VectorSet

    /// What was found near a question.
    struct Findings: Sendable, Equatable {
        /// Cosine of the nearest of a trace's vectors, best first, at most `limit`. A task is found by its first trace. Rows
        /// may be gone by now.
        var traces: [ChannelHit] = []
        /// Cosine of what was learned, by kind and row; empty when it was not asked for or nothing was learned.
        var items: [ItemKind: [Int64: Double]] = [:]
        /// Mean and standard deviation of the cosine over all vectors in the scope.
        var mean = 0.0
        var deviation = 0.0
        /// Vectors looked at for these two.
        var sampled = 0
        /// Cosine of the question to unrelated texts: how near anything is to it anyway. `nil`: not known yet.
        var background: Double?
        /// What a ranking by this model is worth, in [0, 1].
        var trust = 0.0
        /// Share of the question that the model knows, in [0, 1].
        var known = 0.0
    }

    /// - Throws: `MemoryError` when no vector can be computed; recall goes on by words.
    func findings(for query: RecallQuery, in database: MemoryDatabase) async throws -> Findings {
        let windows = try await vectors.embedder.embed([query.text], as: .query)
        guard let question = windows.first?.first else { return Findings() }
        return try await database.read { [vectors] reader in
            let places = try reader.vectorPlaces().numbers(in: query.scope)
            // Sessions and branches are no column of the vectors: their rows are picked from more hits than would do for
            // a home.
            let depth = query.scope.isFinerThanOwners ? Self.depth * Self.sessionDepth : Self.depth
            let survey = try vectors.column.survey(
                question.components, limit: depth, filter: VectorFilter(kinds: Self.kinds, places: places)
            )
            var findings = Findings()
            findings.mean = Double(survey.mean)
            findings.deviation = Double(survey.deviation)
            findings.sampled = survey.sampled
            findings.trust = vectors.trust
            findings.known = vectors.embedder.knownShare(of: query.text)
            findings.background = vectors.background.similarity(to: question)
            var nearest = Self.nearest(survey.hits)
            if query.scope.isFinerThanOwners {
                let inside = try reader.places(of: nearest.map(\.row), scope: query.scope)
                nearest.removeAll { inside[$0.row] == nil }
            }
            findings.traces = Array(nearest.prefix(Self.limit))
            if query.topK.wantsItems, try reader.holdsItems() {
                let near = try vectors.column.survey(
                    question.components, limit: Self.items,
                    filter: VectorFilter(kinds: Set(ItemKind.allCases.map(\.vectorKind)), places: places)
                )
                for kind in ItemKind.allCases {
                    let hits = near.hits.filter { $0.kind == kind.vectorKind }
                    findings.items[kind] = Dictionary(
                        hits.map { ($0.item, Double($0.similarity)) }, uniquingKeysWith: max)
                }
            }
            return findings
        }
    }

    /// A trace may be there with its state and its action; the nearer one counts.
    private static func nearest(_ hits: [VectorHit]) -> [ChannelHit] {
        var seen: Set<Int64> = []
        return hits.filter { seen.insert($0.item).inserted }.map {
            ChannelHit(row: $0.item, score: Double($0.similarity))
        }
    }

    /// Traces that are candidates.
    static let limit = 100
    /// Vectors looked at: a trace may be there with its state and its action.
    private static let depth = 125
    /// Skills, policies and world models that are candidates.
    private static let items = 64
    private static let kinds: Set<VectorKind> = [.traceState, .traceAction, .episode]
    private static let sessionDepth = 16
}
