import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    /// Lessons of one kind of goal that no policy has yet, newest first.
    ///
    /// - Parameters:
    ///   - tag: the first place of their signatures.
    ///   - since: older ones have waited long enough.
    package func waitingLessons(
        of owner: Namespace, tag: String, since: Timestamp, limit: Int
    ) throws -> [LessonRow] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM lessons WHERE policy_id IS NULL AND agent_kind = ? AND profile = ? AND primary_tag = ?
                AND at >= ? ORDER BY at DESC, id LIMIT ?
                """,
            arguments: [owner.agentKind, owner.profile, tag, since, limit]
        ).map(LessonRow.init(row:))
    }

    /// Newest first.
    package func lessons(of policy: PolicyID, limit: Int) throws -> [LessonRow] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM lessons WHERE policy_id = ? ORDER BY at DESC, id LIMIT ?",
            arguments: [policy.rawValue, limit]
        ).map(LessonRow.init(row:))
    }

    package func lessons(of episode: EpisodeID) throws -> [LessonRow] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM lessons WHERE episode_id = ? ORDER BY id",
            arguments: [episode.rawValue]
        ).map(LessonRow.init(row:))
    }

    package func hasLesson(_ id: String) throws -> Bool {
        try Bool.fetchOne(
            connection.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM lessons WHERE id = ?)"), arguments: [id]
        ) ?? false
    }

    /// Policies of one kind of goal, archived ones too, the last changed first.
    package func policies(of owner: Namespace, tag: String, limit: Int) throws -> [Policy] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM policies WHERE agent_kind = ? AND profile = ? AND signature >= ? AND signature < ?
                ORDER BY updated_at DESC, rowid DESC LIMIT ?
                """,
            arguments: [owner.agentKind, owner.profile, tag + "|", tag + "}", limit]
        ).map { Policy(columns: ItemColumns(row: $0)) }
    }
}

extension MemoryTransaction {
    /// Writes lessons, new or again.
    package func keep(_ lessons: [LessonRow]) throws {
        let insertion = try connection.cachedStatement(
            sql: """
                INSERT INTO lessons (id, signature, primary_tag, episode_id, trace_id, at, agent_kind, profile,
                workspace, value, policy_id, role, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET signature = excluded.signature, primary_tag = excluded.primary_tag,
                value = excluded.value, policy_id = excluded.policy_id, role = excluded.role, content = excluded.content
                """
        )
        for lesson in lessons {
            try insertion.execute(arguments: [
                lesson.id, lesson.signature, lesson.primaryTag, lesson.episodeID.rawValue, lesson.traceID.rawValue,
                lesson.at, lesson.owner.agentKind, lesson.owner.profile, lesson.owner.workspace, lesson.value,
                lesson.policyID?.rawValue, lesson.role.rawValue, lesson.content.text,
            ])
        }
    }

    /// Hands lessons of one policy over to another; those that have left it meanwhile stay where they are.
    package func move(lessons ids: [String], from: PolicyID, to: PolicyID) throws {
        let update = try connection.cachedStatement(
            sql: "UPDATE lessons SET policy_id = ? WHERE id = ? AND policy_id = ?")
        for id in ids { try update.execute(arguments: [to.rawValue, id, from.rawValue]) }
    }

    package func dropLessons(_ ids: [String]) throws {
        for id in ids { try connection.execute(sql: "DELETE FROM lessons WHERE id = ?", arguments: [id]) }
    }

    /// Drops lessons that have waited too long.
    ///
    /// - Returns: how many.
    @discardableResult
    package func dropWaitingLessons(before time: Timestamp) throws -> Int {
        try connection.execute(sql: "DELETE FROM lessons WHERE policy_id IS NULL AND at < ?", arguments: [time])
        return connection.changesCount
    }
}

extension LessonRow {
    package var primaryTag: String { String(signature.prefix { $0 != "|" }) }

    init(row: Row) {
        self.init(
            id: row["id"], signature: row["signature"], episodeID: EpisodeID(row["episode_id"]),
            traceID: TraceID(row["trace_id"]), at: row["at"], owner: Namespace(row: row), value: row["value"],
            policyID: (row["policy_id"] as String?).map(PolicyID.init), role: Role(rawValue: row["role"]) ?? .with,
            content: JSON(stored: row["content"])
        )
    }
}
