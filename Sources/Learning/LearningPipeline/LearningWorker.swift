package import Logging
package import MemoryModel
package import MemoryStore
import ServiceLifecycle

/// Runs the jobs of the durable queue, one at a time, oldest first. A job that fails is tried again later, a few times;
/// what was pending when the process died is still pending. There is no recovery code because there is nothing to recover.
package struct LearningWorker: Service {
    /// Does one job within a transaction: reads evidence, writes the change, tells the facts.
    package typealias Stage = @Sendable (LearningJob, MemoryTransaction) throws -> Void

    private let database: MemoryDatabase
    private let stages: [LearningJob.Kind: Stage]
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    package init(
        database: MemoryDatabase, stages: [LearningJob.Kind: Stage], now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.database = database
        self.stages = stages
        self.now = now
        self.logger = logger
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

    /// Runs what is ready and tells how long there is nothing to do.
    package func runReadyJobs() async -> Duration {
        while !Task.isCancelled {
            if let pause = await runNextJob() { return pause }
        }
        return .zero
    }

    /// Runs the next job, if one is ready.
    ///
    /// - Returns: `nil` when one was run, else how long there is nothing to do.
    package func runNextJob() async -> Duration? {
        do {
            let time = now()
            let next = try await database.read { try $0.nextJob(at: time) }
            guard let job = next.ready else {
                let wait = next.nextAt.map { max(0, $0 - time) } ?? Self.longestPause
                return .milliseconds(min(wait, Self.longestPause))
            }
            return await run(job) ? nil : .milliseconds(Self.longestPause)
        } catch {
            logger.error("The job queue cannot be read.", metadata: ["error": "\(error)"])
            return .milliseconds(Self.longestPause)
        }
    }

    /// - Returns: whether the outcome could be written down; if not, trying at once again would be in vain.
    private func run(_ job: LearningJob) async -> Bool {
        let stage = stages[job.kind]
        do {
            try await database.write { transaction in
                try stage?(job, transaction)
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
