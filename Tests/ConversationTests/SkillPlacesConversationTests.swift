import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@Suite("Skills as a person looks at them")
struct SkillPlacesConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    private func keep(_ name: String, guide: String = "Run keytool.") async throws -> JSON {
        let skill = Skill.example(name, guide: guide)
        try await world.write(skill)
        return .string(skill.id.rawValue)
    }

    @Test("a skill goes into an agent's folder as it is exported, and out again")
    func installed() async throws {
        let id = try await keep("rotate-keys")
        let text = try await call("skill.markdown", ["id": id])
        #expect(text["name"] == "rotate-keys")
        #expect(text["markdown"]?.string?.hasPrefix("---\nname: rotate-keys\n") == true)
        let path = "/user/.claude/skills/rotate-keys"
        #expect(try await call("skill.install", ["id": id, "folder": "claude"]) == ["path": .string(path)])
        #expect(world.shelf.files["\(path)/SKILL.md"] == Array((text["markdown"]?.string ?? "").utf8))
        var folder = try await call("skill.folders", [:])["folders"]?[0]
        #expect(folder?["installed"] == [["id": id, "name": "rotate-keys", "current": true]])
        _ = try await call("skill.thumb", ["id": id, "thumb": "down"])
        folder = try await call("skill.folders", [:])["folders"]?[0]
        #expect(folder?["installed"]?[0]?["current"] == false, "the skill has changed since")
        _ = try await call("skill.uninstall", ["id": id, "folder": "claude"])
        #expect(world.shelf.files.isEmpty)
        await #expect(throws: MemoryError.self) {
            try await call("skill.uninstall", ["id": id, "folder": "claude"])
        }
        await #expect(throws: MemoryError.self) { try await call("skill.install", ["id": id, "folder": "emacs"]) }
    }

    @Test("a folder of somebody else's is left alone")
    func foreign() async throws {
        let id = try await keep("rotate-keys")
        world.shelf.put(
            Array("---\nname: rotate-keys\n---\nMine.".utf8), at: "/user/.claude/skills/rotate-keys/SKILL.md")
        let before = world.shelf.files
        await #expect(throws: MemoryError.self) { try await call("skill.install", ["id": id, "folder": "claude"]) }
        #expect(world.shelf.files == before)
        #expect(try await call("skill.folders", [:])["folders"]?[0]?["installed"] == [])
    }

    @Test("a test tells which skills a task would be given, and why another one would not")
    func tested() async throws {
        let keys = try await keep("rotate-staging-keys", guide: "Rotate the staging keys with keytool.")
        let bread = try await keep("bake-sourdough-bread", guide: "Feed the starter, then bake.")
        let told = try await call("skill.test", ["query": "rotate the staging keys with keytool", "id": bread])[
            "skills"]
        #expect(told?[0]?["id"] == keys && told?[0]?["shown"] == true)
        #expect(told?[0]?["parts"]?["strength"]?.double ?? 0 > 0)
        let other = told?.array?.first { $0["id"] == bread }
        #expect(other?["shown"] == false && other?["reason"] == "unlikely")
        _ = try await call("skill.archive", ["id": keys])
        let gone = try await call("skill.test", ["query": "rotate the staging keys", "id": keys])["skills"]
        #expect(gone?.array?.first { $0["id"] == keys }?["reason"] == "archived")
        await #expect(throws: MemoryError.self) { try await call("skill.test", ["query": "keys", "id": "sk_none"]) }
    }

    @Test("trials name the task that tried it, undecided ones too; a look is no trial")
    func trials() async throws {
        let id = try await keep("rotate-keys")
        _ = try await call("memory.get_skill", ["id": id])
        #expect(try await call("skill.trials", ["id": id]) == ["trials": []])
        try await world.conversation("a").exchange("Rotate the keys, please.", "Done.")
        _ = try await call("skill.get", ["id": id, "recordTrial": true, "sessionId": "a"])
        let trial = try await call("skill.trials", ["id": id])["trials"]?[0]
        #expect(trial?["passed"] == nil && trial?["task"]?["preview"]?.string?.contains("Rotate") == true)
        await #expect(throws: MemoryError.self) { try await call("skill.trials", ["id": "sk_none"]) }
    }

    @Test("sharing is a version of its own and can be taken back")
    func shared() async throws {
        let id = try await keep("rotate-keys")
        #expect(try await call("item.share", ["id": id, "scope": "hub"])["share"]?["scope"] == "hub")
        let back = try await call("item.share", ["id": id, "scope": "private"])
        #expect(back["share"]?["scope"] == "private" && back["version"] == 3 && back["editedAt"] == nil)
        #expect(try await call("item.share", ["id": id, "scope": "private"])["version"] == 3)
        await #expect(throws: MemoryError.self) { try await call("item.share", ["id": "sk_none", "scope": "hub"]) }
    }
}
