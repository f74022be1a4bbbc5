import JSONText
import MemoryModel
import MemoryStore
import TraceCapture

/// Notes of agents and people. A note is a memory like any other, found, edited and forgotten like one, but nobody worked
/// at it: its task is closed from the beginning, is never scored, and nothing is learned from it.
extension ImportService {
    /// Brings the notes of a source to what the source says now: new ones come, those that are gone go, unless somebody
    /// edited or pinned them here.
    ///
    /// - Parameter notes: all of the source.
    func recordNotes(_ notes: [ImportedTurn], of conversation: TranscriptConversation, source: String) async throws
        -> Added
    {
        let session = SessionID(conversation.id)
        let owner = Namespace(agentKind: conversation.host, workspace: conversation.workspace)
        guard context.serves(owner), try await !context.isPrivate(owner, in: session) else { return Added() }
        let prepared = await prepare(notes).map { ($0, $1.tagged(Self.noteTag)) }
        let mark = await context.mark(of: owner)
        let keys = Set(notes.map(\.key))
        return try await context.database.write { [recorder, finished] transaction in
            var added = Added()
            try recorder.place(owner, as: mark, in: transaction)
            for (note, analysed) in prepared
            where try transaction.reader.turn(session: session, key: note.key) == nil
                && !TurnRecorder.isForgotten(
                    finished(note), key: note.key, session: session, in: transaction.reader)
            {
                let at = note.startedAt ?? transaction.now
                try recorder.ensureSession(
                    session, owner: owner, at: at, meta: ["importedFrom": .string(source)], in: transaction)
                let row = Turn(
                    id: recorder.context.identifiers.next("tu", at: max(0, at)), key: note.key, sessionID: session,
                    episodeID: try shelf(of: session, at: at, in: transaction), owner: owner, userText: note.userText,
                    agentText: note.agentText, startedAt: at, endedAt: at)
                added.traces += try recorder.record(row, analysed: analysed, in: transaction).count
                added.turns += 1
                added.messages += note.messages
            }
            let gone = try transaction.reader.untouchedTurns(of: session).filter { !keys.contains($0.key) }
            if !gone.isEmpty { _ = try transaction.forget(gone.map(\.id.rawValue), leavesMarks: false) }
            return added
        }
    }

    /// The one task of a source of notes, closed and with nothing to follow.
    private func shelf(
        of session: SessionID, at time: Timestamp, in transaction: MemoryTransaction
    ) throws -> EpisodeID {
        if let known = try transaction.reader.episodes(of: session, limit: 1, offset: 0).first { return known.id }
        let id: EpisodeID = context.identifiers.next("ep", at: max(0, time))
        try transaction.insert(
            Episode(
                id: id, sessionID: session, openedAt: time, lastActiveAt: time, closedAt: time,
                closeReason: .requested, preview: ""))
        return id
    }

    private static let noteTag = "note"
}
