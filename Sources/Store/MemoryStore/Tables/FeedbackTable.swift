import GRDB
import JSONText
package import MemoryModel

extension MemoryTransaction {
    package func insert(_ feedback: Feedback) throws {
        try connection.execute(
            sql: """
                INSERT INTO feedback (id, at, episode_id, trace_id, channel, polarity, magnitude, rationale, raw)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                feedback.id, feedback.at, feedback.episodeID?.rawValue, feedback.traceID?.rawValue, feedback.channel,
                feedback.polarity, feedback.magnitude, feedback.rationale, feedback.raw?.text,
            ]
        )
    }
}
