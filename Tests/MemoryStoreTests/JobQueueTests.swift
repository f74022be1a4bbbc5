import GRDB
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// Durable work: merged by kind and subject, gone when done, put off when it fails.
struct JobQueueTests {
    private let fixture = StoreFixture()
    private let database: MemoryDatabase

    init() throws {
        database = try fixture.open()
    }

    private func enqueue(_ subject: String, at time: Timestamp) async throws {
        try await database.write { try $0.enqueue(.closeIdleEpisode, subject: subject, notBefore: time) }
    }

    private func ready(at time: Timestamp) async throws -> LearningJob? {
        try await database.read { try $0.nextJob(at: time).ready }
    }

    @Test func anEmptyQueueHasNothingAndNoTime() async throws {
        let next = try await database.read { try $0.nextJob(at: 100) }
        #expect(next.ready == nil && next.nextAt == nil)
    }

    @Test func theOldestThatMayRunIsNext() async throws {
        try await enqueue("late", at: 50)
        try await enqueue("early", at: 20)
        let before = try await database.read { try $0.nextJob(at: 10) }
        #expect(before.ready == nil && before.nextAt == 20)
        #expect(try await ready(at: 100)?.subject == "early")
    }

    @Test func aJobAskedForTwiceIsOneAtTheNewTime() async throws {
        try await enqueue("a", at: 20)
        try await enqueue("a", at: 40)
        #expect(try await ready(at: 30) == nil)
        let job = try #require(try await ready(at: 40))
        try await database.write { try $0.finish(job) }
        #expect(try await ready(at: 1000) == nil)
    }

    @Test func aJobThatWaitsIsNotMovedWhenOnlyWantedOnce() async throws {
        try await database.write { try $0.enqueueUnlessWaiting(.pruneHistory, subject: "home", notBefore: 20) }
        try await database.write { try $0.enqueueUnlessWaiting(.pruneHistory, subject: "home", notBefore: 40) }
        #expect(try await ready(at: 20)?.notBefore == 20)
    }

    @Test func aJobAskedForWhileItRunsIsKept() async throws {
        try await enqueue("a", at: 20)
        let job = try #require(try await ready(at: 20))
        try await enqueue("a", at: 60)
        try await database.write { try $0.finish(job) }
        #expect(try await ready(at: 60)?.subject == "a")
    }

    @Test func aFailedJobIsPutOffThenRests() async throws {
        try await enqueue("a", at: 20)
        let first = try #require(try await ready(at: 20))
        try await database.write { try $0.fail(first, error: "no", retryAt: 80) }
        #expect(try await ready(at: 79) == nil)
        let second = try #require(try await ready(at: 80))
        #expect(second.attempts == 1 && second.lastError == "no")
        try await database.write { try $0.fail(second, error: "never", retryAt: nil) }
        #expect(try await ready(at: .max) == nil)
        #expect(try await database.read { try $0.inventory() }.counts.first { $0.noun == "jobsFailed" }?.count == 1)
        try await enqueue("a", at: 90)
        #expect(try await ready(at: 90)?.attempts == 0, "asked for again, it starts anew")
    }

    @Test func workOfALaterVersionDoesNotHoldUpOurs() async throws {
        try fixture.raw {
            try $0.execute(sql: "INSERT INTO jobs (kind, subject, not_before) VALUES ('from_the_future', 'x', 1)")
        }
        try await enqueue("a", at: 20)
        #expect(try await ready(at: 20)?.subject == "a")
    }

    @Test func jobsOutliveTheProcess() async throws {
        try await enqueue("a", at: 20)
        try database.close()
        let again = try fixture.open()
        #expect(try await again.read { try $0.nextJob(at: 20).ready?.subject } == "a")
    }
}
