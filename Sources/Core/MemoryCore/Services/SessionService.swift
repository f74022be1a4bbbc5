package import JSONText
package import MemoryModel
import MemoryStore
import TraceCapture

/// Conversations and tasks as hosts open and close them.
package struct SessionService: Sendable {
    private let context: CoreContext
    private let recorder: TurnRecorder

    package init(context: CoreContext) {
        self.context = context
        recorder = TurnRecorder(context: context)
    }

    /// Opens a session, or finds the one of that id.
    package func open(id: String?, owner: Namespace, meta: JSON) async throws -> SessionID {
        let time = context.now()
        let session = id.map(SessionID.init) ?? context.identifiers.next("se", at: time)
        guard try await context.records(owner, in: session) else { return session }
        try await context.database.write { [recorder] transaction in
            try recorder.ensureSession(session, owner: owner, at: time, meta: meta, in: transaction)
        }
        return session
    }

    /// Ends what is unfinished in the session, then closes its task and itself.
    package func close(_ id: SessionID) async throws {
        try await context.database.write { [context, recorder] transaction in
            guard try transaction.reader.session(id) != nil else {
                // Where nothing is recorded, no session is, and hosts close theirs all the same.
                if context.hasUnrecorded { return }
                throw MemoryError(
                    .sessionNotFound, "There is no session of this id.", details: ["sessionId": .string(id.rawValue)])
            }
            try recorder.endOpenTurns(of: id, in: transaction)
            if let episode = try transaction.reader.openEpisode(of: id) {
                try recorder.close(episode, reason: .sessionEnd, in: transaction)
            }
            try transaction.close(id, at: context.now())
            transaction.tell(MemoryFact(.sessionClosed, ["sessionId": .string(id.rawValue)], correlation: id.rawValue))
        }
    }

    /// Notes that the host has dropped its earlier context; recall may bring it back.
    package func markCompacted(_ id: SessionID, at time: Timestamp) async throws {
        try await context.database.write { try $0.markCompacted(id, at: time) }
    }

    /// Begins a task on request; the open one closes.
    package func openEpisode(session: SessionID, owner: Namespace, userMessage: String?) async throws -> EpisodeID {
        let time = context.now()
        guard try await !context.isPrivate(owner, in: session) else { return context.identifiers.next("ep", at: time) }
        return try await context.database.write { [context, recorder] transaction in
            try recorder.ensureSession(session, owner: owner, at: time, meta: nil, in: transaction)
            if let open = try transaction.reader.openEpisode(of: session) {
                try recorder.close(open, reason: .newTask, in: transaction)
            }
            let preview = context.cleaning.words(userMessage ?? "")
            return try recorder.beginEpisode(in: session, at: time, preview: preview, transaction: transaction)
        }
    }

    /// Nothing happens to a task that is closed already.
    package func closeEpisode(_ id: EpisodeID) async throws {
        try await context.database.write { [context, recorder] transaction in
            guard let episode = try transaction.reader.episode(id) else {
                if context.hasUnrecorded { return }
                throw MemoryError(
                    .episodeNotFound, "There is no episode of this id.", details: ["episodeId": .string(id.rawValue)])
            }
            guard episode.isOpen else { return }
            try recorder.endOpenTurns(of: episode.sessionID, in: transaction)
            try recorder.close(episode, reason: .requested, in: transaction)
        }
    }
}
