import GRDB
package import JSONText
package import MemoryModel

/// What a change did to one step: its members that changed, as they were and as they are.
package struct TraceEdit: Sendable, Equatable {
    package enum Action: String, Sendable {
        /// Other words.
        case edit
        /// Pins, tags, shares.
        case mark
    }

    /// Of the change, which may have changed several steps.
    package var id: String
    package var trace: TraceID
    package var action: Action
    package var before: JSON
    package var after: JSON
    package var undoneAt: Timestamp?

    package init(id: String, trace: TraceID, action: Action, before: JSON, after: JSON) {
        self.id = id
        self.trace = trace
        self.action = action
        self.before = before
        self.after = after
    }
}

extension MemoryReader {
    /// The steps of one change that are still there; empty when there is no such change.
    package func edits(of change: String) throws -> [TraceEdit] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM trace_edits WHERE id = ? ORDER BY trace_id", arguments: [change]
        ).map {
            var edit = TraceEdit(
                id: $0["id"], trace: TraceID($0["trace_id"]), action: TraceEdit.Action(rawValue: $0["action"]) ?? .mark,
                before: JSON(stored: $0["before"]), after: JSON(stored: $0["after"]))
            edit.undoneAt = $0["undone_at"]
            return edit
        }
    }
}

extension MemoryTransaction {
    package func insert(_ edit: TraceEdit) throws {
        try connection.cachedStatement(
            sql: "INSERT INTO trace_edits (id, trace_id, at, action, before, after) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            edit.id, edit.trace.rawValue, now, edit.action.rawValue, edit.before.text, edit.after.text,
        ])
    }

    package func markUndone(_ change: String) throws {
        try connection.execute(sql: "UPDATE trace_edits SET undone_at = ? WHERE id = ?", arguments: [now, change])
    }

    /// Drops what nobody takes back any more.
    package func pruneEdits(before time: Timestamp) throws {
        try connection.execute(sql: "DELETE FROM trace_edits WHERE at < ?", arguments: [time])
    }

    /// Writes what a person can set on a step: pin, share, tags.
    package func mark(_ trace: Trace) throws {
        try connection.cachedStatement(
            sql: "UPDATE traces SET pinned_at = ?, share = ?, tags = ?, edited_at = ? WHERE id = ?"
        ).execute(arguments: [
            trace.pinnedAt, trace.share == .private ? nil : trace.share.rawValue, JSON(trace.tags).text, trace.editedAt,
            trace.id.rawValue,
        ])
    }

    /// Writes other words for a step; the index and the vectors follow. The question and the answer are the turn's too,
    /// and the first question is what its task is called by.
    ///
    /// - Parameters:
    ///   - trace: as it shall be.
    ///   - length: number of terms of its texts; `nil`: as it was.
    package func reword(_ trace: Trace, length: Int?) throws {
        let row = try Int64.fetchOne(
            connection, sql: "SELECT rowid FROM traces WHERE id = ?", arguments: [trace.id.rawValue])
        try connection.execute(sql: "DELETE FROM error_signatures WHERE trace_rowid = ?", arguments: [row])
        for mark in trace.errors {
            try connection.execute(
                sql: "INSERT INTO error_signatures (signature, trace_rowid, error_class, code) VALUES (?, ?, ?, ?)",
                arguments: [mark.signature, row, mark.errorClass, mark.code])
        }
        try connection.execute(
            sql: """
                UPDATE traces SET user_text = ?, agent_text = ?, summary = ?, reflection = ?, length = coalesce(?, length), edited_at = ?,
                own_words = ? WHERE id = ?
                """,
            arguments: [
                trace.userText, trace.agentText, trace.summary, trace.reflection, length, trace.editedAt,
                trace.ownWords.isEmpty ? nil : JSON(trace.ownWords.map(\.rawValue).sorted()).text, trace.id.rawValue,
            ])
        guard trace.kind == .answer, let turn = try reader.turn(trace.turnID) else { return }
        try connection.execute(
            sql: "UPDATE turns SET user_text = ?, agent_text = ? WHERE id = ?",
            arguments: [trace.userText, trace.agentText, trace.turnID.rawValue])
        try connection.execute(
            sql: "UPDATE episodes SET preview = ? WHERE id = ? AND preview = ?",
            arguments: [
                Episode.preview(of: trace.userText), trace.episodeID.rawValue, Episode.preview(of: turn.userText),
            ])
        try connection.execute(
            sql: """
                INSERT OR REPLACE INTO vector_changes (kind, item) SELECT 'episode', min(traces.rowid)
                FROM episodes JOIN traces ON traces.episode_id = episodes.id
                WHERE episodes.id = ? AND closed_at IS NOT NULL GROUP BY episodes.id
                """,
            arguments: [trace.episodeID.rawValue])
    }
}
