import GRDB
package import JSONText
import MemoryModel

/// A statement as it is kept.
package struct StoredStatement: Sendable, Equatable {
    /// In the order in which they came.
    package var row: Int64
    package var id: String
    package var envelope: JSON

    package init(row: Int64, id: String, envelope: JSON) {
        self.row = row
        self.id = id
        self.envelope = envelope
    }
}

extension MemoryReader {
    /// Statements that are still whole, in the order in which they came.
    package func statements(of hub: String, after row: Int64, limit: Int) throws -> [StoredStatement] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT row, id, envelope FROM hub_statements WHERE hub = ? AND row > ? AND envelope IS NOT NULL
                ORDER BY row LIMIT ?
                """,
            arguments: [hub, row, limit]
        ).map { StoredStatement(row: $0[0], id: $0[1], envelope: JSON(stored: $0[2])) }
    }

    /// Tombstones and revocations, in the order in which they came.
    package func removals(of hub: String, after row: Int64, limit: Int) throws -> [StoredStatement] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT row, id, envelope FROM hub_statements
                WHERE hub = ? AND row > ? AND type IN ('tombstone', 'revocation') ORDER BY row LIMIT ?
                """,
            arguments: [hub, row, limit]
        ).map { StoredStatement(row: $0[0], id: $0[1], envelope: JSON(stored: $0[2])) }
    }

    /// - Returns: `nil` when it is not here, or not any longer.
    package func statement(_ id: String) throws -> JSON? {
        let text = try String.fetchOne(
            connection.cachedStatement(sql: "SELECT envelope FROM hub_statements WHERE id = ?"), arguments: [id])
        return text.map { JSON(stored: $0) }
    }

    /// Whether it came before, also when nothing but its id is left.
    package func knowsStatement(_ id: String) throws -> Bool {
        try Bool.fetchOne(
            connection.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM hub_statements WHERE id = ?)"),
            arguments: [id]) ?? false
    }

    /// How many of a hub came after a row, and the row of the last of them.
    package func statementsKept(of hub: String, after row: Int64) throws -> (count: Int, last: Int64?) {
        let found = try Row.fetchOne(
            connection, cachedSQL: "SELECT count(*), max(row) FROM hub_statements WHERE hub = ? AND row > ?",
            arguments: [hub, row])
        return (found?[0] ?? 0, found?[1])
    }

    /// Statements the hub has not decided about, oldest first.
    package func outbox(limit: Int) throws -> [StoredStatement] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT hub_outbox.row, hub_outbox.id, envelope FROM hub_outbox
                JOIN hub_statements ON hub_statements.id = hub_outbox.id
                WHERE envelope IS NOT NULL ORDER BY hub_outbox.row LIMIT ?
                """,
            arguments: [limit]
        ).map { StoredStatement(row: $0[0], id: $0[1], envelope: JSON(stored: $0[2])) }
    }

    package func outboxCount() throws -> Int {
        try Int.fetchOne(connection, sql: "SELECT count(*) FROM hub_outbox") ?? 0
    }
}

extension MemoryTransaction {
    /// Keeps a statement; one that is here, or was, stays as it is.
    ///
    /// - Parameters:
    ///   - type: `item`, `tombstone`, `grant` or `revocation`.
    ///   - item: of items and tombstones.
    /// - Returns: whether it is new.
    package func keep(statement id: String, of hub: String, type: String, item: String?, envelope: JSON) throws -> Bool
    {
        try connection.cachedStatement(
            sql: """
                INSERT INTO hub_statements (id, hub, type, item, at, envelope) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [id, hub, type, item, now, envelope.text])
        return connection.changesCount > 0
    }

    /// Leaves of a statement nothing but its id.
    package func erase(statement id: String) throws {
        try connection.execute(sql: "UPDATE hub_statements SET envelope = NULL WHERE id = ?", arguments: [id])
        try connection.execute(sql: "DELETE FROM hub_outbox WHERE id = ?", arguments: [id])
    }

    /// Leaves nothing but the ids of what an item said in any version.
    package func erase(statementsOfItem item: String) throws {
        try connection.execute(
            sql: "DELETE FROM hub_outbox WHERE id IN (SELECT id FROM hub_statements WHERE item = ? AND type = 'item')",
            arguments: [item])
        try connection.execute(
            sql: "UPDATE hub_statements SET envelope = NULL WHERE item = ? AND type = 'item'", arguments: [item])
    }

    /// Lets a statement be as if it had never come, so that it may come again.
    package func forget(statement id: String) throws {
        try connection.execute(sql: "DELETE FROM hub_statements WHERE id = ?", arguments: [id])
    }

    package func enqueue(statement id: String) throws {
        try connection.execute(sql: "INSERT INTO hub_outbox (id) VALUES (?) ON CONFLICT DO NOTHING", arguments: [id])
    }

    package func dequeue(statement id: String) throws {
        try connection.execute(sql: "DELETE FROM hub_outbox WHERE id = ?", arguments: [id])
    }
}
