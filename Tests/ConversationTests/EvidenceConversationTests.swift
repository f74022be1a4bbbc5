import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@Suite("What learned things rest on, and how a person joins and corrects them")
struct EvidenceConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    private func error(_ method: String, _ params: JSON) async -> MemoryError? {
        await #expect(throws: MemoryError.self) { try await call(method, params) }
    }

    private func libraries() async throws -> Policy {
        try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        try await world.live(LearningDays.psycopgOnDebian, session: "thursday")
        return try #require(try await world.learned(Policy.self).first)
    }

    private func identifiers() async throws -> Policy {
        try await world.live(LearningDays.pluginIdentifier, session: "friday", workspace: "/src/notes")
        try await world.live(LearningDays.packageScope, session: "sunday", workspace: "/src/widget")
        return try #require(try await world.learned(Policy.self).first { $0.title.contains("dentifier") })
    }

    @Test("each line of a learned policy leads to steps that did it, and the gain to its tasks")
    func policyLines() async throws {
        let policy = try await libraries()
        let evidence = try await call("policy.evidence", ["id": .string(policy.id.rawValue)])
        let lines = try #require(evidence["lines"]?.array)
        let commands = lines.filter { $0["part"] == "procedure" && $0["text"]?.string?.contains("`") == true }
        #expect(commands.count >= 2)
        for line in commands + lines.filter({ $0["part"] == "trigger" || $0["part"] == "verification" }) {
            let sources = try #require(line["sourceIds"]?.array)
            #expect(!sources.isEmpty, "\(line)")
            for id in sources { #expect(evidence["excerpts"]?[id.string ?? ""]?["title"] != nil) }
        }
        let apk = try #require(lines.first { $0["text"]?.string?.contains("apk add") == true })
        let shown = evidence["excerpts"]?[apk["sourceIds"]?[0]?.string ?? ""]
        #expect(shown?["kind"] == "trace" && shown?["title"]?.string?.contains("apk add") == true)
        let gain = try #require(evidence["gain"])
        #expect(gain["with"]?.array?.count == 2 && gain["without"] == [] && gain["meanWithout"] == nil)
        #expect(gain["prior"] == ["mean": 0.5, "weight": 5.0] && gain["expected"] == 0.5)
        #expect(abs((gain["gain"]?.double ?? 9) - policy.gain) < 1e-9)
        #expect(await error("policy.evidence", ["id": "po_none"])?.code == .policyNotFound)
    }

    @Test("a person's line with a command that was run keeps its evidence, other words have none")
    func editedLines() async throws {
        let policy = try await libraries()
        _ = try await call(
            "policy.edit",
            ["id": .string(policy.id.rawValue), "procedure": "Try `apk add <library>` first\nThen have some tea"])
        let lines = try await call("policy.evidence", ["id": .string(policy.id.rawValue)])["lines"]?.array ?? []
        let steps = lines.filter { $0["part"] == "procedure" }
        #expect(steps.map { $0["sourceIds"]?.array?.isEmpty } == [false, true])
    }

    @Test("merging takes lines, evidence and lessons over; undoing either brings both back; twice, merges again")
    func merging() async throws {
        let (into, from) = (try await libraries(), try await identifiers())
        let ids: (into: JSON, from: JSON) = (.string(into.id.rawValue), .string(from.id.rawValue))
        func lessons(_ id: PolicyID) async throws -> Int {
            try await world.database.read { try $0.lessons(of: id, limit: 100) }.count
        }
        let (own, other) = (try await lessons(into.id), try await lessons(from.id))
        world.clock.advance(1000)
        let merged = try await call("policy.merge", ["from": ids.from, "into": ids.into, "reason": "one habit"])
        let procedure = try #require(merged["procedure"]?.string)
        #expect(procedure.contains("apk add") && procedure.contains(from.procedure.prefix(24).dropFirst(3)))
        #expect(merged["support"] == 4 && merged["sourceEpisodeIds"]?.array?.count == 4)
        #expect(try await lessons(into.id) == own + other)
        #expect(try await lessons(from.id) == 0)
        #expect(try await call("memory.get_policy", ["id": ids.from])["status"] == "archived")
        let history = try await call("memory.history", ["id": ids.from])["versions"]?.array
        #expect(history?.last?["reason"]?.string?.hasSuffix("one habit") == true)

        let back = try await call("memory.undo", ["id": ids.from])
        #expect(back["status"] == "active")
        let target = try await call("memory.get_policy", ["id": ids.into])
        #expect(target["procedure"] == .string(into.procedure) && target["support"] == 2)
        #expect(try await lessons(into.id) == own)
        #expect(try await lessons(from.id) == other)

        let again = try await call("memory.undo", ["id": ids.into])
        #expect(again["procedure"] == .string(procedure) && again["support"] == 4)
        #expect(try await lessons(from.id) == 0)
        #expect(try await call("memory.get_policy", ["id": ids.from])["status"] == "archived")
    }

    @Test("learning does not bring a merged policy back, also when its tasks are scored again and a like one comes")
    func mergedStaysMerged() async throws {
        let into = try await libraries()
        let from = try await identifiers()
        _ = try await call(
            "policy.merge", ["from": .string(from.id.rawValue), "into": .string(into.id.rawValue)])
        try await world.live(LearningDays.pluginIdentifier, session: "later", workspace: "/src/other")
        let episode = try #require(from.sourceEpisodeIDs.first)
        _ = try await world.memory.feedback.submit(.of(episode, "positive", "Great work!"))
        await world.learn()
        let policies = try await world.learned(Policy.self)
        #expect(policies.map(\.id) == [into.id], "\(policies.map(\.title))")
        #expect(policies.first?.support == 4)
        #expect(try await world.memory.items.item(from.id)?.status == .archived)
        #expect(try await world.count("jobsFailed") == 0)
    }

    @Test("what cannot be merged is refused with the reason")
    func refusals() async throws {
        try await world.write(Policy.example("A", trigger: "x", procedure: "y"))
        try await world.write(Policy.example("B", trigger: "x", procedure: "y", status: .archived))
        let hermes = Namespace(agentKind: "hermes", workspace: "/src/api")
        try await world.write(Policy.example("C", trigger: "x", procedure: "y", owner: hermes))
        #expect(await error("policy.merge", ["from": "po_A", "into": "po_A"])?.code == .conflict)
        #expect(await error("policy.merge", ["from": "po_A", "into": "po_B"])?.code == .conflict)
        #expect(await error("policy.merge", ["from": "po_A", "into": "po_C"])?.hint?.contains("agents") == true)
        #expect(await error("policy.merge", ["from": "po_none", "into": "po_A"])?.code == .policyNotFound)
        #expect(try await call("policy.activate", ["id": "po_B", "reason": "still useful"])["status"] == "active")
    }

    @Test("what speaks against an entry of a world model is told with where it was seen")
    func contradictions() async throws {
        for (day, task) in LearningDays.exploration.enumerated() {
            try await world.live(task, session: "day \(day)", workspace: "/src/shop")
        }
        let model = try #require(try await world.learned(WorldModel.self).first)
        let entry = try #require(model.structure.environment.first { $0.label == "test command" })
        let episode = try #require(try await world.memory.library.tasks(.init(), limit: 1, offset: 0).first?.episode)
        let trace = try #require(try await world.memory.library.timeline(episode: episode.id).first?.trace)
        let place = try await world.database.read {
            try $0.project(ofWorkspace: "/src/shop")?.id.rawValue ?? "/src/shop"
        }
        try await world.database.write { transaction in
            _ = try transaction.keep([
                ObservedFact(
                    place: place, kind: .environment, key: "test_command", value: "make check", traceID: trace.id,
                    episodeID: episode.id, at: trace.at)
            ])
        }
        let evidence = try await call("world.evidence", ["id": .string(model.id.rawValue)])
        let against = evidence["contradictions"]?.array?.first { $0["label"] == .string(entry.label) }
        #expect(against?["kind"] == "other" && against?["text"] == "`make check` runs the tests.")
        #expect(against?["sourceIds"] == [.string(trace.id.rawValue)] && against?["tasks"] == 1)
        #expect(evidence["excerpts"]?[trace.id.rawValue]?["episodeId"] == .string(episode.id.rawValue))
        #expect(await error("world.evidence", ["id": "wm_none"])?.code == .worldModelNotFound)
    }

    @Test("a person's words of a place are a version; entries that stay keep their evidence; it can be undone")
    func editingWorlds() async throws {
        try await world.write(WorldModel.example("The service", body: "A service."))
        let edited = try await call(
            "world.edit",
            [
                "id": "wm_The service", "title": "The billing service",
                "structure": [
                    "environment": [
                        ["label": "tests/", "description": "holds the suites"],
                        ["label": "sources", "description": "Sources are in `src/`."],
                    ]
                ],
            ])
        #expect(edited["version"] == 2 && edited["title"] == "The billing service" && edited["editedAt"] != nil)
        #expect(edited["structure"]?["environment"]?[0]?["evidenceIds"] == ["tr_1"])
        #expect(edited["structure"]?["environment"]?[1]?["evidenceIds"] == nil)
        #expect(edited["structure"]?["constraints"] == [])
        #expect(edited["body"]?.string?.contains("`src/`") == true)
        #expect(try await call("memory.undo", ["id": "wm_The service"])["body"] == "A service.")
        #expect(await error("world.edit", ["id": "wm_The service", "title": ""])?.code == .invalidArgument)
        let empty: JSON = ["environment": [["label": "x"]]]
        #expect(await error("world.edit", ["id": "wm_The service", "structure": empty])?.code == .invalidArgument)
        #expect(try await call("world.archive", ["id": "wm_The service"]) == ["ok": true])
        func listed(_ status: String) async throws -> Int? {
            try await call("memory.list_world_models", ["status": .string(status)])["worldModels"]?.array?.count
        }
        for (status, count) in [("active", 0), ("archived", 1), ("all", 1)] {
            #expect(try await listed(status) == count)
        }
        #expect(try await call("world.activate", ["id": "wm_The service"])["status"] == "active")
    }
}
