import HostHooks
import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// Turns as the hooks of hosts tell them: whatever is told twice is there once, and what is shown is shown once.
@Suite struct HookConversationTests {
    private let world: TestMemory
    private let hooks: HostsHooks

    init() throws {
        world = try TestMemory()
        hooks = HostsHooks(world)
    }

    // MARK: Codex

    private func codex(_ event: String, _ more: (String, JSON)...) -> JSON {
        .object(
            present: [
                ("hook_event_name", .string(event)), ("session_id", "c1"), ("turn_id", "t1"), ("cwd", "/src/api"),
            ] + more)
    }

    private func notification(_ answer: JSON, turn: JSON = "t1") -> JSON {
        [
            "type": "agent-turn-complete", "thread-id": "c1", "turn-id": turn, "cwd": "/src/api",
            "input-messages": ["Which port does the api listen on?"], "last-assistant-message": answer,
        ]
    }

    @Test(
        "a turn that Codex's hooks and its notification tell is one turn, in either order and with other words",
        arguments: [true, false], ["It listens on 5544.", "5544.", nil])
    func hooksAndNotification(isHookFirst: Bool, notified: String?) async throws {
        let talk = world.conversation("c1", agent: "codex")
        try await hooks.run("codex", codex("UserPromptSubmit", ("prompt", "Which port does the api listen on?")))
        try await hooks.run(
            "codex",
            codex(
                "PostToolUse", ("tool_name", "Bash"), ("tool_use_id", "1"), ("tool_input", ["command": "ss -l"]),
                ("tool_response", "5544")))
        let stop = codex("Stop", ("last_assistant_message", notified == nil ? .null : "It listens on 5544."))
        if isHookFirst { try await hooks.run("codex", stop) }
        try await hooks.run("codex-notify", notification(JSON(notified)))
        if !isHookFirst, notified != "5544." { try await hooks.run("codex", stop) }
        let turns = try await talk.turns()
        #expect(turns.count == 1)
        #expect(turns.first?.isOpen == false)
        #expect(turns.first?.userText == "Which port does the api listen on?")
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer])
    }

    @Test("where hooks are not trusted the notification alone tells the turn")
    func notificationAlone() async throws {
        try await hooks.run("codex-notify", notification("It listens on 5544."))
        try await hooks.run("codex-notify", notification("It listens on 5544."))
        try await hooks.run("codex-notify", notification("Still 5544.", turn: "t2"))
        let talk = world.conversation("c1", agent: "codex")
        #expect(try await talk.turns().map(\.agentText) == ["It listens on 5544.", "Still 5544."])
        #expect(try await talk.turns().first?.userText == "Which port does the api listen on?")
        #expect(try await talk.turns().first?.owner == Namespace(agentKind: "codex", workspace: "/src/api"))
    }

    // MARK: Cursor

    private func remember() async throws {
        let earlier = CursorTurn(hooks: hooks, generation: "g0", isToldByBoth: false)
        _ = try await earlier.say("The release branch of the parser is maple-42.")
        try await earlier.end("Noted: maple-42 is the release branch of the parser.")
        try await world.conversation("c1", agent: "cursor").close()
        try await world.conversation("c1", agent: "cursor").compact()
    }

    @Test("a turn that Cursor's own hooks and Claude's tell is one turn", arguments: [true, false])
    func bothSetsOfHooks(isToldByBoth: Bool) async throws {
        var turn = CursorTurn(hooks: hooks)
        turn.isToldByBoth = isToldByBoth
        try await turn.tell("sessionStart", claudes: "SessionStart", ("source", "startup"))
        let said = try await turn.say("Which port does the api listen on?")
        #expect(said.own == #"{"continue":true}"#)
        #expect(said.claudes == "")
        #expect(try await turn.call("t1", "ss -l", "5544").claudes == "")
        try await turn.tell("afterAgentResponse", ("text", "Let me look."))
        try await turn.end("It listens on 5544.")
        let talk = world.conversation("c1", agent: "cursor")
        #expect(try await talk.turns().map(\.agentText) == ["It listens on 5544."])
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer])
        #expect(try await talk.traces().first?.call?.output == "5544")
        #expect(try await world.count("sessions") == 1)
    }

    @Test("Cursor is shown a prompt's memories with the first tool of its turn, once, and only by its own hook")
    func recallWithTheFirstTool() async throws {
        try await remember()
        let turn = CursorTurn(hooks: hooks)
        let said = try await turn.say("Which is the release branch of the parser?")
        #expect(said.own == #"{"continue":true}"#)
        #expect(try await world.count("injections") == 0, "what was not shown was not handed over")
        let first = try await turn.call("t1", "git branch", "main")
        #expect(first.own.contains("maple-42") && first.own.hasPrefix(#"{"additional_context":"#))
        #expect(first.claudes == "")
        let second = try await turn.call("t2", "git log", "x")
        #expect(second.own == "" && second.claudes == "")
        #expect(try await world.count("injections") == 1)
        #expect(try await world.conversation("c1", agent: "cursor").turns().count == 2)
    }

    @Test(
        "how a turn of Cursor ended is what became of it",
        arguments: [("error", Outcome.failure), ("aborted", .unknown)])
    func cursorsStatus(status: String, outcome: Outcome) async throws {
        let turn = CursorTurn(hooks: hooks)
        _ = try await turn.say("Fix the build")
        _ = try await turn.call("t1", "make", "done")
        try await turn.end("", status: status)
        let talk = world.conversation("c1", agent: "cursor")
        #expect(try await talk.turns().map(\.outcome) == [outcome])
        #expect(try await talk.traces().map(\.outcome) == [.success, outcome])
    }

    @Test("an answer told while a turn goes on stands when the session ends without a stop")
    func answerWithoutAStop() async throws {
        let turn = CursorTurn(hooks: hooks)
        _ = try await turn.say("Which port does the api listen on?")
        try await turn.tell("afterAgentResponse", ("text", "It listens on 5544."))
        try await turn.tell("sessionEnd", claudes: "SessionEnd")
        let talk = world.conversation("c1", agent: "cursor")
        #expect(try await talk.turns().map(\.agentText) == ["It listens on 5544."])
    }

    // MARK: Hosts that name no turn, or name it otherwise

    @Test("a turn of Gemini is known by its words")
    func geminisTurn() async throws {
        func event(_ name: String, _ more: (String, JSON)...) -> JSON {
            .object(present: [("hook_event_name", .string(name)), ("session_id", "s1"), ("cwd", "/src/api")] + more)
        }
        for (question, answer) in [("Which port?", "5544."), ("And which host?", "localhost.")] {
            #expect(try await hooks.run("gemini", event("BeforeAgent", ("prompt", .string(question)))) == "{}")
            let call = event(
                "AfterTool", ("tool_name", "run_shell_command"), ("tool_input", ["command": "ss -l"]),
                ("tool_response", ["llmContent": "5544"]))
            #expect(try await hooks.run("gemini", call) == "{}")
            let wrapped = "\(question)\n<hook_context>&lt;memos_memory id=&quot;x&quot;&gt;\nold</hook_context>"
            let end = event("AfterAgent", ("prompt", .string(wrapped)), ("prompt_response", .string(answer)))
            #expect(try await hooks.run("gemini", end) == "{}")
        }
        let talk = world.conversation("s1", agent: "gemini")
        #expect(try await talk.turns().map(\.userText) == ["Which port?", "And which host?"])
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer, .tool, .answer])
    }

    @Test("a turn of Hermes goes in by its shell hooks, without what another memory put into it")
    func hermesTurn() async throws {
        func event(_ name: String, _ extra: JSON) -> JSON {
            ["hook_event_name": .string(name), "session_id": "s1", "cwd": "/src/api", "extra": extra]
        }
        let words = "Which port?\n\n<memory-context>\nThe user likes tea.\n</memory-context>"
        try await hooks.run("hermes", event("pre_llm_call", ["turn_id": "1", "user_message": "Which port?"]))
        try await hooks.run(
            "hermes",
            event(
                "post_llm_call",
                ["turn_id": "1", "user_message": .string(words), "assistant_response": "Port 5544."]))
        try await hooks.run("hermes", event("on_session_end", ["turn_id": "1"]))
        let talk = world.conversation("s1", agent: "hermes")
        #expect(try await talk.turns().map(\.userText) == ["Which port?"])
        #expect(try await !world.allText().contains("tea"))
    }

    @Test("a person whose turns never end is told so where the next session starts")
    func noticeOfNoCapture() async throws {
        func start() async throws -> JSON? {
            let text = try await hooks.run(
                "claude",
                ["hook_event_name": "SessionStart", "session_id": "s1", "cwd": "/src/api", "source": "resume"])
            return text.isEmpty ? nil : try JSON(parsing: text)
        }
        #expect(try await start() == nil)
        // The end of the last one may still come.
        for index in 0..<6 {
            try await hooks.run(
                "claude",
                [
                    "hook_event_name": "UserPromptSubmit", "session_id": "s1", "prompt_id": .string("p\(index)"),
                    "cwd": "/src/api", "prompt": .string("Fix the build of part \(index)"),
                ])
        }
        let told = try #require(try await start())
        #expect(told["systemMessage"]?.string?.contains("No capture for 5 prompts") == true)
        #expect(told["hookSpecificOutput"] == nil)
    }

    // MARK: Late events

    @Test("an event out of the spool is recorded, and nothing counts as handed over")
    func outOfTheSpool() async throws {
        try await world.conversation("s0").exchange(
            "The release branch of the parser is maple-42.", "Noted: maple-42 is the release branch.")
        let prompt: JSON = [
            "hook_event_name": "UserPromptSubmit", "session_id": "s1", "prompt_id": "p1", "cwd": "/src/api",
            "prompt": "Which is the release branch of the parser?",
        ]
        let before = try await world.count("injections")
        #expect(try await hooks.run("claude", prompt, hasAudience: false) == "")
        #expect(try await world.count("injections") == before)
        #expect(try await world.conversation("s1").turns().count == 1)
        #expect(try await hooks.run("claude", prompt).contains("maple-42"))
        #expect(try await world.conversation("s1").turns().count == 1)
        #expect(try await world.count("injections") == before + 1)
    }
}
