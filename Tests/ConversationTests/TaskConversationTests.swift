import EpisodeRouting
import MemoryCore
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// How turns group into tasks, and how tasks end.
struct TaskConversationTests {
    private let world: TestMemory
    private let talk: Conversation

    init() throws {
        world = try TestMemory()
        talk = world.conversation("s1")
    }

    @Test func followUpsStayInTheTask() async throws {
        for index in 0..<3 { try await talk.exchange("Question \(index)", "Answer \(index)") }
        let episodes = try await talk.episodes()
        #expect(episodes.map(\.turnCount) == [3])
        #expect(episodes.first?.preview == "Question 0")
        #expect(episodes.first?.isOpen == true)
    }

    @Test func aLongSilenceBeginsATask() async throws {
        try await talk.exchange("One", "1")
        world.clock.advance(minutes: 121)
        try await talk.exchange("Two", "2")
        #expect(try await talk.episodes().map(\.closeReason) == [.idle, nil])
    }

    @Test func aTaskHasAtMostThirtyTurns() async throws {
        for index in 0..<31 { try await talk.exchange("Question \(index)", "Answer \(index)") }
        #expect(try await talk.episodes().map(\.turnCount) == [30, 1])
        #expect(try await talk.episodes().first?.closeReason == .newTask)
    }

    @Test func splitMakesEveryMessageATask() async throws {
        world.change { $0.routing.followUps = .split }
        try await talk.exchange("One", "1")
        try await talk.exchange("Two", "2")
        #expect(try await talk.episodes().map(\.turnCount) == [1, 1])
    }

    @Test func aTaskNobodyTouchesIsClosedAndItsOpenTurnEnded() async throws {
        try await talk.say("Migrate the orders table", key: "p1")
        try await talk.call("Bash", ["command": "psql -f up.sql"], output: "ALTER TABLE", id: "t1", key: "p1")
        world.clock.advance(minutes: 119)
        _ = await world.worker.runReadyJobs()
        #expect(try await talk.episodes().map(\.isOpen) == [true])
        world.clock.advance(minutes: 2)
        _ = await world.worker.runReadyJobs()
        #expect(try await talk.episodes().map(\.closeReason) == [.idle])
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer])
        #expect(try await talk.turns().map(\.isOpen) == [false])
    }

    @Test func aTurnThatWorksForHoursIsNotEnded() async throws {
        try await talk.say("Run the whole campaign", key: "p1")
        for index in 0..<4 {
            world.clock.advance(minutes: 60)
            try await talk.call("Bash", ["command": .string("step \(index)")], output: "ok", id: "t\(index)", key: "p1")
            _ = await world.worker.runReadyJobs()
        }
        try await talk.answer("All steps are done.", key: "p1")
        #expect(try await talk.turns().count == 1)
        #expect(try await talk.traces().count == 5)
    }

    @Test func oldTurnsThatComeLateDoNotEndTheTaskThatIsGoingOn() async throws {
        try await talk.say("A question of now", key: "now")
        world.clock.advance(minutes: -600)
        try await talk.exchange("A question of yesterday", "Its answer", key: "old")
        world.clock.advance(minutes: 600)
        _ = await world.worker.runReadyJobs()
        #expect(try await talk.turns().count { $0.isOpen } == 1)
        #expect(try await talk.episodes().map(\.isOpen) == [true])
        world.clock.advance(minutes: 125)
        _ = await world.worker.runReadyJobs()
        #expect(try await talk.episodes().map(\.closeReason) == [.idle])
    }

    @Test func aTaskOpenedOnRequestClosesTheOneBefore() async throws {
        try await talk.exchange("One", "1")
        let second = try await world.memory.sessions.openEpisode(
            session: talk.session, owner: talk.owner, userMessage: "Two")
        try await talk.exchange("Two", "2")
        #expect(try await talk.episodes().map(\.closeReason) == [.newTask, nil])
        #expect(try await talk.traces().last?.episodeID == second)
        try await world.memory.sessions.closeEpisode(second)
        try await world.memory.sessions.closeEpisode(second)
        #expect(try await talk.episodes().map(\.closeReason) == [.newTask, .requested])
    }

    @Test func closingAnUnknownTaskIsAnError() async throws {
        let error = await #expect(throws: MemoryError.self) {
            try await world.memory.sessions.closeEpisode(EpisodeID("ep_none"))
        }
        #expect(error?.code == .episodeNotFound)
    }

    @Test func theTimelineTellsATaskInOrder() async throws {
        try await talk.say("Fix it", key: "p1")
        try await talk.call("Bash", ["command": "make"], output: "ok", id: "t1", key: "p1")
        let recorded = try await talk.answer("Fixed.", key: "p1")
        let episode = try #require(recorded.episode)
        let timeline = try await world.memory.library.timeline(episode: episode)
        #expect(timeline.map(\.trace.id) == recorded.traces)
        #expect(timeline.allSatisfy { $0.turn?.userText == "Fix it" && $0.episode?.id == episode })
    }

    @Test("A helper agent's work belongs to the task that is going on")
    func helpersWorkForTheTask() async throws {
        let heard = try await talk.say("Fix the flaky test", key: "p1")
        let report = SubagentOutcomeReport(
            owner: talk.owner, session: talk.session, episode: nil, childSession: "child",
            task: "wrong: redo the search",
            result: "found it", calls: [], error: nil, at: world.clock.now)
        let first = try await world.memory.turns.recordSubagent(report)
        let again = try await world.memory.turns.recordSubagent(report)
        #expect(first.episode == heard.episode)
        #expect(again.traces == first.traces)
        try await talk.answer("Fixed.", key: "p1")
        #expect(try await talk.episodes().count == 1)
        let episode = try #require(heard.episode)
        #expect(try await world.database.read { try $0.feedback(on: episode) }.isEmpty)
    }

    @Test(arguments: [
        "[OpenClaw heartbeat poll]", "/status", "[cron:12 nightly] tidy up", "<command-name>/clear</command-name>", "",
    ])
    func housekeepingAndItsAnswerAreNotKept(message: String) async throws {
        try await talk.say(message, key: "h1")
        try await talk.call("Bash", ["command": "cat HEARTBEAT.md"], output: "maple-42", id: "t1", key: "h1")
        try await talk.answer("HEARTBEAT_OK maple-42", key: "h1")
        #expect(try await world.count("turns") == 0)
        try await talk.exchange("A real question", "A real answer", key: "p1")
        #expect(try await talk.turns().map(\.userText) == ["A real question"])
    }

    @Test func housekeepingDoesNotTakeTheAnswerOfTheTurnBeside() async throws {
        try await talk.say("A real question", key: "p1")
        try await talk.say("<task-notification>done</task-notification>", key: "h1")
        try await talk.call("Bash", ["command": "make"], output: "ok", id: "t1", key: "p1")
        try await talk.answer("A real answer", key: "p1")
        #expect(try await talk.traces().map(\.kind) == [.tool, .answer])
        #expect(try await talk.traces().last?.agentText == "A real answer")
    }

    @Test func daysHousekeepingIsPlannedOnceAndPlansItself() async throws {
        try await talk.exchange("One", "1")
        let before = try await world.count("events")
        #expect(before > 0)
        try await world.begin()
        try await world.begin()
        #expect(try await world.count("jobsPending") == 3)
        world.clock.advance(minutes: 60 * 24 * 40)
        _ = await world.worker.runReadyJobs()
        #expect(try await world.count("events") < before + 2)
        #expect(try await world.count("jobsPending") == 3, "two of every day, and the closed task's score")
        #expect(try await world.count("jobsFailed") == 0)
    }
}
