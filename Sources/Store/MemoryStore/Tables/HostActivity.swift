import GRDB
package import MemoryModel

/// What has lately come from one host, from its newest turns that were not read out of a transcript.
package struct HostActivity: Sendable, Equatable {
    package var agent: String
    /// When a prompt last came.
    package var lastPromptAt: Timestamp?
    /// When the end of a turn with an answer in it last came.
    package var lastCaptureAt: Timestamp?
    /// When it was last recalled for, whether or not anything was handed over.
    package var lastRecallAt: Timestamp?
    /// When something was last handed over.
    package var lastBlockAt: Timestamp?
    /// Turns that were looked at, and those of them that a recall was recorded for.
    package var turns = 0
    package var recalledTurns = 0
    /// When the oldest turn began that has waited for its end for long; only of those begun after the last end.
    package var openSince: Timestamp?
    /// Turns that have waited for their end for long.
    package var openTooLong = 0
    /// Prompts since the last end of a turn whose own end can no longer come: their session asked again or was closed,
    /// or they have waited for long.
    package var promptsSinceCapture = 0
}

extension MemoryReader {
    /// Every agent that the home has turns of.
    package func agents() throws -> [String] {
        var agents: [String] = []
        let statement = try connection.cachedStatement(sql: "SELECT min(agent_kind) FROM turns WHERE agent_kind > ?")
        while let next = try String.fetchOne(statement, arguments: [agents.last ?? ""]) { agents.append(next) }
        return agents
    }

    /// - Parameter patience: milliseconds after which a turn without an end has waited for long.
    package func activity(ofHost agent: String, at now: Timestamp, patience: Int64) throws -> HostActivity {
        var activity = HostActivity(agent: agent)
        let rows = try Row.fetchCursor(connection.cachedStatement(sql: Self.lastTurnsSQL), arguments: [agent])
        var (laterSessions, isCaptured): (Set<String>, Bool) = ([], false)
        while let row = try rows.next() {
            let (began, isAnswered): (Timestamp, Bool) = (row["started_at"], row["is_answered"])
            // The daemon itself ends what was left open when a session closes; only an answer shows that the host did.
            let closed: Timestamp? = row["ended_at"]
            let ended = isAnswered ? closed : nil
            let hasFollower = !laterSessions.insert(row["session_id"]).inserted
            isCaptured = isCaptured || ended != nil
            if !isCaptured, hasFollower || closed != nil || began < now - patience { activity.promptsSinceCapture += 1 }
            activity.turns += 1
            activity.lastPromptAt = activity.lastPromptAt ?? began
            if let ended {
                activity.lastCaptureAt = max(activity.lastCaptureAt ?? ended, ended)
            } else if closed == nil, began < now - patience {
                activity.openTooLong += 1
                if activity.lastCaptureAt == nil { activity.openSince = began }
            }
            guard let recalled: Timestamp = row["recalled_at"] else { continue }
            activity.recalledTurns += 1
            activity.lastRecallAt = activity.lastRecallAt ?? recalled
            if row["tokens"] > 0 { activity.lastBlockAt = activity.lastBlockAt ?? recalled }
        }
        return activity
    }

    private static let lastTurnsSQL = """
        SELECT last.session_id AS session_id, started_at, ended_at, agent_text <> '' AS is_answered,
            injections.at AS recalled_at, coalesce(tokens, 0) AS tokens
        FROM (SELECT id, session_id, started_at, ended_at, agent_text FROM turns WHERE agent_kind = ?
            ORDER BY started_at DESC, id DESC LIMIT 50) AS last
        LEFT JOIN injections ON injections.turn_id = last.id
        WHERE NOT EXISTS (SELECT 1 FROM traces WHERE turn_id = last.id AND origin = 'imported')
        ORDER BY started_at DESC, last.id DESC
        """
}
