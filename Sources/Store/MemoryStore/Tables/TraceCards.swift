import GRDB
package import MemoryModel

/// A trace as ranking reads it: where it stands and what it says, without what only people want to see.
package struct TraceCard: Sendable, Equatable {
    package var head: TraceHead
    package var outcome: Outcome
    package var userText: String
    package var agentText: String
    package var actionText: String
    package var observationText: String
    package var isPinned: Bool

    /// What was said and done in this step, as one text.
    package var text: String {
        let parts = head.kind == .tool ? [actionText, observationText] : [userText, agentText]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension MemoryReader {
    package func cards(of rows: some Collection<Int64>) throws -> [Int64: TraceCard] {
        guard !rows.isEmpty else { return [:] }
        var cards: [Int64: TraceCard] = [:]
        cards.reserveCapacity(rows.count)
        let cursor = try Row.fetchCursor(
            connection,
            sql: """
                SELECT rowid, id, session_id, episode_id, turn_id, kind, at, workspace, value, length, outcome, user_text,
                agent_text, action_text, observation_text, pinned_at IS NOT NULL
                FROM traces WHERE rowid IN (\(rows.map(String.init).joined(separator: ",")))
                """
        )
        while let row = try cursor.next() {
            cards[row[0]] = TraceCard(
                head: TraceHead(row: row), outcome: Outcome(rawValue: row[10]) ?? .unknown, userText: row[11],
                agentText: row[12], actionText: row[13], observationText: row[14], isPinned: row[15]
            )
        }
        return cards
    }
}
