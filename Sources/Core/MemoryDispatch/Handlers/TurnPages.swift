import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

/// Pages of turns with their steps, newest first, as the viewer lists them.
struct TurnPages {
    let memory: Memory
    let now: Timestamp

    func page(for request: ListTurns) async throws -> JSON {
        let filter = try await filter(of: request)
        if let query = request.query { return try await found(query, filter: filter, limit: request.limit) }
        let cursor = try request.before.map(Self.cursor)
        let entries = try await memory.library.turns(
            filter, before: cursor, among: request.turnIDs, limit: request.limit)
        let next = entries.count == request.limit ? entries.last.map { Self.text(of: $0.turn) } : nil
        return .object(present: [
            ("turns", .array(entries.map(json))), ("nextCursor", next.map(JSON.string)),
        ])
    }

    private func filter(of request: ListTurns) async throws -> TurnFilter {
        var filter = TurnFilter()
        filter.session = request.sessionID
        filter.agentKind = request.agent
        filter.workspaces = try await memory.projects.workspaces(of: request.project)
        filter.branch = request.branch
        filter.tag = request.tag
        filter.outcome = request.outcome
        filter.isPinned = request.isPinned
        filter.hasError = request.hasError
        filter.leastValue = request.leastValue
        filter.greatestValue = request.greatestValue
        filter.from = request.from
        filter.to = request.to
        return filter
    }

    /// Turns that hold the best hits, in the order of the hits, on one page.
    private func found(_ query: String, filter: TurnFilter, limit: Int) async throws -> JSON {
        let traces = try await memory.traces(matching: query, limit: limit, now: now)
        let entries = try await memory.library.turns(
            filter, before: nil, among: Set(traces.map(\.turnID)), limit: limit
        )
        var turns = Dictionary(entries.map { ($0.turn.id, $0) }) { first, _ in first }
        return ["turns": .array(traces.compactMap { turns.removeValue(forKey: $0.turnID) }.map(json))]
    }

    func json(_ entry: TraceLibrary.TurnEntry) -> JSON {
        TraceWire.json(
            entry.turn,
            traces: entry.traces.map {
                TraceWire.json($0, turn: entry.turn, episode: entry.episode, priority: $0.priority(at: now))
            },
            pendingCalls: entry.pendingCalls
        )
    }

    private static func text(of turn: Turn) -> String { "\(turn.startedAt).\(turn.id.rawValue)" }

    private static func cursor(_ text: String) throws -> TurnCursor {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let time = Timestamp(parts[0]) else {
            throw MemoryError(.invalidArgument, "\"before\" must be a cursor that a page gave.")
        }
        return TurnCursor(startedAt: time, id: TurnID(String(parts[1])))
    }
}

/// Finds any object by its id, as a person has it from a list.
struct ObjectLookup {
    let memory: Memory
    let now: Timestamp

    func object(id: String) async throws -> JSON {
        if let entry = try await memory.library.trace(TraceID(id)) { return kind("trace", entry.json(now: now)) }
        if let entry = try await memory.library.turn(TurnID(id)) {
            return kind("turn", TurnPages(memory: memory, now: now).json(entry))
        }
        if let episode = try await memory.library.episode(EpisodeID(id)) {
            var value = TraceWire.json(episode)
            value["traces"] = .array(
                try await memory.library.timeline(episode: episode.id).map { $0.json(now: now) }
            )
            return kind("episode", value)
        }
        if let session = try await memory.library.session(SessionID(id)) {
            return kind("session", TraceWire.json(session))
        }
        if let item = try await item(id: id) { return item }
        throw MemoryError(
            .notFound, "Nothing has this id.", details: ["id": .string(id)], hint: "memos search finds ids."
        )
    }

    /// Something learned, with its history.
    private func item(id: String) async throws -> JSON? {
        if let skill = try await memory.items.item(SkillID(id)) {
            return try await item(skill, ItemWire.json(skill))
        }
        if let policy = try await memory.items.item(PolicyID(id)) {
            return try await item(policy, ItemWire.json(policy))
        }
        if let world = try await memory.items.item(WorldModelID(id)) {
            return try await item(world, ItemWire.json(world))
        }
        return nil
    }

    private func item<Item: StoredItem>(_ item: Item, _ value: JSON) async throws -> JSON {
        var value = value
        value["versions"] = .array(try await memory.items.versions(of: item.id).map { ItemWire.json($0) })
        return kind(Item.kind.rawValue, value)
    }

    private func kind(_ name: String, _ value: JSON) -> JSON {
        var object = JSONObject([.init(key: "kind", value: .string(name))])
        // A trace has a kind of its own (tool or answer), which stays as its step's kind.
        for member in value.object?.members ?? [] {
            object.members.append(member.key == "kind" ? .init(key: "stepKind", value: member.value) : member)
        }
        return .object(object)
    }
}
