import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    package func turn(_ id: TurnID) throws -> Turn? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM turns WHERE id = ?", arguments: [id.rawValue]
        ).map(Turn.init(row:))
    }

    package func turn(session: SessionID, key: String) throws -> Turn? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM turns WHERE session_id = ? AND key = ?",
            arguments: [session.rawValue, key]
        ).map(Turn.init(row:))
    }

    /// Turns of a session that have begun and not ended, oldest first.
    package func openTurns(of session: SessionID) throws -> [Turn] {
        try Row.fetchAll(
            connection,
            cachedSQL: "SELECT * FROM turns WHERE session_id = ? AND ended_at IS NULL ORDER BY started_at, id",
            arguments: [session.rawValue]
        ).map(Turn.init(row:))
    }

    /// Calls handed over so far for a turn that has not ended.
    package func pendingCalls(of turn: TurnID) throws -> [ToolCall] {
        try String.fetchAll(
            connection, sql: "SELECT call FROM pending_calls WHERE turn_id = ? ORDER BY ordinal",
            arguments: [turn.rawValue]
        ).compactMap { ToolCall(stored: JSON(stored: $0)) }
    }
}

/// A place in the list of turns.
package struct TurnCursor: Sendable {
    package let startedAt: Timestamp
    package let id: TurnID

    package init(startedAt: Timestamp, id: TurnID) {
        self.startedAt = startedAt
        self.id = id
    }
}

extension MemoryTransaction {
    package func insert(_ turn: Turn) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO turns (id, session_id, key, episode_id, agent_kind, profile, workspace, user_text, agent_text,
                started_at, ended_at, outcome, branch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            turn.id.rawValue, turn.sessionID.rawValue, turn.key, turn.episodeID.rawValue, turn.owner.agentKind,
            turn.owner.profile, turn.owner.workspace, turn.userText, turn.agentText, turn.startedAt, turn.endedAt,
            turn.outcome.rawValue, turn.branch,
        ])
    }

    package func setUserText(_ text: String, of turn: TurnID) throws {
        try connection.execute(sql: "UPDATE turns SET user_text = ? WHERE id = ?", arguments: [text, turn.rawValue])
    }

    /// What the agent has said so far in a turn that goes on.
    package func setAgentText(_ text: String, of turn: TurnID) throws {
        try connection.execute(sql: "UPDATE turns SET agent_text = ? WHERE id = ?", arguments: [text, turn.rawValue])
    }

    /// Ends a turn: its texts as captured, and nothing pending any more.
    package func end(_ turn: Turn, contentHash: String) throws {
        try connection.cachedStatement(
            sql: """
                UPDATE turns SET user_text = ?, agent_text = ?, ended_at = ?, outcome = ?, content_hash = ? WHERE id = ?
                """
        ).execute(arguments: [
            turn.userText, turn.agentText, turn.endedAt, turn.outcome.rawValue, contentHash, turn.id.rawValue,
        ])
        try connection.cachedStatement(sql: "DELETE FROM pending_calls WHERE turn_id = ?")
            .execute(arguments: [turn.id.rawValue])
    }

    /// Keeps a call until its turn ends. A call id seen before in the turn replaces the earlier one.
    package func append(_ call: ToolCall, to turn: TurnID) throws {
        try connection.execute(
            sql: """
                INSERT INTO pending_calls (turn_id, ordinal, call_id, call)
                VALUES (?1, (SELECT coalesce(max(ordinal), -1) + 1 FROM pending_calls WHERE turn_id = ?1), ?2, ?3)
                ON CONFLICT (turn_id, call_id) WHERE call_id IS NOT NULL DO UPDATE SET call = excluded.call
                """,
            arguments: [turn.rawValue, call.id, call.stored.text]
        )
    }
}

extension MemoryReader {
    /// Turns that ended at a time, or whose end was put off to their start because the time lay before it; with the
    /// hash of what they said. Newest first.
    package func endedTurns(
        session: SessionID, at time: Timestamp
    ) throws -> [(turn: Turn, contentHash: String)] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM turns WHERE session_id = ?1 AND content_hash IS NOT NULL
                AND (ended_at = ?2 OR (ended_at > ?2 AND ended_at = started_at)) ORDER BY id DESC LIMIT 50
                """,
            arguments: [session.rawValue, time]
        ).map { (Turn(row: $0), $0["content_hash"]) }
    }

    /// The branches on which turns were; those of which none is known are left out.
    package func branches(ofTurns turns: Set<TurnID>) throws -> [TurnID: String] {
        guard !turns.isEmpty else { return [:] }
        let rows = try Row.fetchCursor(
            connection,
            cachedSQL: """
                SELECT id, branch FROM turns
                WHERE id IN (SELECT value FROM json_each(?)) AND branch IS NOT NULL
                """,
            arguments: [JSON(turns.map(\.rawValue)).text]
        )
        var branches: [TurnID: String] = [:]
        while let row = try rows.next() { branches[TurnID(row[0])] = row[1] }
        return branches
    }
}

extension Turn {
    init(row: Row) {
        self.init(
            id: TurnID(row["id"]), key: row["key"], sessionID: SessionID(row["session_id"]),
            episodeID: EpisodeID(row["episode_id"]), owner: Namespace(row: row), userText: row["user_text"],
            agentText: row["agent_text"], startedAt: row["started_at"], endedAt: row["ended_at"],
            outcome: Outcome(rawValue: row["outcome"]) ?? .unknown, branch: row["branch"]
        )
    }
}

extension ToolCall {
    /// The stored form of a call: the same member names as the wire's, which makes the column readable by people.
    var stored: JSON {
        .object(present: [
            ("toolCallId", id.map(JSON.string)), ("name", .string(name)), ("input", input),
            ("output", output.map(JSON.string)), ("errorCode", errorCode.map(JSON.string)),
            ("startedAt", startedAt.map(JSON.integer)), ("endedAt", endedAt.map(JSON.integer)),
            ("thinkingBefore", thinkingBefore.map(JSON.string)), ("assistantTextBefore", textBefore.map(JSON.string)),
        ])
    }

    init?(stored value: JSON) {
        guard let name = value["name"]?.string else { return nil }
        self.init(
            id: value["toolCallId"]?.string, name: name, input: value["input"] ?? .null,
            output: value["output"]?.string,
            errorCode: value["errorCode"]?.string, startedAt: value["startedAt"]?.int, endedAt: value["endedAt"]?.int,
            thinkingBefore: value["thinkingBefore"]?.string, textBefore: value["assistantTextBefore"]?.string
        )
    }
}
