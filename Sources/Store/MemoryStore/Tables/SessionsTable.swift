import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    package func session(_ id: SessionID) throws -> Session? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM sessions WHERE id = ?", arguments: [id.rawValue]
        ).map(Session.init(row:))
    }
}

extension MemoryTransaction {
    package func insert(_ session: Session) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO sessions (id, agent_kind, profile, workspace, opened_at, last_active_at, closed_at, meta)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            session.id.rawValue, session.owner.agentKind, session.owner.profile, session.owner.workspace,
            session.openedAt, session.lastActiveAt, session.closedAt, session.meta.text,
        ])
    }

    /// Marks activity; a closed session is open again, and times never run backwards.
    package func touch(_ session: SessionID, at time: Timestamp, workspace: String?) throws {
        try connection.cachedStatement(
            sql: """
                UPDATE sessions SET last_active_at = max(last_active_at, ?), closed_at = NULL,
                workspace = coalesce(?, workspace) WHERE id = ?
                """
        ).execute(arguments: [time, workspace, session.rawValue])
    }

    package func markCompacted(_ session: SessionID, at time: Timestamp) throws {
        try connection.execute(
            sql: "UPDATE sessions SET compacted_at = ? WHERE id = ?", arguments: [time, session.rawValue]
        )
    }

    package func close(_ session: SessionID, at time: Timestamp) throws {
        try connection.execute(
            sql: "UPDATE sessions SET closed_at = coalesce(closed_at, ?) WHERE id = ?",
            arguments: [time, session.rawValue]
        )
    }
}

extension Session {
    init(row: Row) {
        self.init(
            id: SessionID(row["id"]),
            owner: Namespace(row: row), openedAt: row["opened_at"], lastActiveAt: row["last_active_at"],
            closedAt: row["closed_at"], compactedAt: row["compacted_at"], meta: JSON(stored: row["meta"])
        )
    }
}

extension Namespace {
    init(row: Row) {
        self.init(agentKind: row["agent_kind"], profile: row["profile"], workspace: row["workspace"])
    }
}

extension JSON {
    /// A column of our own writing; what cannot be read is `null`.
    init(stored text: String?) {
        self = text.flatMap { try? JSON(parsing: $0) } ?? .null
    }
}

extension Row {
    static func fetchOne(
        _ connection: Database, cachedSQL: String, arguments: StatementArguments
    ) throws -> Row? {
        try fetchOne(connection.cachedStatement(sql: cachedSQL), arguments: arguments)
    }

    static func fetchAll(
        _ connection: Database, cachedSQL: String, arguments: StatementArguments
    ) throws -> [Row] {
        try fetchAll(connection.cachedStatement(sql: cachedSQL), arguments: arguments)
    }

    static func fetchCursor(
        _ connection: Database, cachedSQL: String, arguments: StatementArguments
    ) throws -> RowCursor {
        try fetchCursor(connection.cachedStatement(sql: cachedSQL), arguments: arguments)
    }
}
