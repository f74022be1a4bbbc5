import HostHooks
import JSONText
import Testing

/// Every event of every host: what it asks of the memory and what its hook prints.
@Suite struct HookFixtureTests {
    private static let spoken = HookAnswer(
        context: "Port 5544 <it> \"said\".\n再见", notice: "Nothing was captured for 5 prompts.")

    private func dialect(_ fixture: HookFixture) throws -> any HookDialect {
        try #require(
            HookDialects.dialect(
                of: fixture.host, payload: fixture.payload, caller: fixture.value["caller"]?.string))
    }

    @Test("every host has fixtures")
    func everyHostHasFixtures() {
        #expect(Set(HookFixture.all.map(\.host)) == Set(HookDialects.hosts))
        #expect(HookFixture.all.count > 100)
    }

    @Test("an event asks for what its fixture says", arguments: HookFixture.all)
    func anEventAsksForWhatItsFixtureSays(fixture: HookFixture) throws {
        let plan = try dialect(fixture).plan(fixture.payload, at: 5000)
        #expect(JSON.array(plan.calls.map(\.json)).sorted == fixture.value["plan"]?.sorted)
        #expect(plan.shows == fixture.value["shows"]?.string)
        let deferral = plan.defers.map { ["key": .string($0.key), "call": $0.call.json] as JSON }
        #expect(deferral?.sorted == fixture.value["defers"]?.sorted)
    }

    @Test("a hook prints what its fixture says, with an answer and without", arguments: HookFixture.all)
    func aHookPrintsWhatItsFixtureSays(fixture: HookFixture) throws {
        let dialect = try dialect(fixture)
        for (answer, expected) in [(HookAnswer(), "silent"), (Self.spoken, "spoken")] {
            let text = dialect.output(event: fixture.event, answer: answer)
            let wanted = fixture.value[expected]?.string ?? "?"
            #expect(try text.isEmpty ? wanted.isEmpty : JSON(parsing: text).sorted == JSON(parsing: wanted).sorted)
            #expect(!text.contains("\n"))
        }
    }

    @Test("an event with a deadline passes it on to a recall and to nothing else", arguments: HookFixture.all)
    func aDeadlineIsPassedOn(fixture: HookFixture) throws {
        let plan = try dialect(fixture).plan(fixture.payload, at: 5000, deadlineAt: 7000)
        for call in plan.calls {
            #expect((call.params["deadlineAt"] == 7000) == (call.method == "turn.start"))
        }
        #expect(plan.defers?.call.params["deadlineAt"] == nil)
    }

    @Test("without its hook an event recalls nothing and records the same", arguments: HookFixture.all)
    func withoutAudience(fixture: HookFixture) throws {
        let plan = try dialect(fixture).plan(fixture.payload, at: 5000)
        let late = plan.withoutAudience
        #expect(late.calls.map(\.method) == plan.calls.map(\.method).filter { $0 != "session.context" })
        #expect(late.shows == nil)
        for call in late.calls where call.method == "turn.start" {
            #expect(call.params["contextHints"]?["captureOnly"] == true)
        }
    }

    @Test(
        "what is no event asks nothing, and its hook prints what any other does",
        arguments: HookDialects.hosts,
        [
            "null", "[]", "7", "\"x\"", "{}", #"{"hook_event_name":"Stop"}"#, #"{"session_id":"s"}"#,
            #"{"hook_event_name":"Stop","session_id":""}"#, #"{"hook_event_name":1,"session_id":"s"}"#,
            #"{"hook_event_name":"Stop","session_id":5}"#, #"{"hook_event_name":"PostToolUse","session_id":"s"}"#,
            #"{"hook_event_name":"postToolUse","conversation_id":"s"}"#, #"{"type":"agent-turn-complete"}"#,
            #"{"type":"agent-turn-complete","thread-id":""}"#, #"{"hook_event_name":"AfterTool","session_id":"s"}"#,
            #"{"hook_event_name":"post_tool_call","session_id":"s","tool_name":null,"extra":7}"#,
        ])
    func whatIsNoEvent(host: String, payload: String) throws {
        let payload = try JSON(parsing: payload)
        let dialect = try #require(HookDialects.dialect(of: host, payload: payload, caller: nil))
        #expect(dialect.plan(payload, at: 1) == .nothing)
        let text = dialect.output(event: "", answer: HookAnswer(context: "x"))
        #expect(text == (host == "gemini" ? "{}" : ""))
    }

    @Test("a host that nobody knows has no dialect")
    func anUnknownHost() {
        #expect(HookDialects.dialect(of: "vim", payload: .null, caller: nil) == nil)
        #expect(HookDialects.dialect(of: "", payload: .null, caller: "cursor") == nil)
    }

    @Test("only Claude's hooks are ever Cursor's")
    func onlyClaudesHooksAreCursors() throws {
        let payload: JSON = ["cursor_version": "2.4.1"]
        for host in HookDialects.hosts where host != "claude" {
            #expect(HookDialects.dialect(of: host, payload: payload, caller: "cursor")?.host == host)
        }
        #expect(HookDialects.dialect(of: "claude", payload: payload, caller: nil)?.host == "cursor")
        #expect(HookDialects.dialect(of: "claude", payload: .null, caller: "cursor")?.host == "cursor")
        #expect(HookDialects.dialect(of: "claude", payload: .null, caller: nil)?.host == "claude")
    }
}
