import MemoryModel
import MemoryStore
import TraceCapture

/// Which turn of those that are there a host means: hosts tell the same twice, in pieces, and without names.
enum KnownTurns {
    /// The open turn that a call or an answer belongs to: by key, else by its words, else the last one begun.
    static func openTurn(
        session: SessionID, key: String?, userText: String?, episode: EpisodeID?, in transaction: MemoryTransaction
    ) throws -> Turn? {
        let open = try transaction.reader.openTurns(of: session)
        if let key { return open.last { $0.key == key } }
        if let userText, !userText.isEmpty {
            return open.last { $0.userText == userText || $0.userText.isEmpty }
        }
        return open.last { $0.episodeID == episode } ?? open.last
    }

    static func isKnown(
        _ key: String?, in session: SessionID, _ transaction: MemoryTransaction
    ) throws -> Bool {
        guard let key else { return false }
        return try transaction.reader.turn(session: session, key: key) != nil
    }

    /// The ended turn that this closing repeats: the one of its key with the same answer (or with any, for one that is
    /// told once), or one that ended at the same time and said the same.
    static func recordedTurn(
        _ closing: TurnClosing, userText: String?, agentText: String, calls: [ToolCall],
        in transaction: MemoryTransaction
    ) throws -> Turn? {
        var laterKeys: String?
        if let key = closing.key, let known = try transaction.reader.turn(session: closing.session, key: key) {
            if closing.once || known.agentText == agentText { return known }
            laterKeys = "\(key)#"
        }
        return try transaction.reader.endedTurns(session: closing.session, at: closing.at).first { known in
            guard known.turn.agentText == agentText else { return false }
            if let laterKeys, !known.turn.key.hasPrefix(laterKeys) { return false }
            if let userText, !userText.isEmpty, known.turn.userText != userText { return false }
            let told = FinishedTurn(
                userText: known.turn.userText, agentText: agentText, thinking: nil, calls: calls, at: closing.at
            )
            return calls.isEmpty || ContentHash.of(told) == known.contentHash
        }?.turn
    }

    /// The host's key, or the next free one after it: an agent that goes on after its answer ends a turn twice.
    static func freeKey(
        for closing: TurnClosing, id: TurnID, in transaction: MemoryTransaction
    ) throws -> String {
        guard let key = closing.key else { return id.rawValue }
        var candidate = key
        var number = 1
        while try transaction.reader.turn(session: closing.session, key: candidate) != nil {
            number += 1
            candidate = "\(key)#\(number)"
        }
        return candidate
    }

    /// Calls handed over one by one, then those told with the answer that are not among them.
    static func merged(_ pending: [ToolCall], _ told: [ToolCall]) -> [ToolCall] {
        let known = Set(pending.compactMap(\.id))
        return pending + told.filter { call in call.id.map { !known.contains($0) } ?? true }
    }
}
