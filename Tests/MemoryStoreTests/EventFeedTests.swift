import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// The one timeline: gapless for readers, silent about what was not committed.
struct EventFeedTests {
    private struct Refusal: Error {}

    private let fixture = StoreFixture()

    private func tell(_ numbers: ClosedRange<Int>, in database: MemoryDatabase) async throws {
        try await database.write { transaction in
            for number in numbers {
                transaction.tell(MemoryFact(.traceCreated, ["n": .integer(Int64(number))], correlation: "c"))
            }
        }
    }

    private func take(_ count: Int, of events: AsyncStream<MemoryEvent>) async -> [MemoryEvent] {
        var taken: [MemoryEvent] = []
        for await event in events {
            taken.append(event)
            if taken.count == count { break }
        }
        return taken
    }

    @Test func eventsComeInSequence() async throws {
        let database = try fixture.open()
        let events = try await database.events(after: 0)
        try await tell(1...3, in: database)
        try await tell(4...5, in: database)
        let taken = await take(5, of: events)
        #expect(taken.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(taken.map { $0.fact.payload["n"]?.int } == [1, 2, 3, 4, 5])
        #expect(taken.allSatisfy { $0.fact.correlation == "c" && $0.at == TestClock.start })
    }

    @Test func aSlowReaderMissesNothing() async throws {
        let database = try fixture.open()
        let events = try await database.events(after: nil)
        for number in 1...1000 { try await tell(number...number, in: database) }
        #expect(await take(1000, of: events).map(\.sequence) == Array(1...1000))
    }

    @Test func whoComesLaterHearsOnlyWhatComesLater() async throws {
        let database = try fixture.open()
        try await tell(1...3, in: database)
        let later = try await database.events(after: nil)
        let replayed = try await database.events(after: 1)
        try await tell(4...4, in: database)
        #expect(await take(1, of: later).map(\.sequence) == [4])
        #expect(await take(3, of: replayed).map(\.sequence) == [2, 3, 4])
    }

    @Test func whatIsRolledBackIsNeverAnnounced() async throws {
        let database = try fixture.open()
        let events = try await database.events(after: nil)
        await #expect(throws: Refusal.self) {
            try await database.write { transaction in
                transaction.tell(MemoryFact(.systemStarted, [:]))
                try transaction.insert(
                    Session(id: StoreFixture.session, owner: StoreFixture.owner, openedAt: 1, lastActiveAt: 1))
                throw Refusal()
            }
        }
        try await tell(1...1, in: database)
        #expect(await take(1, of: events).map(\.fact.kind) == [.traceCreated])
        #expect(try await database.read { try $0.session(StoreFixture.session) } == nil)
        #expect(try await database.read { try $0.events(after: 0, limit: 10) }.count == 1)
    }

    @Test func numbersAreNotUsedAgainAfterPruning() async throws {
        let database = try fixture.open()
        try await tell(1...3, in: database)
        fixture.clock.advance(1000)
        try await database.write { try $0.pruneEvents(before: $0.now) }
        try await tell(4...4, in: database)
        #expect(try await database.read { try $0.events(after: 0, limit: 10) }.map(\.sequence) == [4])
    }

    @Test func subscriptionsEndWithTheDatabase() async throws {
        let database = try fixture.open()
        let events = try await database.events(after: nil)
        async let rest = take(1, of: events)
        try database.close()
        #expect(await rest.isEmpty)
    }
}
