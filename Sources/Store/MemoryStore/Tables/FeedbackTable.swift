import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    /// What was said of a task or of one of its steps, oldest first.
    package func feedback(on episode: EpisodeID) throws -> [Feedback] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM feedback WHERE episode_id = ? ORDER BY at, id",
            arguments: [episode.rawValue]
        ).map(Feedback.init(row:))
    }
}

extension MemoryTransaction {
    /// Writes a feedback; the same one again changes nothing, and neither does one that was forgotten.
    package func insert(_ feedback: Feedback) throws {
        guard try !reader.isForgotten(id: feedback.id) else { return }
        try connection.execute(
            sql: """
                INSERT INTO feedback (id, at, episode_id, trace_id, channel, polarity, magnitude, rationale, raw,
                reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                feedback.id, feedback.at, feedback.episodeID?.rawValue, feedback.traceID?.rawValue, feedback.channel,
                feedback.polarity, feedback.magnitude, feedback.rationale, feedback.raw?.text,
                feedback.reading?.stored.text,
            ]
        )
    }
}

extension Feedback {
    init(row: Row) {
        let raw = (row["raw"] as String?).map { JSON(stored: $0) }
        self.init(
            id: row["id"], at: row["at"], episodeID: (row["episode_id"] as String?).map(EpisodeID.init),
            traceID: (row["trace_id"] as String?).map(TraceID.init), channel: row["channel"],
            polarity: row["polarity"], magnitude: row["magnitude"], rationale: row["rationale"], raw: raw,
            reading: (row["reading"] as String?).flatMap { FeedbackReading(stored: JSON(stored: $0)) }
        )
    }
}

extension FeedbackReading {
    fileprivate var stored: JSON {
        .object(present: [
            ("shape", .string(shape.rawValue)), ("prefer", prefer.map(JSON.string)), ("avoid", avoid.map(JSON.string)),
            ("strength", .double(strength)),
        ])
    }

    fileprivate init?(stored: JSON) {
        guard let shape = stored["shape"]?.string.flatMap(Shape.init(rawValue:)) else { return nil }
        self.init(
            shape: shape, prefer: stored["prefer"]?.string, avoid: stored["avoid"]?.string,
            strength: stored["strength"]?.double ?? 0
        )
    }
}
