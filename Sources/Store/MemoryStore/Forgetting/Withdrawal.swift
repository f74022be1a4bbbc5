import GRDB
import JSONText
package import MemoryModel

extension MemoryTransaction {
    /// Removes what came of things the team has taken back: rows, versions, index entries, vectors, what was shown of
    /// them. A mark stays by which they are known again, whether they ever came to be here or not.
    ///
    /// Unlike forgetting it goes by ids alone and never by words: whoever shares something chooses its words, and must not
    /// be able to choose with them what else goes.
    ///
    /// - Parameters:
    ///   - ids: of local items; some may not exist.
    ///   - since: when the first of it came; copies of the database since then hold it.
    ///   - leavesMarks: whether they must not come back, as by an import.
    /// - Returns: what whoever cleans up around the database needs to know.
    package func withdraw(_ ids: Set<String>, since: Timestamp?, leavesMarks: Bool) throws -> Forgotten {
        if leavesMarks { try bury(ids.map(Tombstone.id)) }
        var gone = Forgotten()
        gone.since = since
        var items: [ItemKind: Set<String>] = [:]
        for id in ids {
            if let kind = try reader.itemKind(of: id) { items[kind, default: []].insert(id) }
        }
        guard !items.isEmpty else { return gone }
        try removeItems(items, into: &gone)
        try removeQuotes(of: [], ids: gone.items, into: &gone)
        _ = try dropReplies(quoting: gone.items)
        try emptyOutputs(naming: gone.items)
        return gone
    }

    /// Steps in which a tool of ours, or a look into an agent's folder, answered with one of these: the steps stay, what
    /// was answered does not.
    private func emptyOutputs(naming ids: Set<String>) throws {
        var changed = false
        for id in ids.sorted() {
            guard let expression = MatchExpression.all(of: id) else { continue }
            let rows = try Int64.fetchAll(
                connection, sql: "SELECT rowid FROM trace_terms WHERE trace_terms MATCH ?", arguments: [expression])
            for (row, trace) in try reader.traces(rows: rows) {
                guard var call = trace.call, call.output?.contains(id) == true else { continue }
                call.output = Self.withdrawnOutput
                try connection.execute(
                    sql: "UPDATE traces SET call = ?, observation_text = ? WHERE rowid = ?",
                    arguments: [call.stored.text, Self.withdrawnOutput, row])
                changed = true
            }
        }
        if changed { try merge(index: "trace_terms") }
    }

    private static let withdrawnOutput = "[taken back by the team]"

    /// Lets what was forgotten be here again, because a person has taken it in.
    package func exhume(_ id: String) throws {
        let mark = Tombstone.id(id)
        try connection.execute(
            sql: "DELETE FROM tombstones WHERE kind = ? AND hash = ?", arguments: [mark.kind.rawValue, mark.hash])
    }

    /// Leaves of an item its present version alone.
    package func dropFormerVersions<Item: StoredItem>(of id: Identifier<Item>) throws {
        try connection.execute(
            sql: "DELETE FROM item_versions WHERE kind = ? AND item_id = ? AND valid_to IS NOT NULL",
            arguments: [Item.kind.rawValue, id.rawValue])
    }

    /// A skill with another text has proved nothing yet: its trials begin anew.
    package func restartTrials(of id: SkillID) throws {
        try connection.execute(sql: "DELETE FROM skill_trials WHERE skill_id = ?", arguments: [id.rawValue])
        try connection.execute(
            sql: """
                UPDATE skills SET uses = 0, last_used_at = NULL, trials_attempted = 0, trials_passed = 0 WHERE id = ?
                """,
            arguments: [id.rawValue])
    }

    /// What a person had forgotten of the team's is refused: it does not wait again.
    func refuseTeamEntry(ofLocalItem id: String) throws {
        try connection.execute(
            sql: """
                UPDATE hub_items SET state = 'refused', local_id = NULL, decided_at = ?, decided_by = 'person',
                    reason = 'forgotten' WHERE local_id = ? AND state IN ('approved', 'superseded')
                """,
            arguments: [now, id])
    }
}
