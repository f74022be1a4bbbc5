import LanguageModels
import MemoryModel
import MemoryStore
import VectorColumn

/// Traces whose meaning is near the question's, whatever their words. Unlike the other channels it does not read the
/// database's snapshot but the vectors beside it; rows that are gone by now are dropped where hits become traces.
struct VectorChannel: Sendable {
    let vectors: VectorSet
    /// Traces wanted.
    let limit: Int

    /// What was found near a question.
    struct Findings: Sendable, Equatable {
        /// Cosine of the nearest of a trace's vectors, best first.
        var traces: [ChannelHit]
        /// The same for tasks, by the row of their first trace.
        var episodes: [ChannelHit]
        /// What a ranking by this model is worth, in [0, 1].
        var trust: Double
    }

    /// - Throws: `MemoryError` when no vector can be computed; recall goes on by words.
    func findings(for query: RecallQuery, in database: MemoryDatabase) async throws -> Findings {
        var findings = Findings(traces: [], episodes: [], trust: vectors.trust)
        let windows = try await vectors.embedder.embed([query.text], as: .query)
        guard let question = windows.first?.first else { return findings }
        return try await database.read { [vectors, limit] reader in
            let places = try reader.vectorPlaces().numbers(in: query.scope)
            // A session is no column of the vectors: its rows are picked from more hits than would do for a home.
            let depth = query.scope.session == nil ? limit : limit * Self.sessionDepth
            let hits = try vectors.column.search(
                question.components, limit: depth,
                filter: VectorFilter(kinds: Self.kinds, places: places, after: nil, before: nil)
            )
            for hit in hits {
                let found = ChannelHit(row: hit.item, score: Double(hit.similarity))
                if hit.kind == .episode { findings.episodes.append(found) } else { findings.traces.append(found) }
            }
            findings.traces = Self.nearest(findings.traces)
            let known = try reader.places(of: findings.traces.map(\.row), scope: query.scope)
            findings.traces = Array(findings.traces.filter { known[$0.row] != nil }.prefix(limit))
            return findings
        }
    }

    /// A trace may be there with its state and its action; the nearer one counts.
    private static func nearest(_ hits: [ChannelHit]) -> [ChannelHit] {
        var seen: Set<Int64> = []
        return hits.filter { seen.insert($0.row).inserted }
    }

    private static let kinds: Set<VectorKind> = [.traceState, .traceAction, .episode]
    private static let sessionDepth = 20
}
