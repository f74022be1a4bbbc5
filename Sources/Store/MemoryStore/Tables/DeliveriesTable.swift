import GRDB
package import MemoryModel

extension MemoryReader {
    /// The reply given when a hook's record was taken, if it was.
    package func reply(toRecord id: String) throws -> String? {
        try String.fetchOne(
            connection.cachedStatement(sql: "SELECT reply FROM deliveries WHERE record_id = ?"), arguments: [id]
        )
    }

    /// When the newest turns ended, and whose they were.
    package func lastCapture() throws -> (at: Timestamp, host: String)? {
        try Row.fetchAll(
            connection, sql: "SELECT ended_at, agent_kind FROM turns ORDER BY started_at DESC LIMIT 20"
        ).compactMap { row in (row["ended_at"] as Timestamp?).map { (at: $0, host: row["agent_kind"]) } }
            .max { $0.at < $1.at }
    }

    /// How much of a transcript has been read: its size and age then.
    package func importMark(path: String) throws -> (size: Int64, modifiedAt: Timestamp)? {
        try Row.fetchOne(
            connection, sql: "SELECT size, modified_at FROM import_sources WHERE path = ?", arguments: [path]
        ).map { ($0["size"], $0["modified_at"]) }
    }
}

extension MemoryTransaction {
    package func markDelivered(record id: String, host: String, reply: String) throws {
        try connection.cachedStatement(
            sql: "INSERT INTO deliveries (record_id, at, host, reply) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [id, now, host, reply])
    }

    package func pruneDeliveries(before time: Timestamp) throws {
        try connection.execute(sql: "DELETE FROM deliveries WHERE at < ?", arguments: [time])
    }

    package func markImported(
        path: String, format: String, size: Int64, modifiedAt: Timestamp, turns: Int
    ) throws {
        try connection.execute(
            sql: """
                INSERT INTO import_sources (path, format, size, modified_at, turns, imported_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET format = excluded.format, size = excluded.size, turns = excluded.turns,
                modified_at = excluded.modified_at, imported_at = excluded.imported_at
                """,
            arguments: [path, format, size, modifiedAt, turns, now]
        )
    }
}
