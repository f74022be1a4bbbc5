import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    /// All that learning reads of a task; `nil` when there is none or nothing was done in it.
    package func record(of episode: EpisodeID) throws -> EpisodeRecord? {
        guard let found = try self.episode(episode) else { return nil }
        let turns = try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM turns WHERE episode_id = ? ORDER BY started_at, id",
            arguments: [episode.rawValue]
        ).map(Turn.init(row:))
        guard let owner = turns.last?.owner else { return nil }
        let place = Dictionary(uniqueKeysWithValues: turns.enumerated().map { ($1.id, $0) })
        let steps = try traces(ofEpisode: episode).sorted {
            (place[$0.turnID] ?? 0, $0.step) < (place[$1.turnID] ?? 0, $1.step)
        }
        return EpisodeRecord(
            episode: found, owner: owner, project: try owner.workspace.flatMap { try project(ofWorkspace: $0)?.id },
            turns: turns, steps: steps, feedback: try feedback(on: episode)
        )
    }

    /// What a task began with: the first words of a person in it.
    package func opening(of episode: EpisodeID) throws -> String? {
        try String.fetchOne(
            connection.cachedStatement(
                sql:
                    "SELECT user_text FROM turns WHERE episode_id = ? AND user_text <> '' ORDER BY started_at, id LIMIT 1"
            ),
            arguments: [episode.rawValue]
        )
    }

    /// How many of the last tool steps of a session did not succeed.
    package func failures(amongLast limit: Int, of session: SessionID) throws -> Int {
        try Int.fetchOne(
            connection.cachedStatement(
                sql: """
                    SELECT count(*) FROM (
                        SELECT outcome FROM traces WHERE session_id = ? AND kind = 'tool' ORDER BY rowid DESC LIMIT ?
                    ) WHERE outcome <> 'ok'
                    """),
            arguments: [session.rawValue, limit]
        ) ?? 0
    }

    /// The last tool steps of a session, oldest first.
    package func lastToolSteps(of session: SessionID, limit: Int) throws -> [Trace] {
        try traces(
            where: "traces.session_id = ? AND traces.kind = 'tool' ORDER BY traces.rowid DESC LIMIT ?",
            arguments: [session.rawValue, limit]
        ).reversed()
    }
}
