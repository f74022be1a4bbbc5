import HostHooks
import JSONText
import Testing

/// What each event of Claude Code asks of the memory.
struct ClaudeHooksTests {
    private static let common = """
        "session_id":"s-1","transcript_path":"/home/ann/.claude/projects/x/s-1.jsonl","cwd":"/src/api",\
        "permission_mode":"default"
        """
    private static let namespace: JSON = ["agentKind": "claude", "workspacePath": "/src/api"]

    private func plan(_ event: String, _ more: String = "", helper: Bool = false) throws -> HookPlan {
        let agent = helper ? ",\"agent_id\":\"agent-7\",\"agent_type\":\"Explore\"" : ""
        let rest = more.isEmpty ? "" : "," + more
        return ClaudeHooks.plan(
            try JSON(parsing: "{\(Self.common),\"hook_event_name\":\"\(event)\"\(agent)\(rest)}"), at: 5000)
    }

    private func only(_ plan: HookPlan) throws -> HookPlan.Call {
        #expect(plan.calls.count == 1)
        return try #require(plan.calls.first)
    }

    @Test func aSessionThatStartsIsOpened() throws {
        let plan = try plan("SessionStart", #""source":"startup","model":"m-1""#)
        let call = try only(plan)
        #expect(call.method == "session.open")
        #expect(
            call.params
                == [
                    "agent": "claude", "sessionId": "s-1", "namespace": Self.namespace,
                    "meta": [
                        "source": "startup", "model": "m-1",
                        "transcriptPath": "/home/ann/.claude/projects/x/s-1.jsonl",
                    ],
                ])
        #expect(plan.showsRecallOf == nil)
    }

    @Test func aPromptStartsATurnAndShowsWhatIsRecalled() throws {
        let plan = try plan("UserPromptSubmit", #""prompt_id":"p-1","prompt":"Which port?""#)
        let call = try only(plan)
        #expect(call.method == "turn.start")
        #expect(
            call.params
                == [
                    "agent": "claude", "sessionId": "s-1", "namespace": Self.namespace, "userText": "Which port?",
                    "ts": 5000, "turnKey": "p-1",
                    "contextHints": ["visibleContextKnown": true, "visibleContextStartTs": 0],
                ])
        #expect(plan.showsRecallOf == "UserPromptSubmit")
    }

    @Test func aPromptWithoutAnIdOrWordsStillStartsATurn() throws {
        let call = try only(try plan("UserPromptSubmit"))
        #expect(call.params["turnKey"] == nil)
        #expect(call.params["userText"] == "")
    }

    @Test func aToolCallIsRecordedWithItsTimes() throws {
        let call = try only(
            try plan(
                "PostToolUse",
                #"""
                "prompt_id":"p-1","tool_name":"Bash","tool_use_id":"t-1","tool_input":{"command":"ls"},"duration_ms":200,\#
                "tool_response":{"stdout":"a.txt","stderr":"","interrupted":false,"isImage":false}
                """#))
        #expect(call.method == "turn.record_call")
        #expect(call.params["turnKey"] == "p-1")
        #expect(call.params["ts"] == 5000)
        #expect(
            call.params["call"]
                == [
                    "name": "Bash", "toolCallId": "t-1", "input": ["command": "ls"], "output": "a.txt",
                    "startedAt": 4800, "endedAt": 5000,
                ])
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

    @Test func aFailedToolCallCarriesItsErrorAndItsFirstLineAsCode() throws {
        let call = try only(
            try plan(
                "PostToolUseFailure",
                #""tool_name":"Bash","tool_use_id":"t-2","tool_input":{},"error":"Exit code 1\nno such file","is_interrupt":false"#
            ))
        #expect(call.params["call"]?["output"] == "Exit code 1\nno such file")
        #expect(call.params["call"]?["errorCode"] == "Exit code 1")
        #expect(call.params["call"]?["startedAt"] == nil)
    }

    @Test(arguments: ["-1", "-9223372036854775808", "9223372036854775807", "\"long\"", "1e300", "null", "1.5"])
    func anAbsurdDurationIsPassedOver(duration: String) throws {
        let call = try only(try plan("PostToolUse", "\"tool_name\":\"X\",\"duration_ms\":\(duration)"))
        #expect(call.params["call"]?["startedAt"] == nil)
        #expect(call.params["call"]?["endedAt"] == 5000)
    }

    @Test func theAnswerEndsTheTurnAndShowsNothing() throws {
        let plan = try plan(
            "Stop", #""prompt_id":"p-1","stop_hook_active":false,"last_assistant_message":"Port 5544.""#)
        let call = try only(plan)
        #expect(call.method == "turn.end")
        #expect(call.params["turnKey"] == "p-1")
        #expect(call.params["agentText"] == "Port 5544.")
        #expect(call.params["toolCalls"] == [])
        #expect(call.params["episodeId"] == "")
        #expect(plan.showsRecallOf == nil, "anything printed makes the model go on")
    }

    @Test(arguments: ["\"stop_hook_active\":true", "\"last_assistant_message\":null", "\"last_assistant_message\":7"])
    func aStopWithoutWordsEndsTheTurnWithNone(more: String) throws {
        #expect(try only(try plan("Stop", more)).params["agentText"] == "")
    }

    @Test func aHelpersEndIsRecordedWithItsTask() throws {
        let call = try only(
            try plan("SubagentStop", #""last_assistant_message":"Found it.","stop_hook_active":false"#, helper: true))
        #expect(call.method == "subagent.record")
        #expect(call.params["childSessionId"] == "agent-7")
        #expect(call.params["task"] == "Explore")
        #expect(call.params["result"] == "Found it.")
    }

    @Test(arguments: ["PostToolUse", "PostToolUseFailure", "UserPromptSubmit", "Stop"])
    func whatHappensInsideAHelperIsNoStepOfTheTurn(event: String) throws {
        let more = #""tool_name":"Bash","tool_input":{},"error":"x","prompt":"y""#
        #expect(try plan(event, more, helper: true) == .nothing)
        #expect(try plan(event, more).calls.count == 1)
    }

    @Test func compactionAndEndAreTold() throws {
        let compaction = try only(try plan("PreCompact", #""trigger":"auto","custom_instructions":"""#))
        #expect(compaction.method == "session.compacted")
        #expect(compaction.params == ["sessionId": "s-1", "ts": 5000])
        let end = try only(try plan("SessionEnd", #""reason":"clear""#))
        #expect(end.method == "session.close")
        #expect(end.params == ["sessionId": "s-1"])
    }

    @Test(arguments: ["PreToolUse", "Notification", "SubagentStart", "PostToolBatch", "StopFailure", "Unheard", ""])
    func otherEventsAskNothing(event: String) throws {
        #expect(try plan(event) == .nothing)
    }

    @Test(arguments: [
        "null", "[]", "7", "{}", #"{"hook_event_name":"Stop"}"#, #"{"session_id":"s"}"#,
        #"{"hook_event_name":"Stop","session_id":""}"#, #"{"hook_event_name":1,"session_id":"s"}"#,
        #"{"hook_event_name":"Stop","session_id":5}"#, #"{"hook_event_name":"PostToolUse","session_id":"s"}"#,
    ])
    func whatIsNoEventAsksNothing(payload: String) throws {
        #expect(ClaudeHooks.plan(try JSON(parsing: payload), at: 1) == .nothing)
    }

    @Test func whatIsShownIsTheHostsObject() throws {
        #expect(ClaudeHooks.output(event: "UserPromptSubmit", context: "") == "")
        let text = ClaudeHooks.output(event: "UserPromptSubmit", context: "a \"b\"\nc")
        #expect(!text.contains("\n"))
        #expect(
            try JSON(parsing: text)
                == ["hookSpecificOutput": ["hookEventName": "UserPromptSubmit", "additionalContext": "a \"b\"\nc"]])
    }
}
