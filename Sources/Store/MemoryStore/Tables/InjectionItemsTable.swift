import GRDB
package import MemoryModel

extension MemoryReader {
    /// What was handed over with an injection, in its order.
    package func items(ofInjection injection: InjectionID) throws -> [InjectionItem] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM injection_items WHERE injection_id = ? ORDER BY place",
            arguments: [injection.rawValue]
        ).compactMap(InjectionItem.init(row:))
    }

    /// The block of an injection; empty when there is none, or nothing of it is left.
    package func block(of injection: InjectionID) throws -> String {
        try String.fetchOne(
            connection.cachedStatement(sql: "SELECT text FROM injections WHERE id = ?"), arguments: [injection.rawValue]
        ) ?? ""
    }

    /// What was handed over while a task went on, oldest first, with the turn it was for.
    package func itemsHandedOver(in episode: EpisodeID) throws -> [(item: InjectionItem, turn: TurnID?, at: Timestamp)]
    {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT injection_items.*, turn_id, at FROM injections
                JOIN injection_items ON injection_id = injections.id WHERE episode_id = ? ORDER BY at, injection_id, place
                """,
            arguments: [episode.rawValue]
        ).compactMap { row in
            InjectionItem(row: row).map { ($0, (row["turn_id"] as String?).map(TurnID.init), row["at"]) }
        }
    }
}

extension MemoryTransaction {
    /// Notes what was handed over; nothing is known of it yet.
    func insertItems(of injection: Injection) throws {
        let insertion = try connection.cachedStatement(
            sql: "INSERT OR IGNORE INTO injection_items (injection_id, item_id, item_kind, place) VALUES (?, ?, ?, ?)"
        )
        for (index, item) in injection.shown.enumerated() {
            guard let kind = InjectionItem.Kind(idOf: item) else { continue }
            try insertion.execute(arguments: [injection.id.rawValue, item, kind.rawValue, index + 1])
        }
    }

    /// Writes down what became of something that was handed over. Judged again, it may be judged otherwise.
    package func judge(_ item: InjectionItem) throws {
        try connection.cachedStatement(
            sql: """
                UPDATE injection_items SET verdict = ?1, reason = ?2, judged_at = ?3
                WHERE injection_id = ?4 AND item_id = ?5 AND (verdict <> ?1 OR reason IS NOT ?2)
                """
        ).execute(arguments: [
            item.verdict.rawValue, item.reason, item.judgedAt, item.injectionID.rawValue, item.itemID,
        ])
    }
}

extension InjectionItem {
    init?(row: Row) {
        guard let kind = Kind(rawValue: row["item_kind"]), let verdict = Verdict(rawValue: row["verdict"]) else {
            return nil
        }
        self.init(
            injectionID: InjectionID(row["injection_id"]), itemID: row["item_id"], kind: kind, place: row["place"],
            verdict: verdict, reason: row["reason"], judgedAt: row["judged_at"])
    }
}
