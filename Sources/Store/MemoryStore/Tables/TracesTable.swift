import GRDB
import JSONText
package import MemoryModel

/// What the index sees of a trace beside its texts.
package struct IndexedText: Sendable, Equatable {
    package var action: String
    package var observation: String
    /// Number of terms over all four texts, for length normalisation.
    package var length: Int

    package init(action: String, observation: String, length: Int) {
        self.action = action
        self.observation = observation
        self.length = length
    }
}

extension MemoryReader {
    package func trace(_ id: TraceID) throws -> Trace? {
        try traces(where: "traces.id = ?", arguments: [id.rawValue]).first
    }

    /// In the order they happened.
    package func traces(ofEpisode episode: EpisodeID) throws -> [Trace] {
        try traces(where: "traces.episode_id = ? ORDER BY traces.rowid", arguments: [episode.rawValue])
    }

    package func traces(ofTurn turn: TurnID) throws -> [Trace] {
        try traces(where: "traces.turn_id = ? ORDER BY traces.step", arguments: [turn.rawValue])
    }

    /// Newest first.
    package func traces(session: SessionID?, limit: Int, offset: Int) throws -> [Trace] {
        if let session {
            return try traces(
                where: "traces.session_id = ? ORDER BY traces.rowid DESC LIMIT ? OFFSET ?",
                arguments: [session.rawValue, limit, offset]
            )
        }
        return try traces(where: "1 ORDER BY traces.rowid DESC LIMIT ? OFFSET ?", arguments: [limit, offset])
    }

    package func traces(rows: [Int64]) throws -> [Int64: Trace] {
        guard !rows.isEmpty else { return [:] }
        let list = rows.map(String.init).joined(separator: ",")
        let found = try Row.fetchAll(connection, sql: "SELECT * FROM traces WHERE rowid IN (\(list))")
        let errors = try errorMarks(rows: list)
        return found.reduce(into: [:]) { result, row in
            let rowid: Int64 = row["rowid"]
            result[rowid] = Trace(row: row, errors: errors[rowid] ?? [])
        }
    }

    func traces(where condition: String, arguments: StatementArguments) throws -> [Trace] {
        let rows = try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM traces WHERE \(condition)", arguments: arguments
        )
        guard !rows.isEmpty else { return [] }
        let errors = try errorMarks(rows: rows.map { String($0["rowid"] as Int64) }.joined(separator: ","))
        return rows.map { Trace(row: $0, errors: errors[$0["rowid"]] ?? []) }
    }

    private func errorMarks(rows list: String) throws -> [Int64: [Trace.ErrorMark]] {
        let rows = try Row.fetchAll(
            connection,
            sql: "SELECT * FROM error_signatures WHERE trace_rowid IN (\(list)) ORDER BY trace_rowid, signature"
        )
        return rows.reduce(into: [:]) { result, row in
            result[row["trace_rowid"], default: []].append(
                Trace.ErrorMark(signature: row["signature"], errorClass: row["error_class"], code: row["code"])
            )
        }
    }
}

extension MemoryTransaction {
    package func insert(_ trace: Trace, indexed: IndexedText) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO traces (id, session_id, episode_id, turn_id, step, kind, at, agent_kind, profile, workspace,
                user_text, agent_text, thinking, action_text, observation_text, call, outcome, summary, tags, reflection,
                reflection_weight, value, origin, length)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            trace.id.rawValue, trace.sessionID.rawValue, trace.episodeID.rawValue, trace.turnID.rawValue, trace.step,
            trace.kind.rawValue, trace.at, trace.owner.agentKind, trace.owner.profile, trace.owner.workspace,
            trace.userText, trace.agentText, trace.thinking, indexed.action, indexed.observation,
            trace.call?.stored.text, trace.outcome.rawValue, trace.summary, JSON(trace.tags).text, trace.reflection,
            trace.reflectionWeight, trace.value, trace.origin.rawValue, indexed.length,
        ])
        guard !trace.errors.isEmpty else { return }
        let row = connection.lastInsertedRowID
        let insertion = try connection.cachedStatement(
            sql:
                "INSERT OR IGNORE INTO error_signatures (signature, trace_rowid, error_class, code) VALUES (?, ?, ?, ?)"
        )
        for mark in trace.errors {
            try insertion.execute(arguments: [mark.signature, row, mark.errorClass, mark.code])
        }
    }
}

extension Trace {
    init(row: Row, errors: [ErrorMark]) {
        self.init(
            id: TraceID(row["id"]), sessionID: SessionID(row["session_id"]), episodeID: EpisodeID(row["episode_id"]),
            turnID: TurnID(row["turn_id"]), step: row["step"], kind: Kind(rawValue: row["kind"]) ?? .answer,
            at: row["at"], owner: Namespace(row: row), userText: row["user_text"], agentText: row["agent_text"],
            thinking: row["thinking"], call: (row["call"] as String?).flatMap { ToolCall(stored: JSON(stored: $0)) },
            outcome: Outcome(rawValue: row["outcome"]) ?? .unknown, summary: row["summary"],
            tags: JSON(stored: row["tags"]).array?.compactMap(\.string) ?? [], errors: errors,
            reflection: row["reflection"], reflectionWeight: row["reflection_weight"], value: row["value"],
            origin: Origin(rawValue: row["origin"]) ?? .live
        )
        creditRule = (row["credit"] as String?).flatMap { JSON(stored: $0)["rule"]?.string }
        pinnedAt = row["pinned_at"]
        share = (row["share"] as String?).flatMap(Share.init) ?? .private
        editedAt = row["edited_at"]
        ownWords = Set(((row["own_words"] as String?).map(JSON.init(stored:))?.texts ?? []).compactMap(Wording.init))
    }
}
