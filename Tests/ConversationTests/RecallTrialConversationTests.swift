import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@Suite("Recall that is tried, and recall that is looked up")
struct RecallTrialConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func read(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.read(method, params, CallContext(agent: nil))
    }

    private func tell() async throws {
        let chat = world.conversation("told")
        try await chat.exchange("Which port has the staging database?", "The staging database listens on 5544.")
        try await chat.exchange("And the staging proxy?", "The staging proxy listens on 8080.")
        try await chat.exchange("When do we release?", "Every second Friday, after the staging checks.")
    }

    private static let question: JSON = "Which port does the staging database have?"

    @Test("a prompt gets the very block that a turn would get, and nothing is kept of it")
    func tried() async throws {
        try await tell()
        let before = try await read("recall.list", [:])["injections"]?.array?.count
        let tried = try await read("recall.try", ["prompt": Self.question])
        #expect(try await read("recall.list", [:])["injections"]?.array?.count == before)
        #expect(tried["speaks"] == true && tried["silence"] == nil)
        let real = try await world.conversation("fresh").recall("Which port does the staging database have?")
        func lines(_ block: String) -> [Substring] { block.split(separator: "\n").dropFirst().dropLast() }
        #expect(lines(tried["injectedContext"]?.string ?? "") == lines(real))
        #expect(tried["shown"]?.array?.first == tried["hits"]?[0]?["refId"])
        #expect(tried["tokens"]?.int ?? 0 > 0 && tried["characters"]?.int ?? 0 > 0)
        #expect(tried["explanation"]?["legend"]?["gate"] != nil)
        // What that conversation has seen is not shown in it again.
        let again = try await read("recall.try", ["prompt": Self.question, "sessionId": "fresh"])
        let dropped = again["explanation"]?["dropped"]?.array ?? []
        #expect(dropped.contains { $0["reason"] == "shown before in this session" })
    }

    @Test("settings change a trial alone, and those that it went by are named")
    func settings() async throws {
        try await tell()
        let narrow = try await read(
            "recall.try", ["prompt": Self.question, "settings": ["topK": ["tier2": 1], "promptTokens": 90]])
        #expect(narrow["settings"]?["topK"]?["tier2"] == 1 && narrow["settings"]?["promptTokens"] == 90)
        #expect(narrow["hits"]?.array?.count == 1)
        #expect(narrow["tokens"]?.int ?? 999 <= 90)
        #expect(try await read("recall.try", ["prompt": Self.question])["settings"]?["promptTokens"] == 600)
        await #expect(throws: MemoryError.self) {
            try await read("recall.try", ["prompt": "x", "settings": ["mmrLambda": 2]])
        }
        await #expect(throws: MemoryError.self) {
            try await read("recall.try", ["prompt": "x", "sessionId": "nobody"])
        }
    }

    @Test("silence has its reason, and candidates are told all the same")
    func silence() async throws {
        try await tell()
        let talk = try await read("recall.try", ["prompt": "thanks!"])
        #expect(talk["speaks"] == false && talk["injectedContext"] == "")
        #expect(talk["silence"] == "the message asks for nothing that memory could help with")
        let off = try await read("recall.try", ["prompt": "How do I bake sourdough bread with the proxy?"])
        #expect(off["speaks"] == false && off["silence"]?.string?.isEmpty == false)
        #expect(off["explanation"]?["candidates"]?.array?.isEmpty == false)
    }

    @Test("the list tells of each recall in pages, and one tells what it showed and why")
    func history() async throws {
        try await tell()
        _ = try await world.conversation("one").recall("Which port does the staging database have?")
        world.clock.advance(1000)
        _ = try await world.conversation("two").recall("How do I bake sourdough bread?")
        world.clock.advance(1000)
        _ = try await read("memory.search", ["query": "staging"])
        let first = try await read("recall.list", ["limit": 2])
        let newest = first["injections"]?.array ?? []
        #expect(newest.map { $0["entry"] } == ["tool_driven", "turn_start"])
        #expect(newest.last?["silent"] == true && newest.last?["silence"]?.string != nil)
        #expect(newest.first?["silent"] == false && newest.first?["hits"]?.int ?? 0 > 0)
        let next = try #require(first["nextCursor"])
        let older = try await read("recall.list", ["before": next, "silent": false, "limit": 1])["injections"]
        #expect(older?[0]?["query"] == Self.question)
        let shown = try await read("recall.get", ["id": older?[0]?["id"] ?? .null])
        #expect(shown["injectedContext"]?.string?.contains("5544") == true)
        #expect(shown["items"]?[0]?["kind"] == "trace")
        #expect(shown["items"]?[0]?["title"]?.string?.contains("5544") == true)
        #expect(shown["explanation"]?["channels"] != nil)
        await #expect(throws: MemoryError.self) { try await read("recall.get", ["id": "in_none"]) }
        await #expect(throws: MemoryError.self) { try await read("recall.list", ["before": "yesterday"]) }
    }
}
