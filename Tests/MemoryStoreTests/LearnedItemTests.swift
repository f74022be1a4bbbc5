import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("Skills, policies and world models in the store")
struct LearnedItemTests {
    private let fixture: LearnedItemFixture
    private var database: MemoryDatabase { fixture.database }
    private let skill: Skill
    private let policy: Policy
    private let world: WorldModel

    init() throws {
        fixture = try LearnedItemFixture()
        (skill, policy, world) = (fixture.skill, fixture.policy, fixture.world)
    }

    @Test("come back as they were written")
    func roundTrip() async throws {
        try await fixture.write()
        #expect(try await fixture.item(skill.id) == skill)
        #expect(try await fixture.item(policy.id) == policy)
        #expect(try await fixture.item(world.id) == world)
        #expect(try await fixture.item(SkillID("sk_none")) == nil)
        let rows = try await database.read { try $0.items(Skill.self, rows: [1, 2]) }
        #expect(rows == [1: skill])
        var shared = skill
        shared.id = SkillID("sk_other")
        shared.name = "other"
        shared.share = ItemShare(scope: .hub, target: "team", sharedAt: 7)
        shared.procedure = Skill.Procedure(
            preconditions: ["a"], parameters: [.init(name: "p", description: "d")], steps: ["s"], verification: "v",
            scope: .init(applies: "x", doesNotApply: "y", boundary: "z"), examples: ["e"], tools: ["Bash"],
            domainModel: "m")
        try await database.write { [shared] in try $0.insert(shared, reason: "copied") }
        #expect(try await fixture.item(shared.id) == shared)
    }

    @Test("keep every version with its times and its reason, and any can be made the present one again")
    func versions() async throws {
        try await fixture.write()
        fixture.file.clock.advance(1000)
        var changed = policy
        changed.procedure = "apk add libpq-dev"
        changed.gain = 0.5
        let second = try await database.write { [changed] in try $0.revise(changed, reason: "the package was renamed") }
        #expect(second.version == 2)
        #expect(second.updatedAt == TestClock.start + 1000)
        #expect(second.createdAt == policy.createdAt)
        #expect(try await fixture.found(.policy, "libpq") == [1])
        #expect(try await fixture.found(.policy, "postgresql") == [])

        fixture.file.clock.advance(1000)
        let third = try await database.write { [policy] in
            try $0.revert(policy.id, to: 1, reason: "the old name is back")
        }
        #expect(third.version == 3)
        #expect(third.procedure == policy.procedure && third.gain == policy.gain)
        #expect(try await fixture.found(.policy, "postgresql") == [1])
        let history = try await fixture.history(of: policy.id)
        let start = TestClock.start
        #expect(
            history == [
                ItemVersion(number: 1, validFrom: start, validTo: start + 1000, reason: "induced"),
                ItemVersion(
                    number: 2, validFrom: start + 1000, validTo: start + 2000, reason: "the package was renamed"),
                ItemVersion(number: 3, validFrom: start + 2000, validTo: nil, reason: "the old name is back"),
            ])
        #expect(try await fixture.item(policy.id, version: 1) == policy)
        #expect(try await fixture.item(policy.id, version: 2) == second)
        #expect(try await fixture.item(policy.id, version: 9) == nil)
    }

    @Test("are not revised from a version that is no longer the present one")
    func staleRevision() async throws {
        try await fixture.write()
        _ = try await database.write { [world] in try $0.revise(world, reason: "seen again") }
        let stale = await #expect(throws: MemoryError.self) {
            try await database.write { [world] in try $0.revise(world, reason: "late") }
        }
        #expect(stale?.code == .conflict)
        #expect(stale?.hint?.isEmpty == false)
        let missing = await #expect(throws: MemoryError.self) {
            try await database.write { try $0.revert(WorldModelID("wm_none"), to: 1, reason: "x") }
        }
        #expect(missing?.code == .worldModelNotFound)
        #expect(try await fixture.history(of: world.id).count == 2)
    }

    @Test("leave nothing behind when they are forgotten")
    func forgetting() async throws {
        try await fixture.file.begin(database)
        try await fixture.write()
        let other = Skill.example("stays", guide: "Feed the parser.")
        try await database.write { try $0.insert(other, reason: "made") }
        let use = SkillUse(episodeID: StoreFixture.episode)
        _ = try await database.write { [skill] in try $0.count(use, of: skill.id) }
        _ = try await database.write { [world] in
            var changed = world
            changed.body = "Listens on port 8443."
            return try $0.revise(changed, reason: "moved")
        }
        let gone = try await database.write { [skill, policy, world] in
            try $0.forget([skill.id.rawValue, policy.id.rawValue, world.id.rawValue])
        }
        #expect(gone.counts.map(\.count) == [1, 1, 1])
        let missing = await #expect(throws: MemoryError.self) {
            try await database.write { [world] in try $0.forget([world.id.rawValue]) }
        }
        #expect(missing?.code == .notFound)
        for kind in ItemKind.allCases {
            for term in ["gateway", "postgresql", "7443", "8443"] { #expect(try await fixture.found(kind, term) == []) }
        }
        #expect(try await fixture.history(of: world.id) == [])
        for table in ["policies", "world_models", "skills", "skill_trials", "item_versions"] {
            let rows = try await database.read { try $0.archiveRows(table: table, offset: 0, limit: 5) }
            #expect(rows.count == (["skills", "item_versions"].contains(table) ? 1 : 0), "\(table)")
        }
        #expect(try await fixture.found(.skill, "parser") == [2])
        try await database.checkpoint(minimumBytes: 0)
        let bytes = try #require(fixture.file.home.bytes("memos.db"))
        let left = ["keytool", "postgresql", "7443", "8443"].filter { bytes.contains(Array($0.utf8)) }
        #expect(left == [])
        #expect(bytes.contains(Array("parser".utf8)), "what stays is in the file, so the log was moved")
    }

    @Test("count uses, and each task once as a trial, without a new version")
    func uses() async throws {
        try await fixture.file.begin(database)
        try await fixture.write()
        fixture.file.clock.advance(5000)
        func use(_ use: SkillUse) async throws -> Skill? {
            try await database.write { [skill] in try $0.count(use, of: skill.id) }
        }
        #expect(try await use(SkillUse(isTrial: false))?.usage.trialsAttempted == 0)
        #expect(try await use(SkillUse(sessionID: SessionID("nobody")))?.usage.trialsAttempted == 0)
        #expect(try await use(SkillUse(sessionID: StoreFixture.session))?.usage.trialsAttempted == 1)
        let last = try #require(try await use(SkillUse(episodeID: StoreFixture.episode, turnAt: 3, callID: "c")))
        #expect(last.usage == .init(uses: 4, lastUsedAt: TestClock.start + 5000, trialsAttempted: 1, trialsPassed: 0))
        #expect(last.version == 1 && last.reliability == skill.reliability)
        let none = try await database.write { try $0.count(SkillUse(), of: SkillID("sk_none")) }
        #expect(none == nil)
        // A revision of what was read before does not take the counts back.
        let revised = try await database.write { [skill] in try $0.revise(skill, reason: "reworded") }
        #expect(revised.usage == last.usage)
    }

    @Test("are refused when they contradict the schema")
    func refusals() async throws {
        try await fixture.write()
        var candidate = world
        candidate.id = WorldModelID("wm_2")
        candidate.status = .candidate
        var sure = world
        sure.id = WorldModelID("wm_3")
        sure.confidence = 1.5
        for wrong in [world, candidate, sure] {
            await #expect(throws: MemoryError.self) { try await database.write { try $0.insert(wrong, reason: "x") } }
        }
        for name in ["", "Upper", "a b", "naïve", "rotate-keys", String(repeating: "a", count: 65)] {
            let wrong = Skill.example(name, guide: "x")
            var other = wrong
            other.id = SkillID("sk_new")
            await #expect(throws: MemoryError.self, "\(name)") {
                try await database.write { [other] in try $0.insert(other, reason: "x") }
            }
        }
        let counts = try await database.read { try $0.inventory() }.counts
        #expect(counts.filter { $0.count == 1 }.map(\.noun) == ["policies", "worldModels", "skills"])
    }
}
