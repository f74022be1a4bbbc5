import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("Skills, policies and world models as recall finds them")
struct LearnedItemIndexTests {
    private let fixture: LearnedItemFixture
    private var database: MemoryDatabase { fixture.database }
    private let skill: Skill
    private let policy: Policy
    private let world: WorldModel

    init() throws {
        fixture = try LearnedItemFixture()
        (skill, policy, world) = (fixture.skill, fixture.policy, fixture.world)
    }

    @Test("are found by their words within their kind and scope, unless archived")
    func matches() async throws {
        try await fixture.write()
        #expect(try await fixture.found(.skill, "gateway") == [1])
        #expect(try await fixture.found(.policy, "gateway") == [])
        #expect(try await fixture.found(.worldModel, "7443") == [1])
        #expect(
            try await fixture.found(.skill, "gateway", scope: Scope(agentKind: "claude", profile: "default")) == [1])
        #expect(try await fixture.found(.skill, "gateway", scope: Scope(agentKind: "hermes", profile: nil)) == [])
        #expect(try await fixture.found(.skill, "\" OR \"") == [])
        let known = try await database.read { try $0.tierStatistics(of: ["gateway", "oak"], kind: .skill) }
        #expect(known.counts == ["gateway": 1, "oak": 0])
        #expect(known.documents == 1)
        #expect(known.meanLength > 5)

        let archived = try await database.write { [skill] in try $0.archive(skill.id, reason: "no longer true") }
        #expect(archived?.status == .archived && archived?.version == 2)
        #expect(try await fixture.found(.skill, "gateway") == [])
        let again = try await database.write { [skill] in try $0.archive(skill.id, reason: "twice") }
        #expect(again == archived)
        let none = try await database.write { try $0.archive(SkillID("sk_none"), reason: "x") }
        #expect(none == nil)
    }

    @Test("have heads that say what ranking needs")
    func heads() async throws {
        try await fixture.write()
        let heads = try await database.read { reader in
            try ItemKind.allCases.map { try reader.tierHeads($0, of: [1, 2]) }
        }
        #expect(heads.map(\.count) == [1, 1, 1])
        let policyHead = try #require(heads[0][1])
        #expect(policyHead.summary == "pg_config not found")
        #expect(policyHead.support == 2 && policyHead.gain == 0.25 && policyHead.confidence == 0.8)
        let worldHead = try #require(heads[1][1])
        #expect(worldHead.title == "Billing" && worldHead.confidence == 0.6 && worldHead.gain == nil)
        let skillHead = try #require(heads[2][1])
        #expect(skillHead.id == "sk_rotate-keys" && skillHead.title == "rotate-keys")
        #expect(skillHead.summary == "Rotate keys." && skillHead.reliability == 0.75)
        #expect(skillHead.owner == skill.owner && skillHead.status == .active && skillHead.length > 0)
    }

    @Test("are listed newest first by status, words and scope")
    func lists() async throws {
        for (index, name) in ["one", "two", "three"].enumerated() {
            let item = Skill.example(
                name, guide: "Feed the \(name) getUserName parser", status: index == 2 ? .archived : .active,
                at: TestClock.start + Int64(index))
            try await database.write { try $0.insert(item, reason: "made") }
        }
        func names(_ filter: ItemFilter, limit: Int = 10, offset: Int = 0) async throws -> [String] {
            try await database.read {
                try $0.items(Skill.self, filter: filter, limit: limit, offset: offset).map(\.name)
            }
        }
        #expect(try await names(ItemFilter()) == ["three", "two", "one"])
        #expect(try await names(ItemFilter(), limit: 1, offset: 1) == ["two"])
        #expect(try await names(ItemFilter(statuses: [.active])) == ["two", "one"])
        #expect(try await names(ItemFilter(text: "parsers feeding two")) == ["two"])
        #expect(try await names(ItemFilter(text: "getUserName")) == ["three", "two", "one"])
        #expect(try await names(ItemFilter(text: "parser oak")) == [])
        #expect(try await names(ItemFilter(text: "\" ()*")) == [])
        #expect(try await names(ItemFilter(scope: Scope(agentKind: "hermes", profile: nil))) == [])
    }

    @Test("give work to the vectors when they come, change or go, and only then")
    func vectorWork() async throws {
        try await fixture.write()
        func work(after progress: VectorProgress) async throws -> VectorWork {
            try await database.read { try $0.vectorWork(after: progress, limit: 10) }
        }
        let first = try await work(after: .start)
        #expect(first.items.map(\.kind) == [.skill, .policy, .worldModel])
        #expect(first.items.map(\.text) == [skill.words, policy.words, world.words])
        #expect(first.items.allSatisfy { $0.row == 1 && $0.owner == LearnedItems.owner })
        #expect(try await database.read { try $0.vectorLag(after: .start) } == 3)

        let rated = try await database.write { [policy] in
            var better = policy
            better.gain = 0.9
            return try $0.revise(better, reason: "rated")
        }
        #expect(try await work(after: first.reached).isEmpty)
        _ = try await database.write {
            var told = rated
            told.boundary = "Only where musl is used."
            return try $0.revise(told, reason: "narrowed")
        }
        let second = try await work(after: first.reached)
        #expect(second.items.map(\.kind) == [.policy])
        #expect(second.items.first?.text.contains("musl") == true)
        #expect(second.outdated.map(\.kind) == [.policy])

        _ = try await database.write { [skill] in try $0.forget([skill.id.rawValue]) }
        let third = try await work(after: second.reached)
        #expect(third.items.isEmpty)
        #expect(third.outdated.map(\.kind) == [.skill])
        #expect(third.outdated.map(\.row) == [1])
    }
}
