import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import Retrieval

extension Dispatcher {
    mutating func registerLibrary(_ memory: Memory, now: @escaping @Sendable () -> Timestamp) {
        register(GetTrace.self) { request, _ in
            let entry = try await memory.library.trace(request.id)
            guard let entry, request.scope.contains(entry.trace.owner) else { return WireValue(.null) }
            return WireValue(entry.json(now: now()))
        }
        register(Timeline.self) { request, _ in
            let entries = try await memory.library.timeline(episode: request.episodeID)
            return WireValue([
                "traces": .array(entries.filter { request.scope.contains($0.trace.owner) }.map { $0.json(now: now()) })
            ])
        }
        register(ListEpisodes.self) { request, _ in
            let episodes = try await memory.library.episodes(
                session: request.sessionID, limit: request.limit, offset: request.offset
            )
            return WireValue([
                "episodeIds": JSON(episodes.map(\.id.rawValue)),
                "episodes": .array(episodes.map { TraceWire.json($0) }),
            ])
        }
        register(ListTraces.self) { request, _ in
            let entries: [TraceLibrary.Entry]
            if let query = request.query {
                let traces = try await memory.traces(matching: query, limit: request.limit, now: now())
                entries = try await memory.library.entries(
                    traces.filter { request.sessionID == nil || $0.sessionID == request.sessionID })
            } else {
                entries = try await memory.library.traces(
                    session: request.sessionID, limit: request.limit, offset: request.offset
                )
            }
            return WireValue([
                "traces": .array(entries.filter { request.scope.contains($0.trace.owner) }.map { $0.json(now: now()) })
            ])
        }
        register(ListTurns.self) { request, _ in
            try await WireValue(TurnPages(memory: memory, now: now()).page(for: request))
        }
        register(ShowObject.self) { request, _ in
            WireValue(try await ObjectLookup(memory: memory, now: now()).object(id: request.id))
        }
    }
}

extension Memory {
    /// Search for lists in a viewer: everything in the home, nothing held back.
    func traces(matching query: String, limit: Int, now: Timestamp) async throws -> [Trace] {
        try await recall.search(
            RecallQuery(
                entry: .toolDriven, text: query, scope: .home, at: now, topK: TopK(traces: limit), mayAbstain: false
            ),
            episode: nil, isRecorded: false
        ).hits.map(\.trace)
    }
}

extension TraceLibrary.Entry {
    func json(now: Timestamp) -> JSON {
        TraceWire.json(trace, turn: turn, episode: episode, priority: trace.priority(at: now))
    }
}
