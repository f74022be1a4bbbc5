import JSONText
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("Tasks and what was said of them")
struct TaskListConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    private func score(_ episode: EpisodeID, _ reward: Double) async throws {
        try await world.database.write { transaction in
            let passed = ScoreEvidence(
                rule: "last_check_passed", value: 1, sourceIDs: ["tr_1"], text: "The last check passed.")
            let failed = ScoreEvidence(
                rule: "repeated_failure", value: -0.5, sourceIDs: ["tr_2"], text: "`make` failed three times.")
            try transaction.settle(
                EpisodeScore(
                    goal: .init(value: 1, evidence: [passed]), process: .init(value: -0.5, evidence: [failed]),
                    reward: reward), of: episode, reflections: [], values: [])
        }
    }

    @Test("are listed with how they went, and narrowed by status, reward, project and words")
    func listing() async throws {
        var ids: [EpisodeID] = []
        for (session, workspace, words) in [
            ("a", "/src/api", "Repair the parser."), ("b", "/src/web", "Paint the page."),
            ("c", "/src/web", "Weed the garden."),
        ] {
            let talk = world.conversation(session, workspace: workspace)
            let ended = try await talk.exchange(words, session == "c" ? "" : "Done.")
            if session != "c" { try await talk.close() }
            ids.append(try #require(ended.episode))
        }
        try await score(ids[0], 0.7)
        try await score(ids[1], -0.4)
        func found(_ params: JSON) async throws -> [String] {
            try await call("episode.list", params)["episodes"]?.array?.compactMap { $0["id"]?.string } ?? []
        }
        func named(_ places: Int...) -> [String] { places.map { ids[$0].rawValue } }
        #expect(try await found([:]) == named(2, 1, 0))
        #expect(try await found(["limit": 1, "offset": 1]) == named(1))
        #expect(try await found(["status": "open"]) == named(2))
        #expect(try await found(["status": "closed"]) == named(1, 0))
        #expect(try await found(["reward": "positive"]) == named(0))
        #expect(try await found(["reward": "negative"]) == named(1))
        #expect(try await found(["reward": "none"]) == named(2))
        #expect(try await found(["q": "PARSER"]) == named(0))
        #expect(try await found(["sessionId": "b"]) == named(1))
        #expect(try await found(["project": "/src/web"]) == named(2, 1))
        #expect(try await found(["namespace": ["agentKind": "hermes"]]) == [])
        #expect(try await found(["agent": "claude"]) == named(2, 1, 0))
        #expect(try await found(["agent": "hermes"]) == [])
        #expect(try await found(["minReward": 0.5]) == named(0))
        #expect(try await found(["maxReward": 0]) == named(1))
        let all = try await call("episode.list", [:])["episodes"]?.array ?? []
        let times = all.compactMap { $0["startedAt"] }
        #expect(try await found(["from": times[0]]).first == named(2).first)
        #expect(try await found(["to": .integer(TestClock.start - 1)]) == [])
        let page = try await call("episode.list", ["limit": 2])
        let cursor = try #require(page["nextCursor"])
        #expect(try await found(["limit": 2, "before": cursor]) == named(0))
        #expect(all.map { $0["scoring"]?["state"] } == ["open", "rescoring", "rescoring"])
        let tasks = try await call("episode.list", [:])["episodes"]?.array ?? []
        #expect(tasks.map { $0["hasAssistantReply"] } == [false, true, true])
        #expect(tasks.map { $0["rewardReason"] } == [nil, "`make` failed three times.", "The last check passed."])
        #expect(tasks[0]["workspace"] == "/src/web" && tasks[0]["agent"] == "claude")
    }

    @Test("one is shown with the evidence of every number, its feedback, policies and trials")
    func one() async throws {
        let talk = world.conversation("a")
        let ended = try await talk.exchange("Repair the parser.", "Done.")
        try await world.write(Skill.example("rotate", guide: "Run keytool."))
        let episode = try #require(ended.episode)
        _ = try await call("skill.get", ["id": "sk_rotate", "recordTrial": true, "sessionId": "a"])
        try await talk.close()
        var policy = Policy.example("Alpine", trigger: "x", procedure: "y")
        policy.sourceEpisodeIDs = [episode]
        try await world.write(policy)
        try await score(episode, 0.7)
        _ = try await call(
            "feedback.submit",
            [
                "traceId": JSON(ended.traces.first?.rawValue), "polarity": "positive", "magnitude": 1,
                "rationale": "Works!",
            ])
        let task = try await call("episode.get", ["id": .string(episode.rawValue)])
        #expect(task["score"]?["reward"] == 0.7 && task["score"]?["satisfaction"] == nil)
        #expect(
            task["score"]?["goal"]?["evidence"] == [
                ["rule": "last_check_passed", "value": 1.0, "sourceIds": ["tr_1"], "text": "The last check passed."]
            ])
        #expect(task["turns"]?[0]?["userText"] == "Repair the parser.")
        #expect(task["feedback"]?[0]?["rationale"] == "Works!")
        #expect(task["policies"] == [["id": "po_Alpine", "title": "Alpine"]])
        #expect(task["learned"]?["policies"] == [["id": "po_Alpine", "title": "Alpine", "status": "active"]])
        #expect(task["learned"]?["skills"] == [] && task["learned"]?["worldModels"] == [])
        #expect(task["scoring"]?["state"] == "rescoring")
        #expect(task["trials"] == [["skillId": "sk_rotate", "name": "rotate"]])
        let missing = await #expect(throws: MemoryError.self) { try await call("episode.get", ["id": "ep_none"]) }
        #expect(missing?.code == .episodeNotFound)
        let foreign = await #expect(throws: MemoryError.self) {
            try await call("episode.get", ["id": .string(episode.rawValue), "namespace": ["agentKind": "hermes"]])
        }
        #expect(foreign?.code == .episodeNotFound)
    }

    @Test("feedback is listed, the newest first, on a task or on a step")
    func feedback() async throws {
        let talk = world.conversation("a")
        let first = try await talk.exchange("Repair the parser.", "Done.")
        for (words, trace) in [("first", first.traces.first), ("second", nil)] {
            world.clock.advance(1000)
            _ = try await call(
                "feedback.submit",
                .object(present: [
                    ("rationale", .string(words)), ("episodeId", JSON(first.episode?.rawValue)),
                    ("traceId", trace.map { .string($0.rawValue) }),
                ]))
        }
        func words(_ params: JSON) async throws -> [String] {
            try await call("feedback.list", params)["feedback"]?.array?.compactMap { $0["rationale"]?.string } ?? []
        }
        #expect(try await words([:]) == ["second", "first"])
        #expect(try await words(["episodeId": JSON(first.episode?.rawValue)]) == ["second", "first"])
        #expect(try await words(["traceId": JSON(first.traces.first?.rawValue)]) == ["first"])
        #expect(try await words(["episodeId": "ep_none"]) == [])
        #expect(try await words(["limit": 1]) == ["second"])
    }
}
