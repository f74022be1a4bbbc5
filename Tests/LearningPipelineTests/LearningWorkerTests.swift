import GRDB
import JSONText
import LearningPipeline
import Logging
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Synchronization
import Testing

/// The worker: in order, again after a failure, never in a hurry.
struct LearningWorkerTests {
    private struct Refusal: Error {}

    private let home = TemporaryHome()
    private let clock = TestClock()
    private let database: MemoryDatabase
    private let done = Done()

    init() throws {
        database = try MemoryDatabase(
            path: home.file("memos.db"),
            options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")),
            now: { [clock] in clock.now })
    }

    private final class Done: Sendable {
        private let subjects = Mutex<[String]>([])
        func add(_ subject: String) { subjects.withLock { $0.append(subject) } }
        var all: [String] { subjects.withLock { $0 } }
    }

    private func worker(_ stage: @escaping @Sendable (LearningJob, MemoryTransaction) throws -> Void) -> LearningWorker
    {
        LearningWorker(
            database: database,
            stages: [.closeIdleEpisode: LearningWorker.Stage { job, transaction, _ in try stage(job, transaction) }],
            now: { [clock] in clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func enqueue(_ subject: String, in milliseconds: Int64) async throws {
        let time = clock.now + milliseconds
        try await database.write { try $0.enqueue(.closeIdleEpisode, subject: subject, notBefore: time) }
    }

    private func count(_ noun: String) async throws -> Int64? {
        try await database.read { try $0.inventory() }.counts.first { $0.noun == noun }?.count
    }

    @Test func readyJobsRunInTheOrderTheyWaited() async throws {
        try await enqueue("c", in: -10)
        try await enqueue("a", in: -30)
        try await enqueue("later", in: 5000)
        try await enqueue("b", in: -20)
        let worker = worker { [done] job, _ in done.add(job.subject) }
        #expect(await worker.runReadyJobs() == .milliseconds(5000))
        #expect(done.all == ["a", "b", "c"])
        clock.advance(5000)
        #expect(await worker.runReadyJobs() == .seconds(15))
        #expect(done.all == ["a", "b", "c", "later"])
        #expect(try await count("jobsPending") == 0)
    }

    @Test func aLongPauseIsCutSoThatNewWorkIsSeen() async throws {
        try await enqueue("far", in: 3_600_000)
        #expect(await worker { _, _ in }.runReadyJobs() == .seconds(15))
    }

    @Test(.timeLimit(.minutes(1))) func aNewJobEndsThePause() async throws {
        let worker = worker { _, _ in }
        let news = database.jobSignal.raised()
        try await enqueue("a", in: 0)
        await worker.rest(for: .seconds(3600), unless: news)
        let later = database.jobSignal.raised()
        async let rest: Void = worker.rest(for: .seconds(3600), unless: later)
        try await enqueue("b", in: 0)
        await rest
    }

    @Test func onlyACommitThatAsksForAJobEndsThePause() async throws {
        try await enqueue("a", in: 60_000)
        let news = database.jobSignal.raised()
        try await database.write { $0.tell(MemoryFact(.systemStarted, [:])) }
        try await database.write { try $0.enqueueUnlessWaiting(.closeIdleEpisode, subject: "a", notBefore: 0) }
        let refused: Void? = try? await database.write { transaction in
            try transaction.enqueue(.closeIdleEpisode, subject: "b", notBefore: 0)
            throw Refusal()
        }
        #expect(refused == nil)
        let heard = Task { await news.first { true } != nil }
        for _ in 0..<100 { await Task.yield() }
        heard.cancel()
        #expect(await !heard.value)
    }

    @Test(.timeLimit(.minutes(1))) func aRunningWorkerDoesWhatIsAskedOfIt() async throws {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let worker = worker { job, _ in continuation.yield(job.subject) }
        let running = Task { try await worker.run() }
        var subjects = stream.makeAsyncIterator()
        for subject in ["a", "b", "c"] {
            try await enqueue(subject, in: 0)
            #expect(await subjects.next() == subject)
        }
        running.cancel()
        try await running.value
    }

    @Test func aFailedJobLeavesNothingBehindAndIsTriedLater() async throws {
        try await enqueue("a", in: 0)
        let worker = worker { [done] job, transaction in
            transaction.tell(MemoryFact(.systemStarted, [:]))
            done.add(job.subject)
            if job.attempts < 2 { throw Refusal() }
        }
        #expect(await worker.runReadyJobs() == .seconds(10))
        #expect(try await count("events") == 0)
        clock.advance(10_000)
        #expect(await worker.runReadyJobs() == .seconds(15), "twenty seconds to wait, looked at every fifteen")
        clock.advance(20_000)
        _ = await worker.runReadyJobs()
        #expect(done.all == ["a", "a", "a"])
        #expect(try await count("events") == 1)
        #expect(try await count("jobsPending") == 0)
    }

    @Test func aJobThatAlwaysFailsRestsInTheEnd() async throws {
        try await enqueue("a", in: 0)
        let worker = worker { [done] job, _ in
            done.add(job.subject)
            throw Refusal()
        }
        for _ in 0..<20 {
            _ = await worker.runReadyJobs()
            clock.advance(3_600_000)
        }
        #expect(done.all.count == RetryPolicy.attempts)
        #expect(try await count("jobsFailed") == 1)
        #expect(try await count("jobsPending") == 0)
    }

    @Test func oneThatFailsDoesNotHoldUpTheOthers() async throws {
        try await enqueue("bad", in: -20)
        try await enqueue("good", in: -10)
        let worker = worker { [done] job, _ in
            done.add(job.subject)
            if job.subject == "bad" { throw Refusal() }
        }
        _ = await worker.runReadyJobs()
        #expect(done.all == ["bad", "good"])
    }

    @Test func aJobAskedForAgainByItsOwnWorkIsKept() async throws {
        try await enqueue("a", in: 0)
        let worker = worker { [done] job, transaction in
            done.add(job.subject)
            try transaction.enqueue(job.kind, subject: job.subject, notBefore: transaction.now + 1000)
        }
        #expect(await worker.runReadyJobs() == .milliseconds(1000))
        clock.advance(1000)
        _ = await worker.runReadyJobs()
        #expect(done.all == ["a", "a"])
    }

    @Test func whereNothingCanBeWrittenDownTheWorkerWaits() async throws {
        try await enqueue("a", in: 0)
        let raw = try DatabaseQueue(path: home.file("memos.db"))
        try await raw.write {
            try $0.execute(sql: "CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END")
        }
        let worker = worker { [done] job, _ in
            done.add(job.subject)
            throw Refusal()
        }
        #expect(await worker.runReadyJobs() == .seconds(15))
        #expect(done.all == ["a"])
    }
}
