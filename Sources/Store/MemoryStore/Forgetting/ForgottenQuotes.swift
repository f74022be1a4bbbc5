import GRDB
import JSONText
import MemoryModel

extension MemoryTransaction {
    /// What was shown: questions of what goes, and every block in which something of its tasks stood.
    func forgetShown(_ doomed: Doomed, into forgotten: inout Forgotten) throws {
        let split = try reader.ids("SELECT DISTINCT turn_id FROM traces WHERE kind = 'answer' AND id", doomed.traces)
        let turns = JSON((split + doomed.turns.map(\.rawValue)).sorted()).text
        try connection.execute(
            sql: """
                DELETE FROM injections WHERE turn_id IN (SELECT value FROM json_each(?1))
                OR episode_id IN (SELECT value FROM json_each(?2)) OR session_id IN (SELECT value FROM json_each(?3))
                """,
            arguments: [
                turns, JSON(doomed.episodes.map(\.rawValue).sorted()).text,
                JSON(doomed.sessions.map(\.rawValue).sorted()).text,
            ])
        forgotten.add("injections", connection.changesCount)
        // What is shown of a step may quote its neighbours, as a repair does.
        let episodes = try reader.ids("SELECT DISTINCT episode_id FROM traces WHERE id", doomed.traces)
        let siblings = try reader.ids("SELECT id FROM traces WHERE episode_id", episodes.map(EpisodeID.init))
        try blankInjections(showing: doomed.all.union(siblings))
    }

    private func blankInjections(showing ids: Set<String>) throws {
        try connection.execute(
            sql: """
                UPDATE injections SET text = '', tokens = 0 WHERE text <> '' AND id IN
                (SELECT injection_id FROM shown_items WHERE item_id IN (SELECT value FROM json_each(?)))
                """,
            arguments: [JSON(ids.sorted()).text])
    }

    /// Rows that say a word only the forgotten knew, or name one of its ids: questions, blocks, notes, events, answers to
    /// hooks.
    func removeQuotes(of words: Set<String>, ids: Set<String>, into forgotten: inout Forgotten) throws {
        let list = JSON(ids.sorted()).text
        try blankInjections(showing: ids)
        try connection.execute(
            sql: "DELETE FROM shown_items WHERE item_id IN (SELECT value FROM json_each(?))", arguments: [list])
        try connection.execute(
            sql: "DELETE FROM injection_items WHERE item_id IN (SELECT value FROM json_each(?))", arguments: [list])
        try connection.execute(
            sql: """
                DELETE FROM events WHERE EXISTS (SELECT 1 FROM json_tree(events.payload)
                WHERE atom IN (SELECT value FROM json_each(?1))) OR correlation IN (SELECT value FROM json_each(?1))
                """,
            arguments: [list])
        forgotten.add("events", connection.changesCount)
        // They only answer a hook that asks twice.
        try connection.execute(sql: "UPDATE deliveries SET reply = '' WHERE reply <> ''")
        guard !words.isEmpty else { return }
        forgotten.add("events", try removeEvents(quoting: words))
        try blankInjections(quoting: words)
        try removeNotes(quoting: words, into: &forgotten)
    }

    /// Events of what is learned hold titles and reasons.
    private func removeEvents(quoting words: Set<String>) throws -> Int {
        let rows = try Row.fetchCursor(
            connection,
            sql: """
                SELECT seq, payload FROM events
                WHERE type LIKE 'l2.%' OR type LIKE 'l3.%' OR type LIKE 'skill.%' OR type LIKE 'decision%'
                """)
        var quoting: [Int64] = []
        while let row = try rows.next() {
            let payload = JSON(stored: row[1])
            if ForgottenWords.isAny(of: words, in: ForgottenWords.text(of: payload)) { quoting.append(row[0]) }
        }
        for event in quoting { try connection.execute(sql: "DELETE FROM events WHERE seq = ?", arguments: [event]) }
        return quoting.count
    }

    private func blankInjections(quoting words: Set<String>) throws {
        let rows = try Row.fetchCursor(connection, sql: "SELECT id, query, text FROM injections")
        var quoting: [(id: String, query: Bool, text: Bool)] = []
        while let row = try rows.next() {
            let found = (
                id: row[0] as String, query: ForgottenWords.isAny(of: words, in: row[1]),
                text: ForgottenWords.isAny(of: words, in: row[2])
            )
            if found.query || found.text { quoting.append(found) }
        }
        for row in quoting {
            try connection.execute(
                sql: """
                    UPDATE injections SET query = CASE ?1 WHEN 1 THEN '' ELSE query END,
                    text = CASE ?2 WHEN 1 THEN '' ELSE text END WHERE id = ?3
                    """,
                arguments: [row.query, row.text, row.id])
        }
    }

    private func removeNotes(quoting words: Set<String>, into forgotten: inout Forgotten) throws {
        let notes = try Row.fetchAll(connection, sql: "SELECT id, context, cues, guidance, text FROM guidance_notes")
            .filter { row in
                row.databaseValues.dropFirst().contains {
                    ForgottenWords.isAny(
                        of: words, in: ForgottenWords.text(of: JSON(String.fromDatabaseValue($0) ?? "")))
                }
            }
        for note in notes {
            try connection.execute(sql: "DELETE FROM guidance_notes WHERE id = ?", arguments: [note[0] as String])
        }
        forgotten.add("guidanceNotes", notes.count)
    }
}
