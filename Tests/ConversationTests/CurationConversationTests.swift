import JSONText
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("What a person does with what was learned")
struct CurationConversationTests {
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

    private func kinds() async throws -> [MemoryFact.Kind] {
        try await world.database.read { try $0.events(after: 0, limit: 1000) }.map(\.fact.kind)
    }

    @Test("policies are listed by status, words and project")
    func listing() async throws {
        try await world.write(Policy.example("Alpine", trigger: "pg_config", procedure: "apk add"))
        let elsewhere = Namespace(agentKind: "claude", workspace: "/src/web")
        try await world.write(
            Policy.example(
                "Debian", trigger: "pg_config", procedure: "apt-get install", status: .archived, owner: elsewhere,
                at: TestClock.start + 1))
        func titles(_ params: JSON) async throws -> [String] {
            try await call("policy.list", params)["policies"]?.array?.compactMap { $0["title"]?.string } ?? []
        }
        #expect(try await titles([:]) == ["Debian", "Alpine"])
        #expect(try await titles(["status": "archived"]) == ["Debian"])
        #expect(try await titles(["q": "apk"]) == ["Alpine"])
        #expect(try await titles(["limit": 1, "offset": 1]) == ["Alpine"])
        #expect(try await titles(["namespace": ["agentKind": "hermes"]]) == [])
        try await world.conversation("s", workspace: "/src/web").exchange("Hello there, web.", "Hello.")
        #expect(try await titles(["project": "/src/web"]) == ["Debian"])
        #expect(await error("policy.list", ["project": "nowhere"])?.code == .notFound)
    }

    @Test("an edit is a new version of a person's; sentences that stay keep their evidence")
    func editing() async throws {
        try await world.write(Policy.example("Alpine", trigger: "pg_config", procedure: "apk add postgresql-dev"))
        world.clock.advance(1000)
        let edited = try await call(
            "policy.edit",
            [
                "id": "po_Alpine", "procedure": "apk add libpq-dev",
                "preference": ["the package manager", "small images"],
                "antiPattern": [], "reason": "renamed; token=sk-live-abcdefghijklmnop1234567890",
            ])
        #expect(edited["version"] == 2 && edited["procedure"] == "apk add libpq-dev")
        #expect(edited["preference"] == ["the package manager", "small images"] && edited["antiPattern"] == [])
        #expect(edited["guidanceEvidenceIds"] == ["tr_1"] && edited["trigger"] == "pg_config")
        #expect(edited["editedAt"] == .integer(world.clock.now))
        #expect(try await !world.allText().contains("abcdefghijklmnop1234567890"))
        #expect(try await kinds() == [.policyRevised])
        // Nothing new is said, so there is no new version.
        #expect(try await call("policy.edit", ["id": "po_Alpine", "title": "Alpine"])["version"] == 2)
        #expect(await error("policy.edit", ["id": "po_none", "title": "x"])?.code == .policyNotFound)
        #expect(await error("policy.edit", ["id": "po_Alpine", "title": ""])?.code == .invalidArgument)
        #expect(await error("policy.edit", ["id": "po_Alpine", "preference": "x"])?.code == .invalidArgument)
    }

    @Test("archived things are out of recall and come back by undo or activation")
    func archiving() async throws {
        try await world.writeExamples()
        let ids = ["po_Native build fails on alpine", "wm_The billing service"]
        for (method, id) in zip(["policy.archive", "world.archive"], ids) {
            #expect(try await call(method, ["id": .string(id), "reason": "wrong"]) == ["ok": true])
            #expect(try await call(method, ["id": .string(id)]) == ["ok": true], "twice is once")
            #expect(try await call("memory.show", ["id": .string(id)])["status"] == "archived")
            #expect(try await call("memory.undo", ["id": .string(id)])["status"] == "active")
        }
        #expect(try await call("skill.archive", ["id": "sk_rotate-staging-keys"]) == ["ok": true])
        let skill = try await call("skill.activate", ["id": "sk_rotate-staging-keys", "reason": "needed again"])
        #expect(skill["status"] == "active" && skill["version"] == 3)
        #expect(try await kinds().suffix(2) == [.skillArchived, .skillActivated])
        #expect(await error("world.archive", ["id": "wm_none"])?.code == .worldModelNotFound)
        #expect(await error("skill.activate", ["id": "sk_none"])?.code == .skillNotFound)
    }

    @Test("a thumb moves confidence by .05 and reliability by .1, within bounds, and the status follows")
    func thumbs() async throws {
        try await world.writeExamples()
        let id: JSON = "wm_The billing service"
        #expect(try await call("world.thumb", ["id": id, "thumb": "up"])["confidence"]?.double == 0.65)
        #expect(try await call("world.thumb", ["id": id, "thumb": "down"])["confidence"]?.double == 0.6)
        for _ in 0..<14 { _ = try await call("world.thumb", ["id": id, "thumb": "down"]) }
        #expect(try await call("memory.get_world", ["id": id])["confidence"]?.double == 0)

        let skill: JSON = "sk_rotate-staging-keys"
        var eta = 0.75
        for step in 0..<6 {
            let told = try await call("skill.thumb", ["id": skill, "thumb": "down"])
            eta -= 0.1
            #expect(abs((told["eta"]?.double ?? 9) - eta) < 1e-9)
            #expect(told["status"] == (eta < 0.25 ? "archived" : "active"), "\(step)")
        }
        let back = try await call("skill.thumb", ["id": skill, "thumb": "up"])
        #expect(back["status"] == "candidate", "found right, but not proven")
        #expect(try await kinds().contains(.skillReliabilityUpdated))
        #expect(await error("skill.thumb", ["id": skill])?.code == .invalidArgument)
        #expect(await error("skill.thumb", ["id": skill, "thumb": "left"])?.code == .invalidArgument)
    }

    @Test("the history tells each version, why it came, what it rests on and what it changed")
    func history() async throws {
        try await world.write(Policy.example("Alpine", trigger: "pg_config", procedure: "apk add postgresql-dev"))
        world.clock.advance(1000)
        _ = try await call("policy.edit", ["id": "po_Alpine", "procedure": "apk add libpq-dev", "reason": "renamed"])
        let history = try await call("memory.history", ["id": "po_Alpine"])
        #expect(history["kind"] == "policy")
        let versions = try #require(history["versions"]?.array)
        #expect(versions.map { $0["reason"] } == ["learned from episodes", "renamed"])
        #expect(versions[0]["content"]?["procedure"] == "apk add postgresql-dev" && versions[0]["changes"] == nil)
        #expect(versions[0]["validTo"] == versions[1]["validFrom"] && versions[1]["validTo"] == nil)
        #expect(
            versions[1]["changes"] == [
                ["member": "procedure", "before": "apk add postgresql-dev", "after": "apk add libpq-dev"]
            ])
        #expect(versions[1]["sources"] == ["ep_1", "ep_2", "tr_1", "fb_1"])
        #expect(await error("memory.history", ["id": "tr_1"])?.code == .notFound)
    }

    @Test("undo takes the last change back, twice leaves all as it was, and any version may be asked for")
    func undo() async throws {
        try await world.write(Policy.example("Alpine", trigger: "pg_config", procedure: "one"))
        for text in ["two", "three"] {
            world.clock.advance(1000)
            _ = try await call("policy.edit", ["id": "po_Alpine", "procedure": .string(text)])
        }
        func undo(_ params: JSON) async throws -> String? { try await call("memory.undo", params)["procedure"]?.string }
        #expect(try await undo(["id": "po_Alpine"]) == "two")
        #expect(try await undo(["id": "po_Alpine"]) == "three")
        #expect(try await undo(["id": "po_Alpine", "version": 1]) == "one")
        let versions = try await call("memory.history", ["id": "po_Alpine"])["versions"]?.array ?? []
        #expect(versions.count == 6)
        #expect(versions[3]["reason"] == "undone: edited by hand")
        #expect(versions[5]["reason"] == "undone: back to version 1 from version 5")
        #expect(await error("memory.undo", ["id": "po_Alpine", "version": 9])?.code == .notFound)
        #expect(await error("memory.undo", ["id": "po_Alpine", "version": 6])?.code == .conflict)
        try await world.writeExamples()
        #expect(await error("memory.undo", ["id": "sk_rotate-staging-keys"])?.code == .conflict)
        #expect(await error("memory.undo", ["id": "sk_none"])?.code == .notFound)
    }

    @Test("an undone skill tells that its guide was written anew")
    func undoneSkill() async throws {
        let skill = Skill.example("rotate", guide: "Run keytool.")
        try await world.write(skill)
        try await world.database.write { [skill] transaction in
            var next = skill
            next.invocationGuide = "Run openssl."
            _ = try transaction.revise(next, reason: "repaired")
        }
        let undone = try await call("memory.undo", ["id": "sk_rotate"])
        #expect(undone["invocationGuide"] == "Run keytool." && undone["version"] == 3)
        #expect(try await kinds().last == .skillRepaired)
    }
}
