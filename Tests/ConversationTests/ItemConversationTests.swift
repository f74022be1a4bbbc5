import JSONText
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("Skills, policies and world models over the wire")
struct ItemConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "hermes"))
    }

    private let ours: JSON = ["agentKind": "claude", "profileId": "default"]
    private let others: JSON = ["agentKind": "hermes", "profileId": "default"]

    @Test("a policy has the shape hosts read")
    func policyShape() async throws {
        try await world.write(Policy.example("Alpine", trigger: "pg_config", procedure: "apk add postgresql-dev"))
        let policy = try await call("memory.get_policy", ["id": "po_Alpine", "namespace": ours])
        #expect(
            policy == [
                "id": "po_Alpine", "title": "Alpine", "trigger": "pg_config", "procedure": "apk add postgresql-dev",
                "verification": "The command ends with 0.", "boundary": "Not on other systems.", "support": 2,
                "gain": 0.25, "status": "active", "experienceType": "repair_validated",
                "evidencePolarity": "positive", "salience": 0.5, "confidence": 0.8, "skillEligible": true,
                "signature": "pip|alpine|Bash|_", "preference": ["the package manager"],
                "antiPattern": ["building from source"], "guidanceEvidenceIds": ["tr_1"],
                "sourceEpisodeIds": ["ep_1", "ep_2"], "sourceFeedbackIds": ["fb_1"], "sourceTraceIds": ["tr_1"],
                "verifierMeta": ["by": "tests"], "version": 1, "createdAt": .integer(TestClock.start),
                "updatedAt": .integer(TestClock.start), "madeBy": ["path": "rules"], "ownerAgentKind": "claude",
                "ownerProfileId": "default", "ownerWorkspaceId": "/src/api",
            ])
        #expect(try await call("memory.get_policy", ["id": "po_Alpine", "namespace": others]) == .null)
        #expect(try await call("memory.get_policy", ["id": "po_none"]) == .null)
    }

    @Test("world models are found by id, listed and filtered")
    func worldModels() async throws {
        for (index, name) in ["Billing", "Search", "Former"].enumerated() {
            try await world.write(
                WorldModel.example(
                    name, body: "The \(name) service listens.", status: index == 2 ? .archived : .active,
                    at: TestClock.start + Int64(index)))
        }
        let billing = try await call("memory.get_world", ["id": "wm_Billing"])
        #expect(
            billing["structure"] == [
                "environment": [
                    ["label": "tests/", "description": "holds the suites", "evidenceIds": ["tr_1"]]
                ],
                "inference": [["label": "config", "description": "is read at the start only"]],
                "constraints": [["label": "main", "description": "is protected"]],
            ])
        #expect(billing["policyIds"] == ["po_1"] && billing["status"] == "active" && billing["confidence"] == 0.6)
        #expect(try await call("memory.get_world", ["id": "wm_none"]) == .null)
        func titles(_ params: JSON) async throws -> [String] {
            try await call("memory.list_world_models", params)["worldModels"]?.array?
                .compactMap { $0["title"]?.string } ?? []
        }
        #expect(try await titles([:]) == ["Search", "Billing"])
        #expect(try await titles(["limit": 1, "offset": 1]) == ["Billing"])
        #expect(try await titles(["q": "billing listening"]) == ["Billing"])
        #expect(try await titles(["q": ""]) == ["Search", "Billing"])
        #expect(try await titles(["namespace": others]) == [])
    }

    @Test("a skill that is loaded is counted, one that is looked at is not")
    func loading() async throws {
        try await world.write(Skill.example("rotate", summary: "Rotate.", guide: "Run keytool."))
        let talk = world.conversation("s1")
        let heard = try await talk.say("Rotate the keys, please.")
        let episode = JSON(heard.episode?.rawValue)
        let look = try await call("skill.get", ["id": "sk_rotate"])
        #expect(look["usageCount"] == 0 && look["lastUsedAt"] == nil)
        #expect(look["name"] == "rotate" && look["invocationGuide"] == "Run keytool." && look["eta"] == 0.75)
        #expect(look["decisionGuidance"] == ["preference": [], "antiPattern": ["guessing"]])
        #expect(look["evidenceAnchors"] == ["tr_1"] && look["sourcePolicyIds"] == ["po_1"])

        let loaded = try await call(
            "skill.get",
            ["id": "sk_rotate", "recordTrial": true, "sessionId": "s1", "episodeId": episode, "turnId": 5])
        #expect(loaded["usageCount"] == 1 && loaded["trialsAttempted"] == 1)
        #expect(loaded["lastUsedAt"] == .integer(world.clock.now))
        // The same task again, a use that is no trial, and one without its episode told.
        _ = try await call(
            "skill.get", ["id": "sk_rotate", "recordTrial": true, "episodeId": .null, "sessionId": "s1"])
        let used = try await call("skill.get", ["id": "sk_rotate", "recordTrial": false])
        #expect(used["usageCount"] == 3 && used["trialsAttempted"] == 1 && used["version"] == 1)
        let hidden = try await call("skill.get", ["id": "sk_rotate", "recordTrial": true, "namespace": others])
        #expect(hidden == .null)
        #expect(try await call("skill.get", ["id": "sk_none", "recordTrial": true]) == .null)
        #expect(try await call("skill.get", ["id": "sk_rotate"])["usageCount"] == 3)
    }

    @Test("skills are listed by status, and archived with a reason that is kept clean")
    func archiving() async throws {
        try await world.write(Skill.example("rotate", guide: "Run keytool."))
        try await world.write(Skill.example("deploy", guide: "Push.", status: .candidate, at: TestClock.start + 1))
        func names(_ params: JSON) async throws -> [String] {
            try await call("skill.list", params)["skills"]?.array?.compactMap { $0["name"]?.string } ?? []
        }
        #expect(try await names([:]) == ["deploy", "rotate"])
        #expect(try await names(["status": "active", "namespace": ours]) == ["rotate"])
        #expect(try await names(["limit": 1]) == ["deploy"])
        #expect(try await names(["namespace": others]) == [])
        let wrong = await #expect(throws: MemoryError.self) { try await call("skill.list", ["status": "lost"]) }
        #expect(wrong?.code == .invalidArgument)

        let reason = "wrong since password=hunter2hunter2"
        #expect(try await call("skill.archive", ["id": "sk_rotate", "reason": .string(reason)]) == ["ok": true])
        #expect(try await call("skill.archive", ["id": "sk_rotate"]) == ["ok": true])
        #expect(try await names(["status": "archived"]) == ["rotate"])
        let shown = try await call("memory.show", ["id": "sk_rotate"])
        #expect(shown["kind"] == "skill" && shown["version"] == 2)
        let versions = try #require(shown["versions"]?.array)
        #expect(versions.count == 2)
        #expect(versions[1]["reason"]?.string?.hasPrefix("wrong since") == true)
        #expect(try await !world.allText().contains("hunter2"))
        let missing = await #expect(throws: MemoryError.self) { try await call("skill.archive", ["id": "sk_none"]) }
        #expect(missing?.code == .skillNotFound)
        let events = try await world.database.read { try $0.events(after: 0, limit: 100) }
        #expect(events.filter { $0.fact.kind == .skillArchived }.count == 1)
    }

    @Test("any of them is shown by its id, and nothing of it after it was forgotten")
    func showing() async throws {
        try await world.writeExamples()
        for (id, kind) in [
            ("po_Native build fails on alpine", "policy"), ("wm_The billing service", "world_model"),
            ("sk_rotate-staging-keys", "skill"),
        ] {
            let shown = try await call("memory.show", ["id": .string(id)])
            #expect(shown["kind"]?.string == kind && shown["versions"]?.array?.count == 1, "\(id)")
        }
        let forgotten = try await world.memory.forgetting.forget(
            ["sk_rotate-staging-keys", "wm_The billing service"], isDryRun: false)
        #expect(forgotten.counts.map(\.noun) == ["worldModels", "skills"])
        let missing = await #expect(throws: MemoryError.self) {
            try await call("memory.show", ["id": "sk_rotate-staging-keys"])
        }
        #expect(missing?.code == .notFound)
        let text = try await world.allText()
        #expect(!text.contains("keytool") && !text.contains("7443") && text.contains("postgresql-dev"))
    }
}
