package import MemoryModel
import MemoryStore
import TraceCapture

/// What is told of a turn while it goes on.
extension TurnService {
    /// Keeps a tool call until its turn ends. A call that nobody announced opens a turn without words.
    package func append(
        _ call: ToolCall, session: SessionID, key: String?, owner: Namespace, at time: Timestamp
    ) async throws {
        let clean = context.cleaning.call(call)
        try await tell(
            session: session, key: key, owner: owner, at: time, newKey: "call:\(time):\(call.id ?? call.name)"
        ) { try $1.append(clean, to: $0) }
    }

    /// Keeps the agent's words until its turn ends, in the place of earlier ones; they stand when the end brings none.
    package func append(
        answer: String, session: SessionID, key: String?, owner: Namespace, at time: Timestamp
    ) async throws {
        let text = context.cleaning.words(answer)
        if text.isEmpty { return }
        try await tell(session: session, key: key, owner: owner, at: time, newKey: "answer:\(time)") {
            try $1.setAgentText(text, of: $0)
        }
    }

    /// Finds the open turn, or begins one without words, and writes into it; a turn that has ended stays as it is.
    private func tell(
        session: SessionID, key: String?, owner: Namespace, at time: Timestamp, newKey: String,
        _ write: @escaping @Sendable (TurnID, MemoryTransaction) throws -> Void
    ) async throws {
        guard try await context.records(owner, in: session) else { return }
        let isHousekeeping = isHousekeeping(in: session)
        let owner = try await context.located(owner, in: session)
        let branch = context.lastBranch(of: owner)
        try await context.database.write { [context, recorder] transaction in
            if isHousekeeping, try !KnownTurns.isKnown(key, in: session, transaction) { return }
            if let turn = try KnownTurns.openTurn(
                session: session, key: key, userText: nil, episode: nil, in: transaction)
            {
                try write(turn.id, transaction)
                return try recorder.keepOpen(turn.episodeID, at: time, in: transaction)
            }
            if try KnownTurns.isKnown(key, in: session, transaction) { return }
            if let key, try recorder.isForgotten(key: key, session: session, userText: "", in: transaction) { return }
            try recorder.ensureSession(session, owner: owner, at: time, meta: nil, in: transaction)
            let heard = try recorder.hear("", in: session, at: time, reader: transaction.reader)
            let place = try recorder.route(
                heard, in: session, preview: "", requested: nil, transaction: transaction)
            let turn = Turn(
                id: context.identifiers.next("tu", at: max(0, time)), key: key ?? newKey,
                sessionID: session, episodeID: place.episode, owner: owner, userText: "", startedAt: time,
                branch: branch
            )
            try recorder.begin(turn, in: transaction)
            try write(turn.id, transaction)
        }
    }
}
