import GRDB
package import MemoryModel

extension MemoryReader {
    /// What is older than a time, of tasks that are over, and not pinned; the oldest first.
    package func expiredTraces(before time: Timestamp, limit: Int) throws -> [TraceID] {
        try String.fetchAll(
            connection,
            sql: """
                SELECT traces.id FROM traces JOIN episodes ON episodes.id = traces.episode_id
                WHERE traces.at < ? AND traces.pinned_at IS NULL AND episodes.closed_at IS NOT NULL
                ORDER BY traces.at LIMIT ?
                """,
            arguments: [time, limit]
        ).map(TraceID.init)
    }
}
