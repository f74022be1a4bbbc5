import MemoryCore
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// What becomes of what was handed over, and the figures that are counted from it.
@Suite("Verdicts and figures of conversations")
struct VerdictConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    /// A first session teaches a name; a second is asked and answers.
    private func live(_ answer: String) async throws -> (episode: EpisodeID, turn: TurnID) {
        let first = world.conversation("first")
        try await first.exchange("Which host serves the staging database?", "It is pg-blue-07.internal for staging.")
        try await first.close()
        let second = world.conversation("second")
        let heard = try await second.say("Where is the staging database served?")
        #expect(heard.shown.contains("pg-blue-07.internal"), "\(heard.shown)")
        try await second.answer(answer)
        try await second.close()
        await world.learn()
        return (try #require(heard.episode), try #require(heard.turn))
    }

    private func items(of episode: EpisodeID) async throws -> [InjectionItem] {
        try await world.database.read { try $0.itemsHandedOver(in: episode).map(\.item) }
    }

    @Test("What the agent takes up counts as used, with the name it took up")
    func used() async throws {
        let items = try await items(of: live("The host is pg-blue-07.internal.").episode)
        #expect(items.map(\.verdict) == [.used])
        #expect(items.first?.reason?.contains("pg-blue-07.internal") == true, "\(items)")
    }

    @Test("What the agent passes over is ignored")
    func ignored() async throws {
        let items = try await items(of: live("I cannot say.").episode)
        #expect(items.map(\.verdict) == [.ignored])
    }

    @Test("Forgetting a memory takes what became of it along")
    func forgotten() async throws {
        let episode = try await live("The host is pg-blue-07.internal.").episode
        let trace = try #require(try await world.conversation("first").traces().first)
        _ = try await world.database.write { try $0.forget([trace.id.rawValue]) }
        #expect(try await items(of: episode).isEmpty)
    }

    @Test("The figures of a day follow what is written and forgotten")
    func figures() async throws {
        let lived = try await live("The host is pg-blue-07.internal.")
        let grid = DayGrid(offsetMinutes: 0)
        func today() async throws -> AgentFigures {
            try #require(try await world.memory.insights.figures(days: 2, on: grid).last).figures.total(of: "claude")
        }
        let before = try await today()
        #expect(before.turns == 2 && before.traces == 2 && before.recalls == 2 && before.silent == 1)
        #expect(before.verdicts == [.used: 1])
        #expect(before.latency.count == 2)
        #expect(try await today() == before)
        _ = try await world.database.write { try $0.forget([lived.turn.rawValue]) }
        let after = try await today()
        #expect(after.turns == 1 && after.traces == 1 && after.recalls == 1)
        #expect(after.verdicts.isEmpty)
    }

    @Test("A day begins where the asker's clock says")
    func offset() async throws {
        _ = try await live("I cannot say.")
        let day = DayGrid(offsetMinutes: 0).day(of: world.clock.now)
        #expect(DayGrid(offsetMinutes: 840).day(of: DayGrid(offsetMinutes: 0).start(of: day + 1) - 1) == day + 1)
        #expect(DayGrid(offsetMinutes: -60).start(of: 0) == 3_600_000)
    }

    @Test("A turn's life names its recall, its end and what was learned")
    func life() async throws {
        let lived = try await live("The host is pg-blue-07.internal.")
        let life = try #require(try await world.memory.insights.life(of: lived.turn))
        #expect(life.place == 1 && life.turns == 1)
        #expect(life.items.map(\.verdict) == [.used])
        #expect(life.steps.count == 1 && life.turn.endedAt != nil)
        #expect(life.results.scoredAt != nil && life.results.jobs.allSatisfy { !$0.hasFailed })
        #expect(try await world.memory.insights.life(of: TurnID("tu_none")) == nil)
    }

    @Test("A host whose turns end delivers; one whose turns do not is failing; after a day without a word it is quiet")
    func hosts() async throws {
        _ = try await live("I cannot say.")
        func state() async throws -> [HostDelivery.State] { try await world.memory.deliveries.hosts().map(\.state) }
        #expect(try await state() == [.delivering])
        world.clock.advance(25 * 3_600_000)
        #expect(try await state() == [.quiet])
        try await world.conversation("third").say("Where is the staging database served?")
        world.clock.advance(2 * 3_600_000)
        let host = try #require(try await world.memory.deliveries.hosts().first)
        #expect(host.activity.openTooLong == 1)
    }

    @Test("Prompts whose turns never end are counted once their end can no longer come, and said to the person")
    func promptsWithoutCapture() async throws {
        _ = try await live("I cannot say.")
        let mute = world.conversation("mute")
        for number in 1...5 { try await mute.say("Which host serves staging database number \(number)?") }
        var host = try #require(try await world.memory.deliveries.hosts().first)
        #expect(host.activity.promptsSinceCapture == 4 && host.state == .delivering)
        #expect(try await world.memory.deliveries.notice(for: "claude") == nil)
        try await mute.say("And which one serves the last?")
        host = try #require(try await world.memory.deliveries.hosts().first)
        #expect(host.activity.promptsSinceCapture == 5 && host.fault == .endsMissing)
        let notice = try #require(try await world.memory.deliveries.notice(for: "claude"))
        #expect(notice.contains("No capture for 5 prompts") && notice.contains("memos install --host claude"))
        try await mute.answer("The first.")
        #expect(try await world.memory.deliveries.notice(for: "claude") == nil)
    }

    @Test("Five sessions that have just been asked something are no fault")
    func promptsSideBySide() async throws {
        for number in 1...6 { try await world.conversation("s\(number)").say("Where is staging number \(number)?") }
        let host = try #require(try await world.memory.deliveries.hosts().first)
        #expect(host.activity.promptsSinceCapture == 0 && host.fault == nil)
    }

    @Test("A session that closes without a word from its agent counts as a prompt without capture")
    func closedWithoutAnswer() async throws {
        for number in 1...5 {
            let session = world.conversation("s\(number)")
            try await session.say("Where is staging number \(number)?")
            try await session.close()
        }
        #expect(try await world.memory.deliveries.hosts().first?.fault == .endsMissing)
    }
}
