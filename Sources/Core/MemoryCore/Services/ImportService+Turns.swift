import EpisodeRouting
import JSONText
import MemoryModel
import MemoryStore
import TraceCapture

/// How turns of a transcript become turns of ours: cleaned and analysed, told from those that are there, and written as
/// live ones are.
extension ImportService {
    func count(_ turns: [ImportedTurn], of part: Part) async throws -> Added {
        let session = SessionID(part.conversation.id)
        let kept = turns.compactMap(cleaned)
        return try await context.database.read { [finished, context] reader in
            let twins = try ImportTwins(
                of: kept, in: part.conversation, own: part.keys, source: part.source, reader: reader)
            let new = try kept.filter { turn in
                try reader.turn(session: session, key: turn.key) == nil && !twins.holds(turn)
                    && !TurnRecorder.isForgotten(finished(turn), key: turn.key, session: session, in: reader)
            }
            var added = Added()
            added.turns = new.count
            added.messages = new.reduce(0) { $0 + $1.messages }
            added.estimate = ImportEstimate(new, pause: context.router.reach)
            return added
        }
    }

    func record(_ turns: [ImportedTurn], of part: Part) async throws -> Added {
        let conversation = part.conversation
        let session = SessionID(conversation.id)
        let owner = Namespace(agentKind: conversation.host, workspace: conversation.workspace)
        guard context.serves(owner), try await !context.isPrivate(owner, in: session) else { return Added() }
        let prepared = await prepare(turns)
        // The branch of then is not known.
        let mark = await context.mark(of: owner)
        return try await context.database.write { [recorder, finished] transaction in
            var added = Added()
            var last: (episode: EpisodeID, at: Timestamp)?
            try recorder.place(owner, as: mark, in: transaction)
            let twins = try ImportTwins(
                of: prepared.map(\.0), in: conversation, own: part.keys, source: part.source,
                reader: transaction.reader)
            for (turn, analysed) in prepared
            where try transaction.reader.turn(session: session, key: turn.key) == nil && !twins.holds(turn)
                && !TurnRecorder.isForgotten(
                    finished(turn), key: turn.key, session: session, in: transaction.reader)
            {
                let at = turn.startedAt ?? turn.endedAt ?? transaction.now
                try recorder.ensureSession(
                    session, owner: owner, at: at, meta: ["importedFrom": .string(part.source)], in: transaction)
                let heard = try recorder.hear(turn.userText, in: session, at: at, reader: transaction.reader)
                let episode = try recorder.route(
                    heard, in: session, preview: turn.userText, requested: nil, transaction: transaction
                ).episode
                let row = Turn(
                    id: recorder.context.identifiers.next("tu", at: max(0, at)), key: turn.key, sessionID: session,
                    episodeID: episode, owner: owner, userText: turn.userText, agentText: turn.agentText, startedAt: at,
                    endedAt: max(at, turn.endedAt ?? at)
                )
                try recorder.keep(heard, of: row, isLive: false, in: transaction)
                added.traces += try recorder.record(row, analysed: analysed, in: transaction).count
                added.turns += 1
                added.messages += turn.messages
                last = (episode, at)
            }
            if let last { try recorder.keepOpen(last.episode, at: last.at, in: transaction) }
            return added
        }
    }

    /// Cleans and analyses turns on all cores, before the transaction; in the given order.
    func prepare(_ turns: [ImportedTurn]) async -> [(ImportedTurn, AnalysedTurn)] {
        await withTaskGroup(of: (Int, [(ImportedTurn, AnalysedTurn)]).self) { group in
            for start in stride(from: 0, to: turns.count, by: Self.share) {
                let part = turns[start..<min(start + Self.share, turns.count)]
                group.addTask { (start, part.compactMap(self.prepared)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private func prepared(_ turn: ImportedTurn) -> (ImportedTurn, AnalysedTurn)? {
        guard let clean = cleaned(turn) else { return nil }
        return (clean, AnalysedTurn(finished(clean)))
    }

    /// - Parameter turn: cleaned.
    func finished(_ turn: ImportedTurn) -> FinishedTurn {
        FinishedTurn(
            userText: turn.userText, agentText: turn.agentText, thinking: turn.thinking, calls: turn.calls,
            at: turn.endedAt ?? turn.startedAt ?? context.now()
        )
    }

    /// The same gate and the same cleaning as live capture; times that cannot be are left out.
    private func cleaned(_ turn: ImportedTurn) -> ImportedTurn? {
        if context.cleaning.reasonToSkip(turn.userText) != nil { return nil }
        var clean = turn
        clean.startedAt = Timestamps.plausible(turn.startedAt)
        clean.endedAt = Timestamps.plausible(turn.endedAt)
        clean.userText = context.cleaning.words(turn.userText)
        clean.agentText = context.cleaning.words(turn.agentText)
        clean.thinking = turn.thinking.map(context.cleaning.words)
        clean.calls = turn.calls.map(context.cleaning.call)
        return clean.userText.isEmpty && clean.agentText.isEmpty && clean.calls.isEmpty ? nil : clean
    }

    /// Turns analysed by one task.
    private static let share = 25
}
