import GRDB
package import MemoryModel

extension MemoryReader {
    package func feedback(_ id: String) throws -> Feedback? {
        try Row.fetchOne(connection, cachedSQL: "SELECT * FROM feedback WHERE id = ?", arguments: [id])
            .map(Feedback.init(row:))
    }

    /// Newest first.
    package func feedback(
        episode: EpisodeID?, trace: TraceID?, limit: Int, offset: Int
    ) throws -> [Feedback] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM feedback WHERE (?1 IS NULL OR episode_id = ?1) AND (?2 IS NULL OR trace_id = ?2)
                ORDER BY at DESC, id DESC LIMIT ?3 OFFSET ?4
                """,
            arguments: [episode?.rawValue, trace?.rawValue, limit, offset]
        ).map(Feedback.init(row:))
    }
}
