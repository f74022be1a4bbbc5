import GRDB
import JSONText
package import MemoryModel

/// The last answer that was given in a session.
package struct SessionAnswer: Sendable, Equatable {
    /// Its answer step.
    package var traceID: TraceID
    package var episodeID: EpisodeID
    package var at: Timestamp
    package var text: String
}

extension MemoryReader {
    /// The answer that was written last; `nil` when there is none among the session's latest two thousand steps.
    package func lastAnswer(of session: SessionID) throws -> SessionAnswer? {
        try Row.fetchOne(
            connection,
            cachedSQL: """
                SELECT id, episode_id, at, agent_text FROM (
                    SELECT id, episode_id, at, agent_text, kind, rowid AS place FROM traces
                    WHERE session_id = ? ORDER BY traces.rowid DESC LIMIT 2000)
                WHERE kind = 'answer' AND agent_text <> '' ORDER BY place DESC LIMIT 1
                """,
            arguments: [session.rawValue]
        ).map {
            SessionAnswer(
                traceID: TraceID($0["id"]), episodeID: EpisodeID($0["episode_id"]), at: $0["at"], text: $0["agent_text"]
            )
        }
    }

    /// The open episode, else the one that was opened last.
    package func latestEpisode(of session: SessionID) throws -> Episode? {
        try openEpisode(of: session) ?? episodes(of: session, limit: 1, offset: 0).first
    }

    /// What the latest two hundred steps of a task are about.
    package func tags(ofEpisode episode: EpisodeID) throws -> Set<String> {
        let rows = try Row.fetchAll(
            connection,
            cachedSQL: "SELECT tags FROM traces WHERE episode_id = ? ORDER BY rowid DESC LIMIT 200",
            arguments: [episode.rawValue]
        )
        return rows.reduce(into: []) { tags, row in
            tags.formUnion(JSON(stored: row["tags"]).array?.compactMap(\.string) ?? [])
        }
    }
}
