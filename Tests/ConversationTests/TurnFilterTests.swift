import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// Lists of turns by what they are, and what there is to choose from.
@Suite("Filters of turns")
struct TurnFilterTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        let world = try TestMemory()
        self.world = world
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func turns(_ params: JSON) async throws -> [String] {
        let page = try await dispatcher.call("memory.list_turns", params, CallContext(agent: "claude"))
        return (page["turns"]?.array ?? []).compactMap { $0["key"]?.string }
    }

    private func counts(_ facet: String) async throws -> [String: Int64] {
        let facets = try await dispatcher.call("memory.facets", [:], CallContext(agent: "claude"))
        return (facets[facet]?.array ?? []).reduce(into: [:]) { $0[$1["value"]?.string ?? ""] = $1["turns"]?.int }
    }

    private func fill() async throws {
        let claude = world.conversation("s1", workspace: "/src/api")
        try await claude.say("Run the parser tests.", key: "fails")
        try await claude.call("Bash", ["command": "make test"], output: "make: *** No rule", error: "2", key: "fails")
        try await claude.answer("They fail.", key: "fails")
        try await claude.exchange("Which tool builds the lexer?", "Ninja.", key: "plain")
        let codex = world.conversation("s2", agent: "codex", workspace: "/src/web")
        try await codex.say("List the files.", key: "works")
        try await codex.call("Read", ["path": "a.txt"], output: "a", key: "works")
        try await codex.answer("Done.", key: "works")
    }

    @Test("each filter keeps its turns, and all of them together")
    func filters() async throws {
        try await fill()
        #expect(try await turns([:]) == ["works", "plain", "fails"])
        #expect(try await turns(["agent": "codex"]) == ["works"])
        #expect(try await turns(["sessionId": "s1"]) == ["plain", "fails"])
        #expect(try await turns(["outcome": "error"]) == ["fails"])
        #expect(try await turns(["errors": true]) == ["fails"])
        #expect(try await turns(["errors": false, "sessionId": "s1"]) == ["plain"])
        #expect(try await turns(["pinned": true]) == [])
        #expect(try await turns(["q": "lexer", "agent": "codex"]) == [])
        #expect(try await turns(["q": "lexer", "agent": "claude"]).first == "plain")
        let traces = try await world.conversation("s1").traces()
        try await world.database.write { transaction in
            try transaction.settle(
                EpisodeScore(goal: nil, process: nil, satisfaction: nil, reward: 0.5), of: traces[0].episodeID,
                reflections: traces.prefix(2).map {
                    StepReflection(traceID: $0.id, weight: 0.5, text: "", rule: "r", evidence: [])
                }, values: [-0.5, 0.9])
        }
        #expect(try await turns(["minValue": 0.8]) == ["fails"])
        #expect(try await turns(["maxValue": -0.1]) == ["fails"])
        #expect(try await turns(["minValue": 0.1, "maxValue": 0.8]) == [], "no single step is between")
        let at = try #require(try await world.conversation("s1").turns().first).startedAt
        #expect(try await turns(["from": .integer(at), "to": .integer(at)]) == ["fails"])
        #expect(
            try await turns([
                "agent": "claude", "outcome": "error", "errors": true, "minValue": 0.8, "from": .integer(at),
            ]) == ["fails"])
    }

    @Test("facets count turns as they come, change and go")
    func facets() async throws {
        try await fill()
        #expect(try await counts("agents") == ["claude": 2, "codex": 1])
        #expect(try await counts("outcomes") == ["error": 1, "ok": 1, "unknown": 1])
        let before = try await counts("tags")
        let first = try #require(try await world.conversation("s1").traces().first)
        let context = CallContext(agent: "claude")
        let marked = try await dispatcher.call(
            "trace.mark", ["ids": [.string(first.id.rawValue)], "addTags": ["zoo"]], context)
        #expect(try await counts("tags")["zoo"] == 1)
        _ = try await dispatcher.call("curation.undo", ["id": try #require(marked["undo"])], context)
        #expect(try await counts("tags") == before)
        _ = try await dispatcher.call("memory.forget", ["ids": [.string(first.turnID.rawValue)]], context)
        #expect(try await counts("agents") == ["claude": 1, "codex": 1])
        #expect(try await counts("outcomes") == ["ok": 1, "unknown": 1])
        _ = try await dispatcher.call("memory.forget", ["ids": ["s1", "s2"]], context)
        #expect(try await counts("tags") == [:])
    }
}
