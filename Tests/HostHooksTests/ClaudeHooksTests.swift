import HostHooks
import JSONText
import Testing

/// The shapes in which Claude Code tells the same; its events one by one are among the fixtures.
struct ClaudeHooksTests {
    private static let common = """
        "session_id":"s-1","transcript_path":"/home/ann/.claude/projects/x/s-1.jsonl","cwd":"/src/api",\
        "permission_mode":"default"
        """

    private func plan(_ event: String, _ more: String = "", helper: Bool = false) throws -> HookPlan {
        let agent = helper ? ",\"agent_id\":\"agent-7\",\"agent_type\":\"Explore\"" : ""
        let rest = more.isEmpty ? "" : "," + more
        return ClaudeHooks().plan(
            try JSON(parsing: "{\(Self.common),\"hook_event_name\":\"\(event)\"\(agent)\(rest)}"), at: 5000)
    }

    private func only(_ plan: HookPlan) throws -> HookPlan.Call {
        #expect(plan.calls.count == 1)
        return try #require(plan.calls.first)
    }

    @Test func aPromptWithoutAnIdOrWordsStillStartsATurn() throws {
        let call = try only(try plan("UserPromptSubmit"))
        #expect(call.params["turnKey"] == nil)
        #expect(call.params["userText"] == "")
    }

    @Test(arguments: [
        (#""plain""#, "plain"), ("null", ""), (#"{"stdout":"out","stderr":"err"}"#, "out\nerr"),
        (#"{"stdout":"","stderr":"err"}"#, "err"), (#"{"stdout":"","stderr":""}"#, ""),
        (#"[{"type":"text","text":"one"},{"type":"text","text":"two"}]"#, "one\ntwo"),
        (#"{"content":[{"type":"text","text":"inner"}],"isError":false}"#, "inner"), (#"{"content":"words"}"#, "words"),
        (#"{"filePath":"/a","success":true}"#, #"{"filePath":"/a","success":true}"#), ("7", "7"), ("true", "true"),
        (#"[{"type":"image","source":{"data":"x"}}]"#, #"{"type":"image","source":{"data":"x"}}"#), ("[]", ""),
        (#"{"content":{"content":{"content":"deep"}}}"#, "deep"),
    ])
    func aToolsAnswerIsReadInAllItsShapes(response: String, expected: String) throws {
        let call = try only(try plan("PostToolUse", "\"tool_name\":\"X\",\"tool_response\":\(response)"))
        #expect(call.params["call"]?["output"] == .string(expected))
        #expect(call.params["call"]?["errorCode"] == nil)
    }

    @Test(arguments: ["-1", "-9223372036854775808", "9223372036854775807", "\"long\"", "1e300", "null", "1.5"])
    func anAbsurdDurationIsPassedOver(duration: String) throws {
        let call = try only(try plan("PostToolUse", "\"tool_name\":\"X\",\"duration_ms\":\(duration)"))
        #expect(call.params["call"]?["startedAt"] == nil)
        #expect(call.params["call"]?["endedAt"] == 5000)
    }

    @Test(arguments: ["\"stop_hook_active\":true", "\"last_assistant_message\":null", "\"last_assistant_message\":7"])
    func aStopWithoutWordsEndsTheTurnWithNone(more: String) throws {
        #expect(try only(try plan("Stop", more)).params["agentText"] == "")
    }

    @Test(arguments: ["PostToolUse", "PostToolUseFailure", "UserPromptSubmit", "Stop"])
    func whatHappensInsideAHelperIsNoStepOfTheTurn(event: String) throws {
        let more = #""tool_name":"Bash","tool_input":{},"error":"x","prompt":"y""#
        #expect(try plan(event, more, helper: true) == .nothing)
        #expect(try plan(event, more).calls.count == 1)
    }
}
