package import LanguageModels
package import Logging
package import MemoryModel
package import MemoryStore
import Prompting
import ServiceLifecycle

/// Runs the jobs of the durable queue, one at a time, oldest first. A job that fails is tried again later, a few times;
/// what was pending when the process died is still pending. There is no recovery code because there is nothing to recover.
///
/// Where a model has something to write for a job, that is waited for outside of any write and beside the other jobs; the
/// job then runs like every other, with what was written or without.
package struct LearningWorker: Service {
    private let database: MemoryDatabase
    private let stages: [LearningJob.Kind: Stage]
    private let collector: DraftCollector
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameters:
    ///   - desk: where models are asked; without any the jobs run one after the other and never wait.
    ///   - drafting: asked for at each job.
    package init(
        database: MemoryDatabase, stages: [LearningJob.Kind: Stage], now: @escaping @Sendable () -> Timestamp,
        logger: Logger, desk: any ModelDesk = NoModels(),
        drafting: @escaping @Sendable () -> DraftingOptions = { DraftingOptions() }
    ) {
        self.database = database
        self.stages = stages
        self.now = now
        self.logger = logger
        collector = DraftCollector(database: database, desk: desk, options: drafting, logger: logger)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Listening begins before the queue is read, so that no job falls between the two.
                let news = database.jobSignal.raised()
                await rest(for: await runReadyJobs(), unless: news)
            }
        }
    }

    /// Waits until the time is over or a job was asked for.
    package func rest(for pause: Duration, unless news: AsyncStream<Void>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: pause) }
            group.addTask {
                for await _ in news { return }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Runs what is ready and tells how long there is nothing to do. Jobs for which a model writes are run when it has
    /// written; meanwhile the others go on.
    package func runReadyJobs() async -> Duration {
        await withTaskGroup(of: Void.self) { group in
            let tray = DraftTray()
            defer { group.cancelAll() }
            while !Task.isCancelled {
                if let (job, book) = tray.take() {
                    guard await run(job, with: book) else { return .milliseconds(Self.longestPause) }
                    continue
                }
                let news = tray.inHand.isEmpty ? nil : database.jobSignal.raised()
                switch await next(besides: tray.inHand) {
                case .job(let job):
                    let order = await collector.order(for: job, stages[job.kind])
                    guard !order.missing.isEmpty else {
                        guard await run(job, with: DraftBook(order.entries)) else {
                            return .milliseconds(Self.longestPause)
                        }
                        continue
                    }
                    tray.begin(job)
                    group.addTask { tray.lay(await book(for: job, order), for: job) }
                case .pause(let pause):
                    guard let news else { return pause }
                    group.addTask { await rest(for: pause, unless: news) }
                    await group.next()
                }
            }
            return .zero
        }
    }

    /// Runs the next job, if one is ready, and waits for what a model writes for it.
    ///
    /// - Returns: `nil` when one was run, else how long there is nothing to do.
    package func runNextJob() async -> Duration? {
        switch await next(besides: []) {
        case .pause(let pause): return pause
        case .job(let job):
            let order = await collector.order(for: job, stages[job.kind])
            let book = await book(for: job, order)
            if Task.isCancelled { return .zero }
            return await run(job, with: book) ? nil : .milliseconds(Self.longestPause)
        }
    }

    /// A job whose call was called off waits for another time, once; then it goes by its rules.
    private func book(for job: LearningJob, _ order: DraftCollector.Order) async -> DraftBook? {
        await collector.collect(order, isPatient: job.attempts == 0)
    }

    private enum Next {
        case job(LearningJob)
        case pause(Duration)
    }

    private func next(besides inHand: [LearningJob]) async -> Next {
        // While models write for as many jobs as they may, only stages that never ask one go on.
        let kinds = LearningJob.Kind.allCases.filter {
            inHand.count < Self.drafted || !collector.mayAsk(for: stages[$0])
        }
        do {
            let time = now()
            let next = try await database.read { try $0.nextJob(at: time, of: kinds, besides: inHand) }
            if let job = next.ready { return .job(job) }
            let wait = next.nextAt.map { max(0, $0 - time) } ?? Self.longestPause
            return .pause(.milliseconds(min(wait, Self.longestPause)))
        } catch {
            logger.error("The job queue cannot be read.", metadata: ["error": "\(error)"])
            return .pause(.milliseconds(Self.longestPause))
        }
    }

    /// - Parameter book: `nil` puts the job off.
    /// - Returns: whether the outcome could be written down; if not, trying at once again would be in vain.
    private func run(_ job: LearningJob, with book: DraftBook?) async -> Bool {
        let stage = stages[job.kind]
        do {
            guard let book else { throw ModelFault(.cancelled, "The model's call was called off.") }
            try await database.write { transaction in
                try stage?.run(job, transaction, book)
                try transaction.finish(job)
            }
            return true
        } catch {
            logger.warning("A job failed.", metadata: ["kind": "\(job.kind.rawValue)", "error": "\(error)"])
            let retryAt = RetryPolicy.nextAttempt(after: job.attempts + 1, now: now())
            do {
                try await database.write { try $0.fail(job, error: "\(error)", retryAt: retryAt) }
                return true
            } catch {
                logger.error("The job queue cannot be written.", metadata: ["error": "\(error)"])
                return false
            }
        }
    }

    /// Jobs for which models write at the same time.
    private static let drafted = 2
    /// The queue is looked at at least this often (milliseconds), because the wall clock that jobs go by can be set.
    private static let longestPause: Int64 = 15_000
}

/// Exponential back-off with an end: 10 s, 20 s, 40 s, … up to an hour; after eight attempts a job rests as failed.
package enum RetryPolicy {
    package static let attempts = 8

    /// - Returns: when to try again, or `nil` to give up.
    package static func nextAttempt(after failures: Int, now: Timestamp) -> Timestamp? {
        guard failures < attempts else { return nil }
        return now + min(10_000 << Int64(failures - 1), 3_600_000)
    }
}
