import JSONText
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// The same conversations as a host has them over the wire.
struct WireConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "hermes"))
    }

    private func start(_ text: String, session: String = "s1", at time: Int64? = nil) -> JSON {
        [
            "agent": "hermes", "sessionId": .string(session), "userText": .string(text),
            "ts": .integer(time ?? world.clock.now),
        ]
    }

    private func end(_ text: String, session: String = "s1", key: String? = nil) -> JSON {
        .object(present: [
            ("agent", "hermes"), ("sessionId", .string(session)), ("episodeId", ""), ("agentText", .string(text)),
            ("toolCalls", []), ("ts", .integer(world.clock.now)), ("turnKey", key.map(JSON.string)),
        ])
    }

    @Test(arguments: [nil, ""])
    func aTurnGoesInAndComesBack(key: String?) async throws {
        _ = try await call("turn.start", start("The release branch of the parser is maple-42."))
        let ended = try await call("turn.end", end("Noted.", key: key))
        let ids = try #require(ended["traceIds"]?.array)
        #expect(ids.count == 1 && ids.last == ended["traceId"])
        #expect(ended["episodeId"]?.string?.hasPrefix("ep_") == true)
        _ = try await call("session.close", ["sessionId": "s1"])
        let recalled = try await call("turn.start", start("Which is the release branch of the parser?", session: "s2"))
        #expect(recalled["injectedContext"]?.string?.contains("maple-42") == true)
        #expect(recalled["query"]?["sessionId"] == "s2")
        let hit = try #require(recalled["hits"]?[0])
        #expect(hit["refId"] == ended["traceId"])
        let trace = try await call("memory.get_trace", ["id": hit["refId"] ?? .null])
        #expect(trace["agentText"] == "Noted.")
        #expect(try await call("memory.get_trace", ["id": "tr_none"]) == .null)
    }

    @Test(arguments: [Int64.max, Int64.min, 1 << 60, -1 << 60])
    func absurdTimesAreRefusedAndDoNoHarm(time: Int64) async throws {
        for (method, params) in [
            ("turn.start", start("Hello there", at: time)),
            ("turn.record_call", ["agent": "a", "sessionId": "s", "call": ["name": "X"], "ts": .integer(time)]),
            (
                "turn.end",
                [
                    "agent": "a", "sessionId": "s", "episodeId": "", "agentText": "x", "toolCalls": [],
                    "ts": .integer(time),
                ]
            ),
            ("subagent.record", ["sessionId": "s", "task": "x", "ts": .integer(time)]),
        ] as [(String, JSON)] {
            let error = await #expect(throws: MemoryError.self, "\(method)") { try await call(method, params) }
            #expect(error?.code == .invalidArgument)
        }
        var ended = end("Done.")
        ended["userText"] = "Do it"
        ended["toolCalls"] = [["name": "Bash", "input": "ls", "startedAt": .integer(time), "endedAt": .integer(time)]]
        _ = try await call("turn.end", ended)
        let listed = try await call("memory.list_traces", [:])
        #expect(listed["traces"]?.array?.count == 2)
    }

    @Test(
        arguments: [
            ("turn.start", JSON.array([])), ("turn.start", "text"), ("turn.start", [:]), ("turn.start", ["agent": "a"]),
            ("turn.start", ["agent": "a", "sessionId": "", "userText": "x", "ts": 1]),
            ("turn.start", ["agent": "a", "sessionId": "s", "userText": 7, "ts": 1]),
            ("turn.start", ["agent": "a", "sessionId": "s", "userText": "x", "ts": "now"]),
            (
                "turn.end",
                ["agent": "a", "sessionId": "s", "episodeId": "", "agentText": "x", "toolCalls": "none", "ts": 1]
            ),
            (
                "turn.end",
                ["agent": "a", "sessionId": "s", "episodeId": "", "agentText": "x", "toolCalls": [[:]], "ts": 1]
            ),
            ("memory.search", [:]), ("memory.search", ["query": "x", "entry": "nobody"]), ("session.close", [:]),
            ("feedback.submit", ["magnitude": 2]), ("feedback.submit", ["polarity": "meh"]),
            ("export.page", ["cursor": "nonsense"]), ("export.restore", ["lines": "x"]),
        ] as [(String, JSON)])
    func wrongParametersAreNamed(method: String, params: JSON) async throws {
        let error = await #expect(throws: MemoryError.self) { try await call(method, params) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func anUnknownMethodIsSaid() async throws {
        let error = await #expect(throws: MemoryError.self) { try await call("memory.forget_all", [:]) }
        #expect(error?.code == .unknownMethod)
        #expect(error?.hint?.isEmpty == false)
    }

    @Test func aSearchLeavesNoSecretOfItsQuery() async throws {
        let token = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
        _ = try await call("memory.search", ["query": .string("what used \(token)?"), "agent": "hermes"])
        let kept = try await world.database.read { try $0.lastInjection()?.query }
        #expect(kept?.contains("what used") == true)
        #expect(kept?.contains(token) == false)
    }
}
