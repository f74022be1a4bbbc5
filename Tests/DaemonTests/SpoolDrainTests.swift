import HostHooks
import JSONText
import Logging
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import RuntimeHome
import Testing

@testable import Daemon

/// What hooks wrote down while nobody listened: in order, once, and nothing lost for one bad file.
struct SpoolDrainTests {
    private let world: TestMemory
    private let drain: SpoolDrain

    init() throws {
        world = try TestMemory()
        world.home.makeFolder("daemon/spool")
        let memory = world.memory
        let hooks = HookFace(
            dispatcher: Dispatcher(memory: memory, now: { [clock = world.clock] in clock.now }),
            deliveries: HookFace.Deliveries(
                reply: { try await memory.deliveries.reply(toRecord: $0) },
                keep: { try await memory.deliveries.keep(record: $0, host: $1, reply: $2) }),
            now: { [clock = world.clock] in clock.now })
        drain = SpoolDrain(
            home: RuntimeHome(path: world.home.path), hooks: hooks,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, patience: .seconds(60))
    }

    private func put(_ name: String, record: String, _ event: String, _ more: JSON, session: String = "s1") {
        var payload: JSON = ["hook_event_name": .string(event), "session_id": .string(session), "cwd": "/src/api"]
        for member in more.object?.members ?? [] { payload[member.key] = member.value }
        let content: JSON = [
            "recordId": .string(record), "ts": .integer(world.clock.now), "host": "claude", "agent": "claude",
            "payload": payload,
        ]
        world.clock.advance(1000)
        world.home.write(content.text, to: "daemon/spool/\(name).json")
    }

    private func putTurn(_ number: Int, key: String) {
        put(
            "\(number)1", record: "r\(number)1", "UserPromptSubmit",
            ["prompt": .string("Question \(key)"), "prompt_id": .string(key)])
        put(
            "\(number)2", record: "r\(number)2", "PostToolUse",
            [
                "tool_name": "Bash", "tool_use_id": .string("t\(number)"), "tool_input": ["command": "make"],
                "tool_response": "ok", "prompt_id": .string(key),
            ])
        put(
            "\(number)3", record: "r\(number)3", "Stop",
            ["last_assistant_message": .string("Answer \(key)"), "prompt_id": .string(key)])
    }

    private var left: [String] { world.home.names(in: "daemon/spool").filter { $0.hasSuffix(".json") } }
    private var rejected: [String] { world.home.names(in: "daemon/spool/rejected") }

    @Test func recordsAreTakenInOrderAndGone() async throws {
        putTurn(1, key: "a")
        putTurn(2, key: "b")
        await drain.drain(limit: .max)
        #expect(left == [])
        let talk = world.conversation("s1")
        #expect(try await talk.turns().map(\.userText) == ["Question a", "Question b"])
        #expect(try await talk.turns().map(\.agentText) == ["Answer a", "Answer b"])
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer, .tool, .answer])
    }

    @Test func aRecordThatComesAgainChangesNothing() async throws {
        putTurn(1, key: "a")
        let content = try #require(world.home.bytes("daemon/spool/13.json"))
        await drain.drain(limit: .max)
        world.home.write(content, to: "daemon/spool/13.json")
        world.home.write(content, to: "daemon/spool/14.json")
        await drain.drain(limit: .max)
        #expect(left == [])
        #expect(try await world.conversation("s1").traces().count == 2)
        #expect(try await world.conversation("s1").turns().count == 1)
    }

    @Test(arguments: [
        "", "not json", "{\"recordId\":\"x\"", "{}", "[]", "null",
        #"{"recordId":"x","ts":1,"host":"emacs","payload":{}}"#,
        #"{"recordId":"","ts":1,"host":"claude","payload":{}}"#, #"{"recordId":"x","ts":"now","host":"claude"}"#,
        #"{"recordId":"x","ts":9223372036854775807,"host":"claude","payload":{}}"#,
        #"{"recordId":"x","ts":5,"host":"claude","payload":{"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":7}}"#,
    ])
    func aBadFileIsSetAsideAndTheOthersAreTaken(content: String) async throws {
        world.home.write(content, to: "daemon/spool/00.json")
        putTurn(1, key: "a")
        await drain.drain(limit: .max)
        #expect(left == [])
        #expect(rejected == ["00.json"])
        #expect(try await world.conversation("s1").traces().count == 2)
    }

    @Test func bytesThatAreNoTextAreSetAside() async throws {
        world.home.write([0x7B, 0xFF, 0xFE, 0x7D], to: "daemon/spool/00.json")
        await drain.drain(limit: .max)
        #expect(left == [] && rejected == ["00.json"])
    }

    @Test func whoIsWaitedForTakesOnlySome() async throws {
        putTurn(1, key: "a")
        await drain.drain(limit: 2)
        #expect(left == ["13.json"])
        await drain.drain(limit: 2)
        #expect(left == [])
        #expect(try await world.conversation("s1").traces().map(\.kind) == [.tool, .answer])
    }

    @Test("an event that just came finds the older ones taken, and does not wait itself")
    func liveEventsComeAfterOlderOnes() async throws {
        putTurn(1, key: "a")
        #expect(await !drain.queues(["recordId": "99", "host": "claude", "ts": 1, "payload": [:]], agent: "claude"))
        #expect(left == [])
        #expect(try await world.conversation("s1").turns().map(\.agentText) == ["Answer a"])
        #expect(await !drain.queues(["recordId": "00", "host": "claude", "ts": 1, "payload": [:]], agent: "claude"))
    }

    @Test func filesBeingWrittenAreLeftAlone() async throws {
        world.home.write("{", to: "daemon/spool/01.tmp")
        await drain.drain(limit: .max)
        #expect(world.home.exists("daemon/spool/01.tmp"))
        #expect(rejected == [])
    }

    @Test func eventsThatAskNothingAreTakenToo() async throws {
        put("01", record: "r1", "Notification", [:])
        put("02", record: "r2", "SessionEnd", ["reason": "other"], session: "never-opened")
        await drain.drain(limit: .max)
        #expect(left == [] && rejected == [])
    }

    @Test func whenTheStoreIsInTroubleEverythingWaits() async throws {
        putTurn(1, key: "a")
        let before = left
        try world.database.close()
        await drain.drain(limit: .max)
        #expect(left == before)
        #expect(rejected == [])
    }
}
