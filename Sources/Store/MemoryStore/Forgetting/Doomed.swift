import GRDB
import JSONText
package import MemoryModel

/// What goes when something is forgotten, by ids.
package struct Doomed: Sendable, Equatable {
    package var sessions: Set<SessionID> = []
    package var episodes: Set<EpisodeID> = []
    package var turns: Set<TurnID> = []
    package var traces: Set<TraceID> = []
    package var feedback: Set<String> = []
    package var items: [ItemKind: Set<String>] = [:]

    package init() {}

    var all: Set<String> {
        var ids = feedback.union(items.values.joined())
        ids.formUnion(sessions.map(\.rawValue))
        ids.formUnion(episodes.map(\.rawValue))
        ids.formUnion(turns.map(\.rawValue))
        ids.formUnion(traces.map(\.rawValue))
        return ids
    }
}

extension MemoryReader {
    /// What these ids name, with what is part of it.
    ///
    /// - Throws: `not_found` when one of them names nothing.
    package func doomed(by ids: [String]) throws -> Doomed {
        var doomed = Doomed()
        for id in ids {
            guard try add(id, to: &doomed) else {
                throw MemoryError(
                    .notFound, "Nothing has this id.", details: ["id": .string(id)], hint: "memos search finds ids."
                )
            }
        }
        try complete(&doomed)
        return doomed
    }

    private func add(_ id: String, to doomed: inout Doomed) throws -> Bool {
        if try trace(TraceID(id)) != nil {
            doomed.traces.insert(TraceID(id))
        } else if try turn(TurnID(id)) != nil {
            doomed.turns.insert(TurnID(id))
        } else if try episode(EpisodeID(id)) != nil {
            doomed.episodes.insert(EpisodeID(id))
        } else if try session(SessionID(id)) != nil {
            doomed.sessions.insert(SessionID(id))
        } else if try feedback(id) != nil {
            doomed.feedback.insert(id)
        } else if let kind = try itemKind(of: id) {
            doomed.items[kind, default: []].insert(id)
        } else {
            return false
        }
        return true
    }

    /// Downwards all that is part of what goes; upwards a turn without a step left and a task without a turn left.
    private func complete(_ doomed: inout Doomed) throws {
        try insert("SELECT id FROM episodes WHERE session_id", doomed.sessions, &doomed.episodes)
        try insert("SELECT id FROM turns WHERE episode_id", doomed.episodes, &doomed.turns)
        try insert("SELECT id FROM turns WHERE session_id", doomed.sessions, &doomed.turns)
        try insert("SELECT id FROM traces WHERE turn_id", doomed.turns, &doomed.traces)
        let turns = try ids("SELECT DISTINCT turn_id FROM traces WHERE id", doomed.traces).map(TurnID.init)
        for turn in turns where !doomed.turns.contains(turn) {
            let steps = try traces(ofTurn: turn).map(\.id)
            if steps.allSatisfy(doomed.traces.contains) { doomed.turns.insert(turn) }
        }
        let episodes = try ids("SELECT DISTINCT episode_id FROM turns WHERE id", doomed.turns).map(EpisodeID.init)
        for episode in episodes where !doomed.episodes.contains(episode) {
            if try self.turns(ofEpisode: episode).map(\.id).allSatisfy(doomed.turns.contains) {
                doomed.episodes.insert(episode)
            }
        }
        doomed.feedback.formUnion(try ids("SELECT id FROM feedback WHERE trace_id", doomed.traces))
        doomed.feedback.formUnion(try ids("SELECT id FROM feedback WHERE episode_id", doomed.episodes))
    }

    private func insert<Owner, Part>(
        _ query: String, _ owners: Set<Identifier<Owner>>, _ parts: inout Set<Identifier<Part>>
    ) throws {
        parts.formUnion(try ids(query, owners).map(Identifier.init))
    }

    /// - Parameter query: up to the column that is one of the ids.
    func ids<Noun>(_ query: String, _ ids: some Collection<Identifier<Noun>>) throws -> [String] {
        guard !ids.isEmpty else { return [] }
        return try String.fetchAll(
            connection, sql: "\(query) IN (SELECT value FROM json_each(?))",
            arguments: [JSON(ids.map(\.rawValue).sorted()).text]
        )
    }
}
