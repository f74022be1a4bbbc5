import GRDB
package import MemoryModel

/// As much of a turn as it takes to know it again under another name.
package struct TurnTrail: Sendable, Equatable {
    package var key: String
    package var userText: String
    package var startedAt: Timestamp
    /// `nil` while it goes on.
    package var endedAt: Timestamp?
}

extension MemoryReader {
    /// The turns of a session with words of a person in them.
    package func trails(of session: SessionID) throws -> [TurnTrail] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT key, user_text, started_at, ended_at FROM turns WHERE session_id = ? AND user_text <> ''
                """,
            arguments: [session.rawValue]
        ).map(TurnTrail.init(row:))
    }

    /// The turns of an agent that began within a span of time, except those of sessions that came of one kind of source.
    ///
    /// - Parameter source: as the sessions' meta says it, `importedFrom`.
    package func trails(
        ofAgent agentKind: String, from: Timestamp, to: Timestamp, exceptFrom source: String
    ) throws -> [TurnTrail] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT turns.key, turns.user_text, turns.started_at, turns.ended_at
                FROM turns JOIN sessions ON sessions.id = turns.session_id
                WHERE turns.agent_kind = ? AND turns.started_at BETWEEN ? AND ? AND turns.user_text <> ''
                AND coalesce(sessions.meta ->> '$.importedFrom', '') <> ?
                """,
            arguments: [agentKind, from, to, source]
        ).map(TurnTrail.init(row:))
    }

    /// Folders that turns were in and that a project is known of.
    package func workplaces(limit: Int) throws -> [String] {
        try String.fetchAll(
            connection, sql: "SELECT workspace FROM project_places ORDER BY workspace LIMIT ?", arguments: [limit])
    }

    /// Turns of a session that no hand has touched: none of their steps is edited or pinned.
    package func untouchedTurns(of session: SessionID) throws -> [(id: TurnID, key: String)] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT id, key FROM turns WHERE session_id = ? AND NOT EXISTS (
                    SELECT 1 FROM traces WHERE turn_id = turns.id AND (edited_at IS NOT NULL OR pinned_at IS NOT NULL))
                """,
            arguments: [session.rawValue]
        ).map { (TurnID($0[0]), $0[1]) }
    }
}

extension TurnTrail {
    fileprivate init(row: Row) {
        self.init(key: row[0], userText: row[1], startedAt: row[2], endedAt: row[3])
    }
}
