import JSONText
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Testing

/// How turns become traces, once, whatever the order and number of the calls.
struct CaptureConversationTests {
    private let world: TestMemory
    private let talk: Conversation

    init() throws {
        world = try TestMemory()
        talk = world.conversation("s1")
    }

    @Test func aTurnBecomesItsCallsAndItsAnswer() async throws {
        try await talk.say("Fix the build", key: "p1")
        try await talk.call("Read", ["file_path": "/src/api/main.swift"], output: "print(1)", id: "t1", key: "p1")
        try await talk.call(
            "Bash", ["command": "swift build"], output: "error: x", error: "Exit code 1", id: "t2", key: "p1")
        let recorded = try await talk.answer("It builds now.", key: "p1")
        let traces = try await talk.traces()
        #expect(traces.map(\.id) == recorded.traces)
        #expect(traces.map(\.step) == [0, 1, 2])
        #expect(traces.map(\.kind) == [.tool, .tool, .answer])
        #expect(traces.map(\.outcome) == [.success, .failure, .failure])
        #expect(traces.map { $0.call?.name } == ["Read", "Bash", nil])
        #expect(traces.last?.userText == "Fix the build")
        #expect(traces.last?.agentText == "It builds now.")
        #expect(Set(traces.map(\.turnID)).count == 1)
        #expect(try await talk.turns().map(\.isOpen) == [false])
    }

    @Test func aCallToldTwiceIsOneStep() async throws {
        try await talk.say("Fix the build", key: "p1")
        try await talk.call("Bash", ["command": "make"], id: "t1", key: "p1")
        try await talk.call("Bash", ["command": "make"], output: "done", id: "t1", key: "p1")
        try await talk.answer(
            "Built.", key: "p1", calls: [ToolCall(id: "t1", name: "Bash", input: ["command": "make"], output: "done")])
        let traces = try await talk.traces()
        #expect(traces.map(\.kind) == [.tool, .answer])
        #expect(traces.first?.call?.output == "done")
    }

    @Test(arguments: ["p1", nil])
    func anEndToldTwiceAddsNothing(key: String?) async throws {
        try await talk.say("Which port?", key: key)
        try await talk.call("Bash", ["command": "ss -l"], output: "5544", id: "t1", key: key)
        let first = try await talk.answer("Port 5544.", key: key)
        world.clock.advance(-1000)
        let again = try await talk.answer("Port 5544.", key: key)
        #expect(again.traces == first.traces)
        #expect(again.episode == first.episode)
        #expect(try await talk.traces().count == 2)
        #expect(try await talk.turns().count == 1)
    }

    @Test func aWholeConversationReplayedAddsNothing() async throws {
        let start = world.clock.now
        func play() async throws {
            for index in 0..<5 { try await talk.exchange("Question \(index)", "Answer \(index)", key: "p\(index)") }
        }
        try await play()
        let traces = try await talk.traces()
        world.clock.advance(start - world.clock.now)
        try await play()
        #expect(try await talk.traces() == traces)
        #expect(try await talk.episodes().map(\.turnCount) == [5])
    }

    @Test func theSameWordsInTwoTurnsAreTwoTurns() async throws {
        try await talk.exchange("continue", "done")
        try await talk.exchange("continue", "done")
        #expect(try await talk.turns().count == 2)
    }

    @Test func anAgentThatGoesOnAfterItsAnswerIsRecordedTwice() async throws {
        try await talk.exchange("Fix the build", "Half done.", key: "p1")
        try await talk.answer("All done.", key: "p1")
        world.clock.advance(-1000)
        try await talk.answer("All done.", key: "p1")
        #expect(try await talk.traces().map(\.agentText) == ["Half done.", "All done."])
    }

    @Test func aTurnWhoseOpeningWasLostIsKept() async throws {
        let recorded = try await talk.answer("Port 5544.", key: "p1", userText: "Which port?")
        #expect(recorded.traces.count == 1)
        let trace = try #require(try await talk.traces().first)
        #expect(trace.userText == "Which port?")
        #expect(trace.agentText == "Port 5544.")
    }

    @Test func callsWhoseOpeningWasLostAreKept() async throws {
        try await talk.call("Bash", ["command": "make"], output: "done", id: "t1", key: "p9")
        try await talk.answer("Built.", key: "p9")
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer])
        #expect(try await talk.turns().count == 1)
    }

    @Test func anEndWithNothingInItIsNoTurn() async throws {
        let recorded = try await talk.answer("", key: "p1")
        #expect(recorded.traces.isEmpty)
        #expect(try await talk.turns().isEmpty)
    }

    @Test func aLateCallOfAnEndedTurnOpensNone() async throws {
        try await talk.exchange("Fix the build", "Done.", key: "p1")
        try await talk.call("Bash", ["command": "make"], output: "done", id: "t9", key: "p1")
        #expect(try await talk.turns().count == 1)
    }

    @Test func anInterruptedTurnIsKeptWhenTheSessionCloses() async throws {
        try await talk.say("Migrate the orders table", key: "p1")
        try await talk.call("Bash", ["command": "psql -f up.sql"], output: "ALTER TABLE", id: "t1", key: "p1")
        try await talk.close()
        let traces = try await talk.traces()
        #expect(traces.map(\.kind) == [.tool, .answer])
        #expect(traces.last?.userText == "Migrate the orders table")
        #expect(try await talk.episodes().map(\.closeReason) == [.sessionEnd])
        let shown = try await world.conversation("s2").recall("What about the migration of the orders table?")
        #expect(shown.contains("orders"))
    }

    @Test func closingASessionThatNeverWasIsAnError() async throws {
        let error = await #expect(throws: MemoryError.self) { try await world.conversation("nobody").close() }
        #expect(error?.code == .sessionNotFound)
    }

    @Test func aClosedSessionThatGoesOnIsOpenAgain() async throws {
        try await talk.exchange("One", "1")
        try await talk.close()
        try await talk.exchange("Two", "2")
        let session = try await world.memory.library.session(talk.session)
        #expect(session?.closedAt == nil)
        #expect(try await talk.episodes().count == 2)
    }

    @Test func twoTurnsAtOnceKeepTheirCallsApart() async throws {
        try await talk.say("First question", key: "p1")
        try await talk.say("Second question", key: "p2")
        try await talk.call("Bash", ["command": "one"], output: "1", id: "a", key: "p1")
        try await talk.call("Bash", ["command": "two"], output: "2", id: "b", key: "p2")
        try await talk.answer("Second answer", key: "p2")
        try await talk.answer("First answer", key: "p1")
        for turn in try await talk.turns() {
            let traces = try await world.database.read { try $0.traces(ofTurn: turn.id) }
            #expect(traces.count == 2)
            #expect(traces.first?.call?.id == (turn.key == "p1" ? "a" : "b"))
            #expect(traces.last?.userText == turn.userText)
        }
    }

    @Test func aHelpersWorkIsATurnOfItsParentsTask() async throws {
        try await talk.say("Find the leak", key: "p1")
        let report = SubagentOutcomeReport(
            owner: talk.owner, session: talk.session, episode: nil, childSession: "child-1", task: "Explore the code",
            result: "The leak is in cache.swift.",
            calls: [ToolCall(name: "Grep", input: ["pattern": "cache"], output: "3")],
            error: nil, at: world.clock.now)
        let recorded = try await world.memory.turns.recordSubagent(report)
        let again = try await world.memory.turns.recordSubagent(report)
        try await talk.answer("Found it.", key: "p1")
        #expect(again.traces == recorded.traces)
        #expect(recorded.traces.count == 2)
        #expect(try await talk.episodes().count == 1)
        let trace = try await world.memory.library.trace(try #require(recorded.traces.last))?.trace
        #expect(trace?.call?.name == "subagent")
        #expect(trace?.call?.output == "The leak is in cache.swift.")
        #expect(trace?.outcome == .success)
        let shown = try await world.conversation("s2").recall("Where was the leak in the cache?")
        #expect(shown.contains("cache.swift"))
    }

    @Test func aHelperThatFailedIsAFailure() async throws {
        let recorded = try await world.memory.turns.recordSubagent(
            SubagentOutcomeReport(
                owner: talk.owner, session: talk.session, episode: nil, childSession: nil, task: "Explore", result: "",
                calls: [], error: "timeout", at: nil))
        let trace = try await world.memory.library.trace(try #require(recorded.traces.last))?.trace
        #expect(trace?.outcome == .failure)
    }

    @Test func feedbackOnAnUnknownTraceIsAnError() async throws {
        let feedback = Feedback(
            id: "", at: 0, episodeID: nil, traceID: TraceID("tr_none"), channel: "explicit", polarity: "positive",
            magnitude: 1, rationale: nil, raw: nil)
        let error = await #expect(throws: MemoryError.self) { try await world.memory.feedback.submit(feedback) }
        #expect(error?.code == .traceNotFound)
    }

    @Test func feedbackOnATraceFindsItsTask() async throws {
        let recorded = try await talk.exchange("Which port?", "Port 5544.")
        let kept = try await world.memory.feedback.submit(
            Feedback(
                id: "x", at: 0, episodeID: nil, traceID: recorded.traces.first, channel: "explicit",
                polarity: "negative", magnitude: 0.5,
                rationale: "use the proxy, token=ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5",
                raw: nil))
        #expect(kept.episodeID == recorded.episode)
        #expect(kept.id.hasPrefix("fb_"))
        #expect(kept.rationale?.contains("ghp_aB3") == false)
    }

    @Test func aZeroInATextDoesNotEndIt() async throws {
        try await talk.say("before \u{0} after")
        try await talk.call("Bash", ["command": "printf 'a\u{0}b'"], output: "a\u{0}b")
        try await talk.answer("first \u{0} second")
        let traces = try await talk.traces()
        #expect(traces.last?.userText == "before \u{FFFD} after")
        #expect(traces.last?.agentText == "first \u{FFFD} second")
        #expect(traces.first?.call?.output == "a\u{FFFD}b")
        #expect(try await talk.turns().first?.userText.hasSuffix("after") == true)
    }

    @Test func switchedOffCaptureKeepsNothing() async throws {
        world.change { $0.isRecording = false }
        try await talk.say("The release branch is maple-42", key: "p1")
        try await talk.call("Bash", ["command": "git branch maple-42"], output: "", id: "t1", key: "p1")
        try await talk.answer("Created maple-42.", key: "p1")
        try await talk.close()
        #expect(try await !world.allText().contains("maple-42"))
        #expect(try await world.count("turns") == 0)
    }

    @Test func switchedOffCaptureStillRecalls() async throws {
        try await talk.exchange("The release branch of the parser is called maple-42.", "Understood.")
        try await talk.close()
        world.change { $0.isRecording = false }
        let later = world.conversation("s2")
        let question = "What is the release branch of the parser called?"
        #expect(try await later.recall(question).contains("maple-42"))
        #expect(try await later.recall(question) == "", "nothing is shown twice")
        #expect(try await world.count("turns") == 1)
    }

    @Test func anAgentThatIsNotServedLeavesNoTrace() async throws {
        world.change { $0.allowedAgents = ["hermes"] }
        let meta: JSON = ["transcriptPath": "/home/ann/maple-42.jsonl"]
        _ = try await world.memory.sessions.open(id: "s1", owner: talk.owner, meta: meta)
        try await talk.say("The release branch is maple-42", key: "p1")
        try await talk.call("Bash", ["command": "git branch maple-42"], output: "", id: "t1", key: "p1")
        try await talk.answer("Created maple-42.", key: "p1")
        #expect(try await !world.allText().contains("maple-42"))
        #expect(try await world.count("turns") == 0)
        let other = world.conversation("s3", agent: "hermes")
        try await other.exchange("One", "1")
        #expect(try await world.count("turns") == 1)
    }
}
