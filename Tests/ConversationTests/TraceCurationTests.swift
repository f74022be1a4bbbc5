import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// What a person does with steps, and how it is taken back.
@Suite("Curation of steps")
struct TraceCurationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        let world = try TestMemory()
        self.world = world
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        world.clock.advance(1000)
        return try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    private func talk() async throws -> [Trace] {
        let talk = world.conversation("s1")
        let heard = try await talk.say("Which port does the staging database use?", key: "p1")
        try await talk.call("Bash", ["command": "cat staging.env"], output: "PORT=5544", key: "p1")
        try await talk.answer("The staging database listens on 5544.", key: "p1")
        #expect(heard.turn != nil)
        try await talk.exchange("Which tool builds the lexer?", "The lexer is built with ninja.", key: "p2")
        return try await talk.traces()
    }

    private func trace(_ id: TraceID) async throws -> JSON {
        try await call("memory.get_trace", ["id": .string(id.rawValue)])
    }

    @Test("a person's words replace the captured ones, are found, and can be taken back once")
    func edit() async throws {
        let answer = try await talk()[1]
        let edited = try await call(
            "trace.edit",
            [
                "id": .string(answer.id.rawValue), "agentText": "It listens on 6600, password=hunter2hunter2.",
                "reflection": "Ask for the port.",
            ])
        let step = try #require(edited["trace"])
        #expect(step["agentText"]?.string?.contains("6600") == true)
        #expect(step["agentText"]?.string?.contains("hunter2hunter2") == false, "redacted as captured text is")
        #expect(step["ownWords"] == ["agentText", "reflection"] && step["editedAt"] != nil)
        let found = try await call("memory.list_turns", ["q": "6600"])
        #expect(found["turns"]?[0]?["agentText"]?.string?.contains("6600") == true, "the turn says it too")
        let undo = try #require(edited["undo"])
        #expect(try await call("curation.undo", ["id": undo])["changed"] == 1)
        let former = try await trace(answer.id)
        #expect(former["agentText"] == "The staging database listens on 5544." && former["ownWords"] == nil)
        #expect(former["summary"]?.string == answer.summary && former["editedAt"] == nil)
        let twice = await #expect(throws: MemoryError.self) { try await call("curation.undo", ["id": undo]) }
        #expect(twice?.code == .conflict)
    }

    @Test("a tool's step keeps what it did; its summary and reflection are a person's to write")
    func tools() async throws {
        let step = try await talk()[0]
        let refused = await #expect(throws: MemoryError.self) {
            try await call("trace.edit", ["id": .string(step.id.rawValue), "agentText": "x"])
        }
        #expect(refused?.code == .invalidArgument && refused?.hint != nil)
        let edited = try await call(
            "trace.edit", ["id": .string(step.id.rawValue), "summary": "Read\nthe  staging settings"])
        #expect(edited["trace"]?["summary"] == "Read the staging settings")
        let same = try await call(
            "trace.edit", ["id": .string(step.id.rawValue), "summary": "Read the staging settings"])
        #expect(same["undo"] == nil, "nothing changed")
    }

    @Test("learning leaves a person's words")
    func learning() async throws {
        let traces = try await talk()
        _ = try await call("trace.edit", ["id": .string(traces[1].id.rawValue), "reflection": "Mine."])
        let score = EpisodeScore(goal: nil, process: nil, satisfaction: nil, reward: 0.5)
        try await world.database.write { transaction in
            try transaction.settle(
                score, of: traces[1].episodeID,
                reflections: traces.prefix(2).map {
                    StepReflection(traceID: $0.id, weight: 0.5, text: "Theirs.", rule: "r", evidence: [])
                }, values: [0.4, 0.8])
            try transaction.describe([traces[1].id: "A model's line"])
        }
        #expect(try await trace(traces[1].id)["reflection"] == "Mine.")
        #expect(try await trace(traces[0].id)["reflection"] == "Theirs.")
        #expect(try await trace(traces[1].id)["summary"] == "A model's line", "that is not a person's")
    }

    @Test("marks are set on all steps or none, and what is later wins")
    func marks() async throws {
        let traces = try await talk()
        let ids = JSON(traces.map(\.id.rawValue))
        let marked = try await call(
            "trace.mark", ["ids": ids, "pin": true, "addTags": [" Port  Numbers ", "staging"], "share": "hub"])
        #expect(marked["changed"] == JSON(traces.count))
        let step = try await trace(traces[0].id)
        #expect(step["pinned"] == true && step["share"] == "hub" && step["priority"] == 1.0)
        #expect(step["tags"]?.array?.contains("port numbers") == true)
        #expect(try await call("memory.list_turns", ["tag": "port numbers"])["turns"]?.array?.count == 2)
        let missing = await #expect(throws: MemoryError.self) {
            try await call("trace.mark", ["ids": [.string(traces[0].id.rawValue), "tr_none"], "pin": false])
        }
        #expect(missing?.code == .traceNotFound)
        #expect(try await trace(traces[0].id)["pinned"] == true)
        let later = try await call(
            "trace.mark", ["ids": [.string(traces[0].id.rawValue)], "removeTags": ["staging"], "pin": false])
        let first = try #require(marked["undo"])
        let refused = await #expect(throws: MemoryError.self) { try await call("curation.undo", ["id": first]) }
        #expect(refused?.code == .conflict)
        _ = try await call("curation.undo", ["id": try #require(later["undo"])])
        #expect(try await call("curation.undo", ["id": first])["changed"] == JSON(traces.count))
        #expect(try await trace(traces[0].id)["pinned"] == nil)
        #expect(try await call("memory.facets", [:])["pinned"] == 0)
    }

    @Test("a pinned step goes before another that fits as well")
    func recall() async throws {
        let talk = world.conversation("s1")
        for key in ["a", "b"] {
            try await talk.exchange(
                "Which port does the staging database use?", "It listens on 5544, says \(key).", key: key)
        }
        let hits = try await call("memory.search", ["query": "port of the staging database"])["hits"]?.array ?? []
        let last = try #require(hits.compactMap { $0["id"] ?? $0["traceId"] ?? $0["refId"] }.last)
        _ = try await call("trace.mark", ["ids": [last], "pin": true])
        let after = try await call("memory.search", ["query": "port of the staging database"])["hits"]?.array ?? []
        #expect(after.compactMap { $0["id"] ?? $0["traceId"] ?? $0["refId"] }.first == last)
    }

    @Test("forgetting takes marks and the book of changes along; a wrong undo says so")
    func forgetting() async throws {
        let traces = try await talk()
        let edited = try await call(
            "trace.edit", ["id": .string(traces[1].id.rawValue), "agentText": "zebrafish"])
        _ = try await call("memory.forget", ["ids": [.string(traces[1].id.rawValue)]])
        let gone = await #expect(throws: MemoryError.self) {
            try await call("curation.undo", ["id": try #require(edited["undo"])])
        }
        #expect(gone?.code == .notFound)
        #expect(!world.home.names().contains { world.home.bytes($0)?.contains(Array("zebrafish".utf8)) ?? false })
    }
}
