import GRDB
package import MemoryModel

extension MemoryReader {
    package func episode(_ id: EpisodeID) throws -> Episode? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM episodes WHERE id = ?", arguments: [id.rawValue]
        ).map(Episode.init(row:))
    }

    package func openEpisode(of session: SessionID) throws -> Episode? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM episodes WHERE session_id = ? AND closed_at IS NULL",
            arguments: [session.rawValue]
        ).map(Episode.init(row:))
    }

    /// Newest first.
    package func episodes(of session: SessionID?, limit: Int, offset: Int) throws -> [Episode] {
        if let session {
            return try Row.fetchAll(
                connection,
                sql: "SELECT * FROM episodes WHERE session_id = ? ORDER BY opened_at DESC, id DESC LIMIT ? OFFSET ?",
                arguments: [session.rawValue, limit, offset]
            ).map(Episode.init(row:))
        }
        return try Row.fetchAll(
            connection, sql: "SELECT * FROM episodes ORDER BY opened_at DESC, id DESC LIMIT ? OFFSET ?",
            arguments: [limit, offset]
        ).map(Episode.init(row:))
    }
}

extension MemoryTransaction {
    package func insert(_ episode: Episode) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO episodes (id, session_id, opened_at, last_active_at, closed_at, close_reason, turn_count,
                preview, reward) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            episode.id.rawValue, episode.sessionID.rawValue, episode.openedAt, episode.lastActiveAt, episode.closedAt,
            episode.closeReason?.rawValue, episode.turnCount, episode.preview, episode.reward,
        ])
    }

    /// Counts one more turn; the first one's words become the preview.
    package func countTurn(of episode: EpisodeID, at time: Timestamp, preview: String) throws {
        try connection.cachedStatement(
            sql: """
                UPDATE episodes SET turn_count = turn_count + 1, last_active_at = max(last_active_at, ?),
                preview = CASE preview WHEN '' THEN ? ELSE preview END WHERE id = ?
                """
        ).execute(arguments: [time, preview, episode.rawValue])
    }

    package func touch(_ episode: EpisodeID, at time: Timestamp) throws {
        try connection.cachedStatement(
            sql: "UPDATE episodes SET last_active_at = max(last_active_at, ?) WHERE id = ?"
        ).execute(arguments: [time, episode.rawValue])
    }

    /// Opens a closed episode again. No other of its session may be open.
    package func reopen(_ episode: EpisodeID, at time: Timestamp) throws {
        try connection.execute(
            sql: """
                UPDATE episodes SET closed_at = NULL, close_reason = NULL, last_active_at = max(last_active_at, ?)
                WHERE id = ?
                """,
            arguments: [time, episode.rawValue]
        )
    }

    /// - Returns: whether it was open.
    @discardableResult
    package func close(_ episode: EpisodeID, at time: Timestamp, reason: Episode.CloseReason) throws -> Bool {
        try connection.execute(
            sql: "UPDATE episodes SET closed_at = ?, close_reason = ? WHERE id = ? AND closed_at IS NULL",
            arguments: [time, reason.rawValue, episode.rawValue]
        )
        return connection.changesCount > 0
    }
}

extension Episode {
    init(row: Row) {
        self.init(
            id: EpisodeID(row["id"]), sessionID: SessionID(row["session_id"]), openedAt: row["opened_at"],
            lastActiveAt: row["last_active_at"], closedAt: row["closed_at"],
            closeReason: (row["close_reason"] as String?).flatMap(CloseReason.init(rawValue:)),
            turnCount: row["turn_count"], preview: row["preview"], reward: row["reward"]
        )
    }
}
