import GRDB
import JSONText
package import MemoryModel

/// What was forgotten, as whoever cleans up around the database needs to know it.
package struct Forgotten: Sendable {
    /// How many rows of what, without what was 0.
    package var counts: [(noun: String, count: Int)] = []
    /// Tasks that stay and have to be scored and learned from anew.
    package var unsettled: [EpisodeID] = []
    /// Places whose model went, although facts of them may be left from which it can be made anew.
    package var places: Set<WorldPlace> = []
    /// Sessions of which nothing stays.
    package var sessions: Set<SessionID> = []
    /// Ids of what was learned and is gone.
    package var items: Set<String> = []
    /// Names of skills that are gone.
    package var skillNames: [String] = []
    /// Words that only what was forgotten knew, as terms of the index.
    package var words: Set<String> = []
    /// When the oldest of it came to be; copies of the database since then hold it.
    package var since: Timestamp?

    package init() {}

    package mutating func add(_ noun: String, _ count: Int) {
        guard count > 0 else { return }
        if let place = counts.firstIndex(where: { $0.noun == noun }) {
            counts[place].count += count
        } else {
            counts.append((noun, count))
        }
    }
}

extension MemoryTransaction {
    /// Removes what these ids name, all that is part of it and all that was made of it, and marks it so that it does not
    /// come back. Nothing of it stays in the file once the log has been moved into it.
    ///
    /// What was learned stays when it says nothing that only the forgotten knew and two tasks or more still bear it out;
    /// else it goes too, and what is left of its evidence is read anew (`Forgotten.unsettled`).
    ///
    /// - Parameter isRehearsal: the transaction will be taken back, so that what only cleans the file may be left out.
    /// - Parameter leavesMarks: whether it shall not come back; not for what was only replaced.
    /// - Throws: `not_found` when one of the ids names nothing.
    package func forget(
        _ ids: [String], isRehearsal: Bool = false, leavesMarks: Bool = true
    ) throws -> Forgotten {
        var doomed = try reader.doomed(by: ids)
        try addImpliedFeedback(to: &doomed)
        var forgotten = Forgotten()
        forgotten.sessions = doomed.sessions
        forgotten.since = try oldest(of: doomed)
        let affected = try affectedEpisodes(of: doomed)
        let texts = try texts(of: doomed)

        if leavesMarks { try bury(tombstones(of: doomed)) }
        try forgetShown(doomed, into: &forgotten)
        let learned = try learnedItems(from: doomed, in: affected)
        try removeReadings(of: affected, into: &forgotten)
        try removeRows(doomed, into: &forgotten)
        forgotten.words = try wordsNobodyElseKnows(in: texts)
        try removeOwnWords(quoting: forgotten.words, in: affected)
        try settle(learned, without: doomed, words: forgotten.words, into: &forgotten)
        try removeItems(doomed.items, into: &forgotten)
        let gone = doomed.all.union(forgotten.items)
        try removeQuotes(of: forgotten.words, ids: gone, into: &forgotten)
        forgotten.add("modelReplies", try dropReplies(quoting: gone))
        forgotten.unsettled = affected.union(forgotten.unsettled).subtracting(doomed.episodes)
            .sorted { $0.rawValue < $1.rawValue }
        if !isRehearsal, !doomed.traces.isEmpty { try merge(index: "trace_terms") }
        let removed = JSONObject(forgotten.counts.map { .init(key: $0.noun, value: JSON($0.count)) })
        tell(MemoryFact(.memoryForgotten, ["removed": .object(removed)]))
        return forgotten
    }

    /// Feedback that was read out of a turn goes with its turn.
    private func addImpliedFeedback(to doomed: inout Doomed) throws {
        let turns = try doomed.turns.compactMap { try reader.turn($0) }
        let sessions = Set(turns.map(\.sessionID))
        let told = turns.map(\.userText).filter { !$0.isEmpty }
        guard !told.isEmpty else { return }
        let candidates = try Row.fetchAll(
            connection,
            sql: """
                SELECT feedback.* FROM feedback JOIN episodes ON episodes.id = feedback.episode_id
                WHERE channel = 'implicit' AND episodes.session_id IN (SELECT value FROM json_each(?))
                """,
            arguments: [JSON(sessions.map(\.rawValue)).text]
        ).map(Feedback.init(row:))
        for feedback in candidates {
            guard let words = feedback.rationale, !words.isEmpty else { continue }
            if told.contains(where: { $0.contains(words) || words.contains($0) }) {
                doomed.feedback.insert(feedback.id)
            }
        }
    }

    /// Tasks of which something goes, those that go whole too.
    private func affectedEpisodes(of doomed: Doomed) throws -> Set<EpisodeID> {
        var episodes = doomed.episodes
        episodes.formUnion(try reader.ids("SELECT episode_id FROM turns WHERE id", doomed.turns).map(EpisodeID.init))
        episodes.formUnion(try reader.ids("SELECT episode_id FROM traces WHERE id", doomed.traces).map(EpisodeID.init))
        episodes.formUnion(try doomed.feedback.compactMap { try reader.feedback($0)?.episodeID })
        return episodes
    }

    private func oldest(of doomed: Doomed) throws -> Timestamp? {
        var times = try doomed.traces.compactMap { try reader.trace($0)?.at }
        times += try doomed.turns.compactMap { try reader.turn($0)?.startedAt }
        times += try doomed.sessions.compactMap { try reader.session($0)?.openedAt }
        times += try doomed.feedback.compactMap { try reader.feedback($0)?.at }
        for (kind, ids) in doomed.items {
            times += try ids.compactMap { try createdAt(kind.model, $0) }
        }
        return times.min()
    }

    private func createdAt<Item: StoredItem>(_ type: Item.Type, _ id: String) throws -> Timestamp? {
        try reader.item(Identifier<Item>(id))?.createdAt
    }

    private func tombstones(of doomed: Doomed) throws -> Set<Tombstone> {
        var marks = Set(doomed.all.map(Tombstone.id))
        let split = try reader.ids("SELECT DISTINCT turn_id FROM traces WHERE kind = 'answer' AND id", doomed.traces)
        for turn in doomed.turns.union(split.map(TurnID.init)) {
            let row = try Row.fetchOne(connection, sql: "SELECT * FROM turns WHERE id = ?", arguments: [turn.rawValue])
            guard let row else { continue }
            marks.formUnion(Tombstone.of(Turn(row: row), contentHash: row["content_hash"]))
        }
        return marks
    }

    /// Deletions only mark what they delete in an index until its parts are merged.
    func merge(index: String) throws {
        try connection.execute(sql: "INSERT INTO \(index) (\(index)) VALUES ('optimize')")
    }
}
