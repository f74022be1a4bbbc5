import GRDB
import JSONText
import MemoryModel

extension MemoryTransaction {
    /// What follows from reading the tasks: scores, credit, lessons, guidance. It is read anew from what stays.
    func removeReadings(of episodes: Set<EpisodeID>, into forgotten: inout Forgotten) throws {
        let list = JSON(episodes.map(\.rawValue).sorted()).text
        func delete(_ table: String, _ condition: String) throws -> Int {
            try connection.execute(sql: "DELETE FROM \(table) WHERE \(condition)", arguments: [list])
            return connection.changesCount
        }
        forgotten.add("lessons", try delete("lessons", "episode_id IN (SELECT value FROM json_each(?))"))
        _ = try delete("episode_scores", "episode_id IN (SELECT value FROM json_each(?))")
        let notes = try delete("guidance_notes", "episode_id IN (SELECT value FROM json_each(?))")
        let session = try delete(
            "guidance_notes",
            """
            episode_id IS NULL AND session_id IN (SELECT session_id FROM episodes WHERE id IN
            (SELECT value FROM json_each(?)))
            """)
        forgotten.add("guidanceNotes", notes + session)
        for statement in [
            "UPDATE episodes SET reward = NULL WHERE id IN (SELECT value FROM json_each(?))",
            """
            UPDATE traces SET value = 0, reflection_weight = 0, credit = NULL,
            reflection = iif(instr(coalesce(own_words, ''), '"reflection"'), reflection, NULL)
            WHERE episode_id IN (SELECT value FROM json_each(?))
            """,
            """
            DELETE FROM jobs WHERE subject IN (SELECT value FROM json_each(?))
            """,
            """
            UPDATE injection_items SET verdict = 'pending', reason = NULL, judged_at = NULL WHERE injection_id IN
            (SELECT id FROM injections WHERE episode_id IN (SELECT value FROM json_each(?)))
            """,
        ] {
            try connection.execute(sql: statement, arguments: [list])
        }
    }

    /// Steps, turns, tasks, sessions and feedback. What of a turn or a task stays loses the words of what goes.
    func removeRows(_ doomed: Doomed, into forgotten: inout Forgotten) throws {
        let affected = try reader.ids("SELECT DISTINCT episode_id FROM traces WHERE id", doomed.traces)
            .map(EpisodeID.init)
        let places = try affected.map { ($0, try firstRow(of: $0)) }
        try emptyTurns(whoseAnswerIsIn: doomed)
        let facts = try count("observed_facts", "trace_id", doomed.traces)
        // Their lists need not be read anew with every step that goes.
        _ = try delete("turn_facets", "turn_id", doomed.turns)
        forgotten.add("feedback", try delete("feedback", "id", doomed.feedback.map { Identifier<Feedback>($0) }))
        forgotten.add("traces", try delete("traces", "id", doomed.traces))
        forgotten.add("turns", try delete("turns", "id", doomed.turns))
        _ = try delete("skill_trials", "episode_id", doomed.episodes)
        forgotten.add("episodes", try delete("episodes", "id", doomed.episodes))
        forgotten.add("sessions", try delete("sessions", "id", doomed.sessions))
        forgotten.add("facts", facts)
        for episode in affected where !doomed.episodes.contains(episode) { try recount(episode) }
        for (episode, former) in places { try noteVectors(of: episode, formerRow: former) }
    }

    /// What a person wrote of steps that stay, and what they replaced, where it says a word that only the forgotten knew.
    func removeOwnWords(quoting words: Set<String>, in episodes: Set<EpisodeID>) throws {
        let edits = try Row.fetchAll(
            connection, sql: "SELECT id, before, after FROM trace_edits WHERE action = 'edit'")
        for edit in edits where ForgottenWords.isAny(of: words, in: Self.texts(edit)) {
            try connection.execute(sql: "DELETE FROM trace_edits WHERE id = ?", arguments: [edit[0] as String])
        }
        for trace in try episodes.flatMap({ try reader.traces(ofEpisode: $0) }) where !trace.ownWords.isEmpty {
            let own = "\(trace.summary)\n\(trace.reflection ?? "")"
            guard ForgottenWords.isAny(of: words, in: own) else { continue }
            try connection.execute(
                sql: "UPDATE traces SET own_words = NULL, reflection = NULL WHERE id = ?",
                arguments: [trace.id.rawValue])
        }
        try describePlainly(answersOf: episodes)
    }

    private static func texts(_ edit: Row) -> String {
        (1...2).map { ForgottenWords.text(of: JSON(stored: edit[$0])) }.joined(separator: "\n")
    }

    /// A turn that loses the step with its question and answer keeps its other steps and none of its words.
    private func emptyTurns(whoseAnswerIsIn doomed: Doomed) throws {
        let turns = try reader.ids("SELECT turn_id FROM traces WHERE kind = 'answer' AND id", doomed.traces)
        for turn in turns where !doomed.turns.contains(TurnID(turn)) {
            try connection.execute(
                sql: "UPDATE turns SET user_text = '', agent_text = '', content_hash = NULL WHERE id = ?",
                arguments: [turn]
            )
        }
    }

    /// Number of turns and first words of a task as they are now.
    private func recount(_ episode: EpisodeID) throws {
        let turns = try reader.turns(ofEpisode: episode)
        let words = turns.lazy.map(\.userText).first { !$0.isEmpty } ?? ""
        try connection.execute(
            sql: "UPDATE episodes SET turn_count = ?, preview = ? WHERE id = ?",
            arguments: [turns.count, Episode.preview(of: words), episode.rawValue]
        )
    }

    private func firstRow(of episode: EpisodeID) throws -> Int64? {
        try Int64.fetchOne(
            connection, sql: "SELECT min(rowid) FROM traces WHERE episode_id = ?", arguments: [episode.rawValue])
    }

    /// A task's vectors are known by the row of its first trace and are made of its turns' words.
    private func noteVectors(of episode: EpisodeID, formerRow: Int64?) throws {
        let present = try firstRow(of: episode)
        let isClosed = try reader.episode(episode).map { !$0.isOpen } ?? false
        for row in Set([formerRow, isClosed ? present : nil].compactMap { $0 }) {
            try connection.execute(
                sql: "INSERT OR REPLACE INTO vector_changes (kind, item) VALUES ('episode', ?)", arguments: [row])
        }
    }

    private func delete<Noun>(
        _ table: String, _ column: String, _ ids: some Collection<Identifier<Noun>>
    ) throws -> Int {
        guard !ids.isEmpty else { return 0 }
        try connection.execute(
            sql: "DELETE FROM \(table) WHERE \(column) IN (SELECT value FROM json_each(?))",
            arguments: [JSON(ids.map(\.rawValue).sorted()).text]
        )
        return connection.changesCount
    }

    private func count<Noun>(
        _ table: String, _ column: String, _ ids: some Collection<Identifier<Noun>>
    ) throws -> Int {
        try reader.ids("SELECT 1 FROM \(table) WHERE \(column)", ids).count
    }
}
