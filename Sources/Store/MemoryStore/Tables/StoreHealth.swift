import GRDB
package import MemoryModel

/// What the database says of itself.
package struct StoreHealth: Sendable {
    /// What is damaged; empty when nothing is.
    package var damages: [String]
    /// The newest migration of the file.
    package var schema: String
    package var traces: Int
    /// Traces that the full-text index knows.
    package var indexed: Int
    package var failedJobs: Int
    /// When the newest turn began; `nil` without any.
    package var newestAt: Timestamp?
}

/// An agent that has been here.
package struct SeenAgent: Sendable {
    package var name: String
    package var sessions: Int
    package var lastActiveAt: Timestamp
}

extension MemoryReader {
    /// Reads the whole file, so that it may take seconds for a large one; ends when its task is cancelled.
    package func health() throws -> StoreHealth {
        let answers = try String.fetchAll(connection, sql: "PRAGMA quick_check(5)")
        func count(_ source: String) throws -> Int {
            try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(source)") ?? 0
        }
        return StoreHealth(
            damages: answers.filter { $0 != "ok" },
            schema: try String.fetchOne(connection, sql: "SELECT max(identifier) FROM grdb_migrations") ?? "",
            traces: try count("traces"), indexed: try count("trace_terms_docsize"),
            failedJobs: try count("jobs WHERE state = 'failed'"),
            newestAt: try Timestamp.fetchOne(connection, sql: "SELECT max(started_at) FROM turns"))
    }

    /// The most recent first.
    package func seenAgents() throws -> [SeenAgent] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT agent_kind, count(*) AS sessions, max(last_active_at) AS last FROM sessions
                GROUP BY agent_kind ORDER BY last DESC
                """
        ).map { SeenAgent(name: $0["agent_kind"], sessions: $0["sessions"], lastActiveAt: $0["last"]) }
    }
}
