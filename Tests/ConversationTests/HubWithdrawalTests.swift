import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import SharedStatements
import Signing
import Testing

@Suite("What the team takes back is gone from here, everywhere and for good")
struct HubWithdrawalTests {
    private static let steps = "1. Drain the node.\n2. Run zanzibartool rotate on it."
    private static let question = "How do I rotate the staging keys with zanzibartool?"

    private func call(_ world: TeamWorld, _ method: String, _ params: JSON) async throws -> JSON {
        try await Dispatcher(memory: world.memory.memory, now: { [clock = world.memory.clock] in clock.now })
            .call(method, params, CallContext(agent: "claude"))
    }

    private struct Settled {
        var skill: VerifiedEnvelope
        var id: String
    }

    /// Approved, recalled, loaded by an agent: as much of it here as can be.
    private func settle(_ world: TeamWorld, by key: SigningKey) async throws -> Settled {
        let skill = try TeamWords.skill("rotate-staging-keys", steps: Self.steps, by: key)
        try await world.receive([skill])
        let made = try await call(world, "hub.approve", ["envelope": .string(skill.id)])
        let id = made["id"]?.string ?? ""
        let conversation = world.memory.conversation("a")
        let shown = try await conversation.recall(Self.question)
        #expect(shown.contains("rotate-staging-keys"))
        try await conversation.say("rotate them")
        let told = try await call(world, "tool.call", ["name": "skill_get", "arguments": ["id": .string(id)]])
        let output = told["text"]?.string ?? told.text
        try await conversation.call("skill_get", ["id": .string(id)], output: output)
        try await conversation.answer("done")
        let holds = try await world.fileHolds("zanzibartool")
        #expect(holds)
        return Settled(skill: skill, id: id)
    }

    private func expectGone(_ world: TeamWorld, _ skill: VerifiedEnvelope, _ id: String) async throws {
        #expect(try await !world.memory.conversation("b").recall("rotate the keys of staging").contains("from Mallory"))
        #expect(try await call(world, "skill.list", [:])["skills"] == [])
        #expect(try await world.memory.memory.items.history(of: id) == nil)
        #expect(try await !world.fileHolds("zanzibartool rotate on it"))
        #expect(try await !world.fileHolds("the way the team does"))
        #expect(world.memory.files.items.contains(id), "copies in folders of agents go")
        let received = try await call(world, "hub.received", [:])["items"]?.array ?? []
        #expect(received.contains { $0["envelope"] == .string(skill.id) && $0["state"] == "withdrawn" })
        await #expect(throws: MemoryError.self) {
            try await call(world, "hub.approve", ["envelope": .string(skill.id)])
        }
        // Nothing brings it back.
        try await world.receive([skill])
        try await world.service.sweep()
        #expect(try await world.waiting().isEmpty)
        #expect(try await !world.fileHolds("zanzibartool rotate on it"))
    }

    @Test("a tombstone of its maker, a revocation of the version, of the item, of the device, of the member")
    func removals() async throws {
        for number in 0..<5 {
            let world = try await TeamWorld()
            let settled = try await settle(world, by: world.mallory)
            let (skill, id) = (settled.skill, settled.id)
            guard case .item(let statement) = skill.statement else { return }
            let removal: VerifiedEnvelope =
                switch number {
                case 0: try TeamWords.tombstone(skill, by: world.mallory)
                case 1: try TeamWords.revocation(.envelope(skill.id), by: world.grace)
                case 2: try TeamWords.revocation(.item(statement.item), by: world.grace)
                case 3: try TeamWords.revocation(.device(world.mallory.verifyingKey), by: world.grace)
                default: try TeamWords.revocation(.member("mallory"), by: world.grace)
                }
            try await world.receive([removal])
            try await expectGone(world, skill, id)
        }
    }

    @Test("an export of before does not bring it back")
    func importing() async throws {
        let world = try await TeamWorld()
        let settled = try await settle(world, by: world.mallory)
        let (skill, id) = (settled.skill, settled.id)
        var lines: [JSON] = []
        var cursor: String?
        repeat {
            let page = try await world.memory.memory.archive.page(cursor: cursor, limit: 500)
            lines += page.lines
            cursor = page.nextCursor
        } while cursor != nil
        try await world.receive([TeamWords.tombstone(skill, by: world.mallory)])
        _ = try await world.memory.memory.archive.restore(lines)
        #expect(try await world.memory.memory.items.item(SkillID(id)) == nil)
        // Nor does it come into a home where it was taken back before it was ever approved.
        let other = try await TeamWorld()
        try await other.receive([skill, TeamWords.tombstone(skill, by: other.mallory)])
        _ = try await other.memory.memory.archive.restore(lines)
        #expect(try await other.memory.memory.items.item(SkillID(id)) == nil)
    }

    @Test("revoking a device keeps what the revocation keeps")
    func keeping() async throws {
        let world = try await TeamWorld()
        let settled = try await settle(world, by: world.mallory)
        let (skill, id) = (settled.skill, settled.id)
        try await world.receive([
            TeamWords.revocation(.device(world.mallory.verifyingKey), keeps: [skill.id], by: world.grace)
        ])
        #expect(try await world.memory.memory.items.item(SkillID(id)) != nil)
    }

    @Test("an item of a group that this device left is not recalled, and may wait again when it is back")
    func groups() async throws {
        let world = try await TeamWorld(groups: ["backend"])
        let skill = try TeamWords.skill(
            "rotate-staging-keys", steps: Self.steps, by: world.mallory, groups: ["backend"])
        try await world.receive([skill])
        _ = try await call(world, "hub.approve", ["envelope": .string(skill.id)])
        try await world.receive([TeamWords.grant(world.hub.own, member: "ada", version: 2, by: world.grace)])
        #expect(try await !world.memory.conversation("a").recall(Self.question).contains("rotate-staging-keys"))
        #expect(try await !world.fileHolds("zanzibartool rotate on it"))
        let back = try await world.receive([
            TeamWords.grant(world.hub.own, member: "ada", groups: ["backend"], version: 3, by: world.grace)
        ])
        #expect(back.startsOver)
        try await world.receive([skill])
        #expect(try await world.waiting() == [skill.id])
    }

    @Test("when this device is revoked, all of the hub goes; what was learned here stays")
    func ownRevocation() async throws {
        let world = try await TeamWorld()
        try await world.memory.write(Skill.example("own-skill", guide: "Ours."))
        let settled = try await settle(world, by: world.mallory)
        let (skill, id) = (settled.skill, settled.id)
        let waiting = try TeamWords.skill("waits", steps: "1. Quagmire.", by: world.grace)
        try await world.receive([waiting])
        let report = try await world.receive([
            TeamWords.revocation(.device(world.hub.own.verifyingKey), by: world.grace)
        ])
        #expect(report.isRevoked)
        #expect(try await world.memory.memory.items.item(SkillID(id)) == nil)
        #expect(try await world.memory.memory.items.item(SkillID("sk_own-skill")) != nil)
        #expect(try await !world.fileHolds("zanzibartool rotate on it"))
        #expect(try await !world.fileHolds("Quagmire"))
        #expect(try await call(world, "hub.status", [:])["state"] == "revoked")
        #expect(try await world.receive([skill]).isRevoked == false)
        #expect(try await world.waiting().isEmpty)
    }

    @Test("leaving ends it at once: what waits goes, what was approved stays or goes as asked, the key goes")
    func leaving() async throws {
        for forgets in [false, true] {
            let world = try await TeamWorld()
            let id = try await settle(world, by: world.mallory).id
            try await world.receive([TeamWords.skill("waits", steps: "1. Quagmire.", by: world.grace)])
            let answer = try await call(world, "hub.leave", ["forget": .bool(forgets)])
            #expect(answer["told"] == false, "this hub answers nothing")
            #expect(world.hub.calls.last?.path == ["statements"])
            #expect(!world.hub.hasKey)
            #expect(try await call(world, "hub.status", [:])["state"] == "off")
            #expect(try await !world.fileHolds("Quagmire"))
            #expect(try await (world.memory.memory.items.item(SkillID(id)) == nil) == forgets)
            #expect(try await world.fileHolds("zanzibartool rotate on it") == !forgets)
        }
    }

    @Test("forgetting an approved item refuses it here")
    func forgetting() async throws {
        let world = try await TeamWorld()
        let settled = try await settle(world, by: world.mallory)
        let (skill, id) = (settled.skill, settled.id)
        _ = try await call(world, "memory.forget", ["ids": [.string(id)]])
        try await world.receive([skill])
        try await world.service.sweep()
        #expect(try await world.waiting().isEmpty)
        #expect(try await call(world, "skill.list", [:])["skills"] == [])
        #expect(try await call(world, "hub.review", ["state": "refused"])["items"]?.array?.count == 1)
    }
}
