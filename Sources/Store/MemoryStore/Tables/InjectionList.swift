import GRDB
import JSONText
package import MemoryModel

/// Which recalls a list shows.
package struct InjectionFilter: Sendable, Equatable {
    package var agent: String?
    package var entry: RecallEntry?
    /// Whether nothing was handed over; `nil`: both.
    package var isSilent: Bool?
    package var since: Timestamp?
    package var until: Timestamp?
    /// Those that may be silent: nobody asked. A search has no text of its own.
    package var unasked: Set<RecallEntry>

    /// - Parameter unasked: the entries that may be silent.
    package init(
        unasked: Set<RecallEntry>, agent: String? = nil, entry: RecallEntry? = nil, isSilent: Bool? = nil,
        since: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.unasked = unasked
        self.agent = agent
        self.entry = entry
        self.isSilent = isSilent
        self.since = since
        self.until = until
    }
}

/// A place in the list of recalls, newest first.
package struct InjectionCursor: Sendable, Equatable {
    package var at: Timestamp
    package var id: InjectionID

    package init(at: Timestamp, id: InjectionID) {
        self.at = at
        self.id = id
    }
}

/// A recall in a list: whose it was and what came of it, without its text.
package struct InjectionEntry: Sendable, Equatable {
    /// Without text and items; of its explanation only what decided about silence.
    package var injection: Injection
    package var agent: String?
    /// Items in the text, or for a search what it found.
    package var hits: Int
    /// Of the items in the text, how many were used, ignored and contradicted, as far as it is known.
    package var used = 0
    package var ignored = 0
    package var contradicted = 0
    package var isSilent: Bool
}

extension MemoryReader {
    /// Newest first.
    package func injections(
        _ filter: InjectionFilter, before cursor: InjectionCursor?, limit: Int
    ) throws -> [InjectionEntry] {
        var conditions = Conditions()
        if let cursor { conditions.add("(injections.at, injections.id) < (?, ?)", [cursor.at, cursor.id.rawValue]) }
        if let since = filter.since { conditions.add("injections.at >= ?", [since]) }
        if let until = filter.until { conditions.add("injections.at < ?", [until]) }
        if let entry = filter.entry { conditions.add("injections.entry = ?", [entry.rawValue]) }
        if let agent = filter.agent { conditions.add("sessions.agent_kind = ?", [agent]) }
        if let isSilent = filter.isSilent { conditions.add(isSilent ? filter.silence : "NOT \(filter.silence)") }
        return try Row.fetchAll(
            connection,
            sql: """
                SELECT injections.id, injections.session_id, injections.episode_id, injections.turn_id, injections.at,
                injections.entry, injections.query, '' AS text, injections.tokens, injections.latency_ms,
                json_object('abstained', explanation ->> '$.abstained', 'probability', explanation ->> '$.probability',
                'threshold', explanation ->> '$.threshold') AS explanation, sessions.agent_kind, \(filter.silence) AS silent,
                iif(injections.text <> '', max(
                (SELECT count(*) FROM injection_items WHERE injection_id = injections.id),
                (SELECT count(*) FROM shown_items WHERE injection_id = injections.id)),
                coalesce(json_array_length(explanation, '$.candidates'), 0)) AS hits,
                \(InjectionItem.Verdict.counted.map(Self.count(of:)).joined(separator: ", "))
                FROM injections LEFT JOIN sessions ON sessions.id = injections.session_id
                WHERE \(conditions.text)
                ORDER BY injections.at DESC, injections.id DESC LIMIT ?
                """,
            arguments: conditions.arguments + [limit]
        ).map { row in
            let isSilent: Bool = row["silent"]
            return InjectionEntry(
                injection: Injection(row: row, shown: []), agent: row["agent_kind"],
                hits: isSilent ? 0 : row["hits"], used: row["used"], ignored: row["ignored"],
                contradicted: row["contradicted"], isSilent: isSilent)
        }
    }

    private static func count(of verdict: InjectionItem.Verdict) -> String {
        """
        (SELECT count(*) FROM injection_items WHERE injection_id = injections.id AND verdict = '\(verdict.rawValue)')
        AS \(verdict.rawValue)
        """
    }

    /// Without its items.
    package func injection(_ id: InjectionID) throws -> (injection: Injection, agent: String?)? {
        try Row.fetchOne(
            connection,
            sql: """
                SELECT injections.*, sessions.agent_kind FROM injections
                LEFT JOIN sessions ON sessions.id = injections.session_id WHERE injections.id = ?
                """,
            arguments: [id.rawValue]
        ).map { (Injection(row: $0, shown: []), $0["agent_kind"]) }
    }

    /// The ids in the text of an injection from before its items were kept one by one.
    package func shownItems(of id: InjectionID) throws -> [String] {
        try String.fetchAll(
            connection, sql: "SELECT item_id FROM shown_items WHERE injection_id = ?", arguments: [id.rawValue])
    }

    /// The titles of what ids stand for; those of what is gone are left out.
    package func titles(of ids: [String]) throws -> [String: String] {
        try Row.fetchAll(
            connection,
            sql: """
                WITH wanted AS (SELECT value AS id FROM json_each(?))
                SELECT id, summary FROM traces WHERE id IN wanted
                UNION ALL SELECT id, name FROM skills WHERE id IN wanted
                UNION ALL SELECT id, title FROM policies WHERE id IN wanted
                UNION ALL SELECT id, title FROM world_models WHERE id IN wanted
                UNION ALL SELECT id, text FROM guidance_notes WHERE id IN wanted
                """,
            arguments: [JSON(ids).text]
        ).reduce(into: [:]) { $0[$1[0]] = $1[1] }
    }
}

extension InjectionItem.Verdict {
    fileprivate static let counted: [Self] = [.used, .ignored, .contradicted]
}

extension InjectionFilter {
    /// As a condition; raw values are names of ours.
    fileprivate var silence: String {
        let entries = unasked.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        return "(injections.text = '' AND injections.entry IN (\(entries)))"
    }
}
