import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@testable import MemoryStore
@testable import Retrieval

/// Skills, policies and world models beside traces, and what each entry asks for.
struct TierConversationTests {
    private let world: TestMemory
    private let owner = Namespace(agentKind: "claude")

    init() async throws {
        world = try TestMemory()
        try await world.write(
            Skill.example(
                "release-the-parser", summary: "Cuts a release of the parser and tags it.",
                guide: "Run make release in the parser folder, then push the tag.", owner: owner))
        try await world.write(
            Skill.example("water-the-plants", guide: "Fill the can and water the fern.", owner: owner))
        try await world.write(
            Policy.example(
                "parser release order", trigger: "A release of the parser is due.", procedure: "Tag after the tests.",
                owner: owner))
        try await world.write(
            WorldModel.example(
                "parser repository", body: "The parser is released from the maple branch with make release.",
                owner: owner))
    }

    private let question = "How do I cut a release of the parser with make release?"

    private func query(_ entry: RecallEntry, _ text: String) -> RecallQuery {
        RecallQuery(
            entry: entry, text: text, scope: .home, at: world.clock.now, topK: entry.tiers(of: TopK()),
            mayAbstain: entry.mayAbstain
        )
    }

    private func result(_ entry: RecallEntry, _ text: String) async throws -> RecallResult {
        try await world.memory.recall.search(query(entry, text), episode: nil, isRecorded: false).result
    }

    @Test func aTurnIsGivenTheSkillTheEnvironmentAndTheExperienceThatFit() async throws {
        let talk = world.conversation("first")
        try await talk.exchange("The parser was released from maple with make release.", "Done.")
        try await talk.close()
        let shown = try await world.conversation("later").recall(question)
        #expect(shown.contains("- skill release-the-parser: Cuts a release of the parser"))
        #expect(shown.contains("(skill id sk_release-the-parser)"))
        #expect(shown.contains("- environment: parser repository"))
        #expect(shown.contains("- experience: parser release order: prefer the package manager; avoid building"))
        #expect(!shown.contains("water-the-plants"))
        let lines = shown.split(separator: "\n").map(String.init)
        let skill = try #require(lines.firstIndex { $0.hasPrefix("- skill") })
        let memory = try #require(lines.firstIndex { $0.contains("was released from maple") })
        let environment = try #require(lines.firstIndex { $0.hasPrefix("- environment") })
        #expect(skill < memory && memory < environment)
    }

    @Test func whatWasLearnedStaysSilentToo() async throws {
        #expect(try await world.conversation("later").recall("What is the capital of Portugal?") == "")
        #expect(try await world.conversation("later").recall("continue") == "")
    }

    @Test func aSkillIsShownOnceInASession() async throws {
        let talk = world.conversation("later")
        #expect(try await talk.recall(question).contains("release-the-parser"))
        #expect(try await !talk.recall(question).contains("- skill release-the-parser"))
    }

    @Test func anUnreliableSkillAndADoubtfulWorldModelAreNotShown() async throws {
        try await world.write(
            Skill.example("bake-bread", guide: "Knead the dough and bake the bread.", reliability: 0.05, owner: owner))
        try await world.write(
            WorldModel.example("bakery", body: "The bread is baked in the stone oven.", confidence: 0.1, owner: owner))
        let found = try await result(.toolDriven, "How do I bake the bread?")
        #expect(!found.skills.contains { $0.head.title == "bake-bread" })
        #expect(!found.worldModels.contains { $0.head.title == "bakery" })
    }

    @Test(arguments: RecallEntry.allCases)
    func eachEntrySearchesItsTiers(entry: RecallEntry) async throws {
        let found = try await result(entry, question)
        let wantsSkills = entry == .turnStart || entry == .toolDriven
        #expect(found.skills.isEmpty != wantsSkills)
        #expect(found.worldModels.isEmpty == (entry == .subAgent || entry == .repair))
    }

    @Test func whoAsksWithAToolGetsTheBestThereIs() async throws {
        #expect(try await result(.toolDriven, "parser").skills.isEmpty == false)
        #expect(try await result(.subAgent, "parser").count == 0)
    }

    @Test func severalStepsOfATaskThatWentWellBringItsCourse() async throws {
        let talk = world.conversation("first")
        try await talk.exchange("Cut a release of the parser from maple.", "The parser release is cut.")
        try await talk.exchange("Push the tag of the parser release.", "The tag of the parser release is pushed.")
        try await talk.close()
        let found = try await result(.toolDriven, "release of the parser")
        #expect(found.hits.count == 2 && found.episodes.isEmpty)
        let good = found.hits.map { hit in
            var hit = hit
            hit.trace.value = 0.8
            return hit
        }
        let courses = try await world.database.read { try EpisodeCourse.hits(for: good, in: $0) }
        let course = try #require(courses.first)
        #expect(course.course.contains("Cut a release") && course.course.contains(" → "))
    }

    @Test func theHitsOfAllTiersAreOnTheWire() async throws {
        let dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
        let reply = try await dispatcher.call(
            "memory.search", ["query": .string(question), "agent": "claude"], CallContext(agent: "claude"))
        let kinds = Set(reply["hits"]?.array?.compactMap { $0["refKind"]?.string } ?? [])
        #expect(kinds.isSuperset(of: ["skill", "world-model"]))
        for hit in reply["hits"]?.array ?? [] {
            #expect(hit["refId"]?.string?.isEmpty == false)
            #expect((1...3).contains(try #require(hit["tier"]?.int)))
            #expect((0...1).contains(try #require(hit["score"]?.double)))
        }
    }

    @Test func equalsOnTheBranchThatIsCheckedOutComeFirst() {
        var asked = query(.turnStart, "x")
        asked.branch = "maple"
        let head = TraceHead(
            row: 1, id: TraceID("t"), session: SessionID("s"), episode: EpisodeID("e"), turn: TurnID("u"),
            kind: .answer, at: 0, workspace: nil, value: 0, length: 1)
        let there = Closeness(head, branch: "maple", to: asked).value
        #expect(there > Closeness(head, branch: "oak", to: asked).value)
        #expect(there > Closeness(head, branch: nil, to: asked).value)
    }
}
