import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    /// Notes that a session is still to be told, oldest first.
    package func notesToTell(in session: SessionID) throws -> [GuidanceNote] {
        try notes(
            "session_id = ? AND told_at IS NULL ORDER BY at, id LIMIT 20", [session.rawValue]
        )
    }

    /// The newest notes of an owner, newest first; of all projects.
    package func notes(of owner: Namespace, limit: Int) throws -> [GuidanceNote] {
        try notes(
            "agent_kind = ? AND profile = ? ORDER BY at DESC, id LIMIT ?", [owner.agentKind, owner.profile, limit]
        )
    }

    package func note(_ id: String) throws -> GuidanceNote? { try notes("id = ?", [id]).first }

    package func notes(of episode: EpisodeID) throws -> [GuidanceNote] {
        try notes("episode_id = ? ORDER BY at, id", [episode.rawValue])
    }

    private func notes(_ condition: String, _ arguments: StatementArguments) throws -> [GuidanceNote] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM guidance_notes WHERE \(condition)", arguments: arguments
        ).map(GuidanceNote.init(row:))
    }
}

extension MemoryTransaction {
    /// Writes a note; a known one that has more to say now is told again.
    ///
    /// - Returns: whether it says anything new.
    @discardableResult
    package func keep(_ note: GuidanceNote) throws -> Bool {
        try connection.execute(
            sql: """
                INSERT INTO guidance_notes (id, at, agent_kind, profile, workspace, session_id, episode_id, origin,
                context, cues, guidance, text, policy_ids, told_at, provenance)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cues = excluded.cues,
                guidance = excluded.guidance, text = excluded.text, provenance = excluded.provenance, told_at = NULL
                WHERE text <> excluded.text
                """,
            arguments: [
                note.id, note.at, note.owner.agentKind, note.owner.profile, note.owner.workspace,
                note.sessionID.rawValue, note.episodeID?.rawValue, note.origin.rawValue, note.context,
                JSON(note.cues).text, note.guidance.stored.text, note.text, JSON(ids: note.policyIDs).text,
                note.toldAt, note.provenance.stored,
            ]
        )
        return connection.changesCount > 0
    }

    package func markTold(_ notes: [String], at time: Timestamp) throws {
        for id in notes {
            try connection.execute(
                sql: "UPDATE guidance_notes SET told_at = ? WHERE id = ? AND told_at IS NULL", arguments: [time, id])
        }
    }
}

extension GuidanceNote {
    fileprivate init(row: Row) {
        let columns = ItemColumns(row: row)
        self.init(
            id: row["id"], at: row["at"], owner: Namespace(row: row), sessionID: SessionID(row["session_id"]),
            episodeID: (row["episode_id"] as String?).map(EpisodeID.init),
            origin: Origin(rawValue: row["origin"]) ?? .feedback, context: row["context"], cues: columns.texts("cues"),
            guidance: columns.guidance, text: row["text"], policyIDs: columns.ids("policy_ids"), toldAt: row["told_at"],
            provenance: columns.provenance
        )
    }
}
