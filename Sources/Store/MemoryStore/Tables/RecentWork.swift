import GRDB
package import MemoryModel

/// Something that was learned, for a list of the latest.
package struct LearnedMark: Sendable, Equatable {
    package var kind: ItemKind
    package var id: String
    package var at: Timestamp
    /// Its name or title.
    package var title: String
}

extension MemoryReader {
    /// What was made last, newest first.
    package func lastLearned(limit: Int) throws -> [LearnedMark] {
        let marks = try ItemKind.allCases.flatMap { kind in
            try Row.fetchAll(
                connection,
                cachedSQL: """
                    SELECT id, created_at, \(kind == .skill ? "name" : "title") FROM \(kind.table)
                    WHERE status <> 'archived' ORDER BY created_at DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map { LearnedMark(kind: kind, id: $0[0], at: $0[1], title: $0[2]) }
        }
        return Array(marks.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit))
    }

    /// Work that waits or was given up, by kind.
    package func jobCounts() throws -> [(kind: String, waiting: Int, failed: Int)] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT kind, sum(state = 'pending'), sum(state = 'failed') FROM jobs GROUP BY kind ORDER BY kind
                """, arguments: []
        ).map { ($0[0], $0[1], $0[2]) }
    }

    /// What was given up, then what comes next.
    package func nextJobs(limit: Int) throws -> [(job: LearningJob, hasFailed: Bool)] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM jobs ORDER BY state = 'pending', not_before LIMIT ?",
            arguments: [limit]
        ).compactMap { row in LearningJob(row: row).map { ($0, row["state"] == "failed") } }
    }

    /// The last recall before a turn, with the agent it was for.
    package func lastRecallBeforeTurn() throws -> (injection: Injection, agent: String?)? {
        let row = try Row.fetchOne(
            connection,
            cachedSQL: """
                SELECT injections.*, agent_kind FROM injections LEFT JOIN sessions ON sessions.id = session_id
                WHERE entry = 'turn_start' ORDER BY at DESC LIMIT 1
                """, arguments: [])
        guard let row else { return nil }
        let shown = try String.fetchAll(
            connection, sql: "SELECT item_id FROM injection_items WHERE injection_id = ?",
            arguments: [row["id"] as String])
        return (Injection(row: row, shown: shown), row["agent_kind"])
    }
}
