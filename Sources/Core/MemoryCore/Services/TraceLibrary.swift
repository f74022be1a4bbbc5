import JSONText
package import MemoryModel
package import MemoryStore

/// Looking things up: single ones, lists, a task's course.
package struct TraceLibrary: Sendable {
    let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// A trace with what its row leaves to its turn and episode.
    package struct Entry: Sendable {
        package var trace: Trace
        package var turn: Turn?
        package var episode: Episode?
    }

    package func trace(_ id: TraceID) async throws -> Entry? {
        try await context.database.read { reader in
            try reader.trace(id).map { try Self.entry($0, in: reader) }
        }
    }

    package func timeline(episode: EpisodeID) async throws -> [Entry] {
        try await context.database.read { reader in
            guard let found = try reader.episode(episode) else {
                throw MemoryError(
                    .episodeNotFound, "There is no episode of this id.",
                    details: ["episodeId": .string(episode.rawValue)]
                )
            }
            return try reader.traces(ofEpisode: episode).map {
                Entry(trace: $0, turn: try reader.turn($0.turnID), episode: found)
            }
        }
    }

    package func traces(session: SessionID?, limit: Int, offset: Int) async throws -> [Entry] {
        try await context.database.read { reader in
            try reader.traces(session: session, limit: limit, offset: offset).map { try Self.entry($0, in: reader) }
        }
    }

    package func episodes(session: SessionID?, limit: Int, offset: Int) async throws -> [Episode] {
        try await context.database.read { try $0.episodes(of: session, limit: limit, offset: offset) }
    }

    package func episode(_ id: EpisodeID) async throws -> Episode? {
        try await context.database.read { try $0.episode(id) }
    }

    package func session(_ id: SessionID) async throws -> Session? {
        try await context.database.read { try $0.session(id) }
    }

    /// A turn with its steps; calls of a turn that has not ended are steps to come.
    package struct TurnEntry: Sendable {
        package var turn: Turn
        package var traces: [Trace]
        package var pendingCalls: [ToolCall]
        package var episode: Episode?
    }

    /// Newest first.
    ///
    /// - Parameter candidates: only these; `nil`: all.
    package func turns(
        _ filter: TurnFilter = TurnFilter(), before cursor: TurnCursor?, among candidates: Set<TurnID>? = nil,
        limit: Int
    ) async throws -> [TurnEntry] {
        try await context.database.read { reader in
            try reader.turns(filter, before: cursor, among: candidates, limit: limit)
                .map { try Self.turnEntry($0, in: reader) }
        }
    }

    package func facets() async throws -> TurnFacets {
        try await context.database.read { try $0.turnFacets() }
    }

    package func turn(_ id: TurnID) async throws -> TurnEntry? {
        try await context.database.read { reader in try reader.turn(id).map { try Self.turnEntry($0, in: reader) } }
    }

    /// Episodes of many traces at once, for lists of hits.
    package func entries(_ traces: [Trace]) async throws -> [Entry] {
        try await context.database.read { reader in try traces.map { try Self.entry($0, in: reader) } }
    }

    private static func turnEntry(_ turn: Turn, in reader: MemoryReader) throws -> TurnEntry {
        TurnEntry(
            turn: turn, traces: try reader.traces(ofTurn: turn.id), pendingCalls: try reader.pendingCalls(of: turn.id),
            episode: try reader.episode(turn.episodeID)
        )
    }

    private static func entry(_ trace: Trace, in reader: MemoryReader) throws -> Entry {
        Entry(trace: trace, turn: try reader.turn(trace.turnID), episode: try reader.episode(trace.episodeID))
    }
}
