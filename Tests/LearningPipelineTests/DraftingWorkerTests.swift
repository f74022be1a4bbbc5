import JSONText
import LanguageModels
import LearningPipeline
import Logging
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Prompting
import Synchronization
import Testing

@Suite("The worker waits for models outside of any write and beside the other jobs", .timeLimit(.minutes(1)))
struct DraftingWorkerTests {
    private struct Refusal: Error {}

    private let home = TemporaryHome()
    private let clock = TestClock()
    private let database: MemoryDatabase
    private let log = Log()
    private let prompt = PromptCatalogue.standard[.turnSummary]

    init() throws {
        database = try MemoryDatabase(
            path: home.file("memos.db"),
            options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")),
            now: { [clock] in clock.now })
    }

    /// What happened, in its order.
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }

        func wait(for line: String) async {
            while !all.contains(line) { await Task.yield() }
        }
    }

    private static let answer: JSON = ["turn-summary": ["turns": []]]

    private func request(_ subject: String) -> DraftRequest {
        var sheet = EvidenceSheet()
        sheet.add(subject, kind: "message", "Do \(subject)")
        return DraftRequest([prompt], sheet: sheet, subject: subject, sources: [subject])
    }

    /// Scoring asks a model, closing does not.
    private func worker(_ desk: any ModelDesk, failures: Int = 0) -> LearningWorker {
        let stages: [LearningJob.Kind: LearningWorker.Stage] = [
            .scoreEpisode: LearningWorker.Stage(
                requests: { job, _ in
                    log.add("asks \(job.subject)")
                    return [request(job.subject)]
                },
                run: { job, _, book in
                    let (draft, provenance) = book.draft(prompt, of: request(job.subject)) { _ throws(DraftError) in 1 }
                    log.add("\(job.subject) \(draft == nil ? provenance.text : "drafted")")
                    if job.attempts < failures { throw Refusal() }
                }),
            .closeIdleEpisode: LearningWorker.Stage { job, _, _ in log.add(job.subject) },
        ]
        return LearningWorker(
            database: database, stages: stages, now: { [clock] in clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, desk: desk)
    }

    private func enqueue(_ kind: LearningJob.Kind, _ subject: String, in milliseconds: Int64) async throws {
        let time = clock.now + milliseconds
        try await database.write { try $0.enqueue(kind, subject: subject, notBefore: time) }
    }

    private func pending() async throws -> Int64? {
        try await database.read { try $0.inventory() }.counts.first { $0.noun == "jobsPending" }?.count
    }

    /// Answers when the gate is opened.
    private func gated(_ gate: AsyncStream<Void>) -> ScriptedDesk {
        ScriptedDesk { [log] _, call throws(ModelFault) in
            log.add("called \(call.subject ?? "")")
            for await _ in gate { break }
            if Task.isCancelled { throw ModelFault(.cancelled, "Called off.") }
            return Completion(text: Self.answer.text, model: "m")
        }
    }

    @Test func otherJobsGoOnWhileAModelWrites() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let worker = worker(gated(gate))
        try await enqueue(.scoreEpisode, "slow", in: -20)
        try await enqueue(.closeIdleEpisode, "a", in: -10)
        let running = Task { await worker.runReadyJobs() }
        await log.wait(for: "a")
        try await enqueue(.closeIdleEpisode, "b", in: 0)
        await log.wait(for: "b")
        #expect(!log.all.contains("slow drafted"))
        opening.finish()
        #expect(await running.value == .seconds(15))
        #expect(log.all.last == "slow drafted")
        #expect(try await pending() == 0)
    }

    @Test func modelsWriteForTwoJobsAtATime() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let worker = worker(gated(gate))
        for number in 0..<5 { try await enqueue(.scoreEpisode, "e\(number)", in: Int64(number) - 20) }
        let running = Task { await worker.runReadyJobs() }
        await log.wait(for: "called e0")
        await log.wait(for: "called e1")
        for _ in 0..<200 { await Task.yield() }
        #expect(!log.all.contains("called e2"))
        opening.finish()
        _ = await running.value
        #expect(log.all.count { $0.hasSuffix("drafted") } == 5)
    }

    @Test func workThatIsCalledOffLeavesItsJob() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let worker = worker(gated(gate))
        try await enqueue(.scoreEpisode, "e", in: -20)
        let running = Task { await worker.runReadyJobs() }
        await log.wait(for: "called e")
        running.cancel()
        _ = await running.value
        #expect(log.all == ["asks e", "called e"])
        #expect(try await pending() == 1)
        opening.finish()
        _ = await worker.runReadyJobs()
        #expect(log.all.last == "e drafted")
    }

    @Test func aReplyOutlivesTheJobThatAskedForIt() async throws {
        let desk = ScriptedDesk { _, _ throws(ModelFault) in Completion(text: Self.answer.text, model: "m") }
        let worker = worker(desk, failures: 1)
        try await enqueue(.scoreEpisode, "e", in: -20)
        #expect(await worker.runReadyJobs() == .seconds(10))
        clock.advance(10_000)
        _ = await worker.runReadyJobs()
        #expect(log.all.filter { $0 == "e drafted" }.count == 2)
        #expect(desk.calls.count == 1)
    }

    @Test func aJobThatWasMovedWhileAModelWroteIsDoneAgain() async throws {
        let desk = ScriptedDesk { [database, clock] _, _ throws(ModelFault) in
            let later = clock.now + 60_000
            _ = try? await database.write { try $0.enqueue(.scoreEpisode, subject: "e", notBefore: later) }
            return Completion(text: Self.answer.text, model: "m")
        }
        try await enqueue(.scoreEpisode, "e", in: -20)
        _ = await worker(desk).runReadyJobs()
        #expect(log.all == ["asks e", "e drafted"])
        #expect(try await pending() == 1)
    }

    @Test func afterAFailureNothingMoreIsAskedForTheJob() async throws {
        let desk = ScriptedDesk(failing: .rateLimited)
        try await enqueue(.scoreEpisode, "e", in: -20)
        let worker = LearningWorker(
            database: database,
            stages: [
                .scoreEpisode: LearningWorker.Stage(
                    requests: { _, _ in ["a", "b", "c"].map(request) },
                    run: { _, _, book in
                        for name in ["a", "b", "c"] {
                            log.add(book.draft(prompt, of: request(name)) { _ throws(DraftError) in 1 }.provenance.text)
                        }
                    })
            ], now: { [clock] in clock.now }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            desk: desk)
        _ = await worker.runReadyJobs()
        #expect(desk.calls.count == 1)
        #expect(Set(log.all) == ["rules \(prompt.version) rate_limited"])
        #expect(try await pending() == 0)
    }

    @Test func aCallThatOthersCallOffPutsItsJobOffOnce() async throws {
        let desk = ScriptedDesk(failing: .cancelled)
        let worker = worker(desk)
        try await enqueue(.scoreEpisode, "e", in: -20)
        #expect(await worker.runReadyJobs() == .seconds(10))
        #expect(log.all == ["asks e"])
        clock.advance(10_000)
        _ = await worker.runReadyJobs()
        #expect(log.all.last == "e rules \(prompt.version) cancelled")
        #expect(try await pending() == 0)
    }

    @Test func withoutAModelNothingIsWrittenDownToBeAsked() async throws {
        try await enqueue(.scoreEpisode, "e", in: -20)
        _ = await worker(NoModels()).runReadyJobs()
        #expect(log.all == ["e rules"])
    }
}
