import EpisodeRouting
import JSONText
import MemoryCore
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// What a message does to the tasks of its session, and what it says of the answer before it.
struct MessageConversationTests {
    private let world: TestMemory
    private let talk: Conversation

    init() throws {
        world = try TestMemory()
        talk = world.conversation("s1")
    }

    private func said() async throws -> [Feedback] {
        var feedback: [Feedback] = []
        for episode in try await talk.episodes() {
            feedback += try await world.database.read { try $0.feedback(on: episode.id) }
        }
        return feedback.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    // MARK: Tasks

    @Test(
        "A new topic closes the task, a correction and what comes next stay in it",
        arguments: [
            ("New topic: the website", [1, 1]), ("另一个问题：怎么用 tar？", [1, 1]), ("That's wrong, redo it", [2]),
            ("不对，应该是三十毫秒", [2]), ("Now add a test", [2]), ("接着写测试", [2]), ("Which port is it?", [2]),
        ])
    func tasks(message: String, turns: [Int]) async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        try await talk.exchange(message, "Done again.")
        #expect(try await talk.episodes().map(\.turnCount) == turns)
    }

    @Test("A long pause with another subject begins a task; a long pause alone does not")
    func pauses() async throws {
        try await talk.exchange("Run the database migration with psql", "Done.")
        world.clock.advance(minutes: 45)
        try await talk.exchange("Is the migration in the database log?", "Yes.")
        world.clock.advance(minutes: 45)
        try await talk.exchange("Set up the nginx proxy with TLS", "Done.")
        #expect(try await talk.episodes().map(\.turnCount) == [2, 1])
        #expect(try await talk.episodes().first?.closeReason == .newTask)
    }

    @Test("A revision of a closed task reopens it", arguments: ["No, that's wrong. Redo it.", "不对，重做"])
    func reopening(message: String) async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        try await talk.close()
        world.clock.advance(minutes: 60)
        try await talk.exchange(message, "Sorry, done now.")
        let episodes = try await talk.episodes()
        #expect(episodes.map(\.turnCount) == [2])
        #expect(episodes.first?.isOpen == true)
        world.clock.advance(minutes: 121)
        _ = await world.worker.runReadyJobs()
        #expect(try await talk.episodes().map(\.closeReason) == [.idle])
    }

    @Test("A revision of a task closed long ago begins a new one")
    func tooLate() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        try await talk.close()
        world.clock.advance(minutes: 121)
        try await talk.exchange("No, that's wrong. Redo it.", "Sorry, done now.")
        #expect(try await talk.episodes().map(\.turnCount) == [1, 1])
        #expect(try await said().isEmpty)
    }

    @Test("Only the latest task is reopened, and never is more than one open")
    func onlyTheLatest() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        try await talk.exchange("New topic: the website", "Done.")
        try await talk.close()
        try await talk.exchange("That's wrong", "Sorry.")
        #expect(try await talk.episodes().map(\.turnCount) == [1, 2])
        #expect(try await talk.episodes().map(\.isOpen) == [false, true])
    }

    @Test("A clock that is put back ends no task and loses no message")
    func clockJumpsBack() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        world.clock.advance(minutes: -600)
        try await talk.exchange("Now add a test", "Done.")
        try await talk.exchange("No, that's wrong. Redo it.", "Done.")
        world.clock.advance(minutes: 600)
        try await talk.exchange("Also update the docs", "Done.")
        #expect(try await talk.episodes().map(\.turnCount) == [4])
        #expect(try await talk.traces().count == 4)
    }

    @Test("A small step back of the clock does not keep a correction from its answer")
    func clockDrifts() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        world.clock.advance(minutes: -1)
        try await talk.exchange("That's wrong", "Sorry.")
        #expect(try await said().map(\.polarity) == ["negative"])
    }

    @Test("Split begins a task with every message but a correction")
    func split() async throws {
        world.change { $0.routing.followUps = .split }
        try await talk.exchange("One", "1")
        try await talk.exchange("That's wrong", "2")
        try await talk.exchange("Three", "3")
        #expect(try await talk.episodes().map(\.turnCount) == [2, 1])
    }

    @Test("Calls that come before their words go on with the task; the words are heard all the same")
    func callsFirst() async throws {
        try await talk.exchange("Move the retry loop", "Done.", key: "p1")
        try await talk.call("Bash", ["command": "make"], output: "ok", id: "t1", key: "p2")
        try await talk.say("That's wrong, thanks anyway", key: "p2")
        try await talk.answer("Sorry.", key: "p2")
        try await talk.call("Bash", ["command": "make test"], output: "ok", id: "t2")
        try await talk.answer("Better.", userText: "还是报错")
        #expect(try await talk.episodes().map(\.turnCount) == [3])
        #expect(try await said().map(\.polarity) == ["negative", "negative"])
    }

    // MARK: Feedback

    @Test(
        "What a message says of the answer is kept with it",
        arguments: [
            ("great! now also update the changelog", "positive", FeedbackReading.Shape.positive),
            ("thanks, but it still fails", "negative", .negative), ("太好了，再加一个测试", "positive", .positive),
            ("还是报错", "negative", .negative), ("Put it into the server instead", "negative", .negative),
            ("use ripgrep instead of find", "neutral", .preference), ("用 rg 不要用 find", "neutral", .preference),
            ("from now on run the tests first", "neutral", .instruction),
        ])
    func feedback(message: String, polarity: String, shape: FeedbackReading.Shape) async throws {
        let first = try await talk.exchange("Move the retry loop", "Done.")
        try await talk.exchange(message, "Done again.")
        let feedback = try #require(try await said().first)
        #expect(try await said().count == 1)
        #expect(feedback.traceID == first.traces.last)
        #expect(feedback.episodeID == first.episode)
        #expect(feedback.channel == "implicit")
        #expect(feedback.polarity == polarity)
        #expect(feedback.rationale == message)
        #expect(feedback.reading?.shape == shape)
        #expect(feedback.magnitude == feedback.reading?.strength)
    }

    @Test("What closes a task is said of the task that it closes")
    func ofTheOldTask() async throws {
        let first = try await talk.exchange("Move the retry loop", "Done.")
        let second = try await talk.exchange("great, thanks. new topic: the website, use vim instead of emacs", "Done.")
        #expect(first.episode != second.episode)
        let feedback = try #require(try await said().first)
        #expect(feedback.episodeID == first.episode)
        #expect(feedback.reading?.shape == .positive)
    }

    @Test("A message that comes twice says it once")
    func twice() async throws {
        try await talk.exchange("Move the retry loop", "Done.", key: "p1")
        try await talk.say("That's wrong", key: "p2")
        try await talk.say("That's wrong", key: "p2")
        try await talk.answer("Sorry.", key: "p2", userText: "That's wrong")
        try await talk.answer("Sorry.", key: "p2", userText: "That's wrong")
        #expect(try await said().count == 1)
    }

    @Test(
        "Requests, small talk without a verdict and first messages say nothing",
        arguments: ["please install lxml", "no problem", "ok", "Which port is it?", "没问题", "安装依赖"])
    func silence(message: String) async throws {
        try await talk.exchange("That's wrong", "What is?")
        try await talk.exchange(message, "Done.")
        #expect(try await said().isEmpty)
    }

    @Test("Nothing is said of an answer of hours ago")
    func stale() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        world.clock.advance(minutes: 125)
        try await talk.exchange("Thanks, that works", "Good.")
        #expect(try await said().isEmpty)
    }

    @Test("Long words are kept in part, hostile ones as they are")
    func longWords() async throws {
        try await talk.exchange("Move the retry loop", "Done.")
        try await talk.exchange("That's wrong. " + String(repeating: "e\u{301}", count: 2_000), "Sorry.")
        let feedback = try #require(try await said().first)
        #expect(feedback.rationale?.unicodeScalars.count == 500)
    }

    @Test("Feedback that is handed over is read by the same rules")
    func explicit() async throws {
        let first = try await talk.exchange("Move the retry loop", "Done.")
        let kept = try await world.memory.feedback.submit(
            Feedback(
                id: "", at: 0, episodeID: nil, traceID: first.traces.last, channel: "explicit", polarity: "negative",
                magnitude: 1, rationale: "never use the binary wheel on Alpine", raw: nil))
        #expect(kept.reading?.shape == .preference)
        #expect(kept.reading?.avoid == "binary wheel on Alpine")
        #expect(try await said().first?.reading == kept.reading)
    }

    // MARK: Recall

    @Test(
        "Small talk and questions about the agent recall nothing", arguments: ["thanks!", "你好", "who are you?", "ok"])
    func smallTalk(message: String) async throws {
        try await world.conversation("s0").exchange("ok thanks hello: who are you?", "你好, I am an agent. Thanks!")
        let heard = try await talk.say(message)
        #expect(heard.answer.hits.isEmpty)
        #expect(heard.shown.isEmpty)
        #expect(heard.turn != nil)
    }

    @Test("A question about what was before recalls what was said")
    func memoryProbe() async throws {
        try await world.conversation("s0").exchange(
            "The staging host is called marmot-7", "Noted: the staging host is marmot-7.")
        let heard = try await talk.say("do you remember what the staging host is called?")
        #expect(heard.shown.contains("marmot-7"))
    }
}
