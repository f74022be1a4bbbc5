import MemoryAPI
import MemoryCore
import MemoryModel

extension Dispatcher {
    mutating func registerSessions(_ memory: Memory) {
        register(CoreInit.self) { _, _ in Acknowledgement() }
        register(SessionOpen.self) { request, _ in
            SessionOpen.Response(
                sessionID: try await memory.sessions.open(
                    id: request.sessionID, owner: request.owner, meta: request.meta
                )
            )
        }
        register(SessionClose.self) { request, _ in
            try await memory.sessions.close(request.sessionID)
            return Acknowledgement()
        }
        register(SessionContext.self) { request, _ in
            let text = try await memory.recall.introduction(
                for: request.owner, in: request.sessionID, entry: SessionEntry(word: request.entry))
            return SessionContext.Response(
                text: text, notice: try await memory.deliveries.notice(for: request.owner.agentKind))
        }
        register(SessionCompacted.self) { request, _ in
            try await memory.sessions.markCompacted(request.sessionID, at: request.at)
            return Acknowledgement()
        }
        register(EpisodeOpen.self) { request, context in
            EpisodeOpen.Response(
                episodeID: try await memory.sessions.openEpisode(
                    session: request.sessionID, owner: Namespace(agentKind: context.agent ?? "unknown"),
                    userMessage: request.userMessage
                )
            )
        }
        register(EpisodeClose.self) { request, _ in
            try await memory.sessions.closeEpisode(request.episodeID)
            return Acknowledgement()
        }
    }
}
