import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    package func injection(ofTurn turn: TurnID) throws -> Injection? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM injections WHERE turn_id = ?", arguments: [turn.rawValue]
        ).map { row in
            let id: String = row["id"]
            return Injection(
                row: row,
                shown: try String.fetchAll(
                    connection, sql: "SELECT item_id FROM shown_items WHERE injection_id = ?", arguments: [id]
                )
            )
        }
    }

    package func lastInjection() throws -> Injection? {
        try Row.fetchOne(connection, sql: "SELECT * FROM injections ORDER BY at DESC LIMIT 1")
            .map { Injection(row: $0, shown: []) }
    }

    /// What the session has been shown already.
    package func shownItems(in session: SessionID) throws -> Set<String> {
        Set(
            try String.fetchAll(
                connection.cachedStatement(sql: "SELECT item_id FROM shown_items WHERE session_id = ?"),
                arguments: [session.rawValue]
            )
        )
    }
}

extension MemoryTransaction {
    /// Records what was shown. A turn has at most one injection: the first stays.
    package func insert(_ injection: Injection) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO injections (id, session_id, episode_id, turn_id, at, entry, query, text, tokens, explanation,
                latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            injection.id.rawValue, injection.sessionID?.rawValue, injection.episodeID?.rawValue,
            injection.turnID?.rawValue, injection.at, injection.entry.rawValue, injection.query, injection.text,
            injection.tokens, injection.explanation.text, injection.latencyMilliseconds,
        ])
        guard connection.changesCount > 0, let session = injection.sessionID, !injection.text.isEmpty else { return }
        let insertion = try connection.cachedStatement(
            sql: "INSERT OR IGNORE INTO shown_items (session_id, item_id, injection_id) VALUES (?, ?, ?)"
        )
        for item in injection.shown {
            try insertion.execute(arguments: [session.rawValue, item, injection.id.rawValue])
        }
        try insertItems(of: injection)
    }
}

extension Injection {
    init(row: Row, shown: [String]) {
        self.init(
            id: InjectionID(row["id"]), sessionID: (row["session_id"] as String?).map(SessionID.init),
            episodeID: (row["episode_id"] as String?).map(EpisodeID.init),
            turnID: (row["turn_id"] as String?).map(TurnID.init), at: row["at"],
            entry: RecallEntry(rawValue: row["entry"]) ?? .turnStart, query: row["query"], text: row["text"],
            tokens: row["tokens"], shown: shown, explanation: JSON(stored: row["explanation"]),
            latencyMilliseconds: row["latency_ms"]
        )
    }
}
