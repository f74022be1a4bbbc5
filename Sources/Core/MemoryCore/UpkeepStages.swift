package import LearningPipeline
package import MemoryModel
import MemoryStore

/// The stages that need the core's own writing: ending what nobody ends, and housekeeping.
package struct UpkeepStages: Sendable {
    private let context: CoreContext
    private let eventsKept: @Sendable () -> Int64

    /// - Parameter eventsKept: milliseconds.
    package init(context: CoreContext, eventsKept: @escaping @Sendable () -> Int64) {
        self.context = context
        self.eventsKept = eventsKept
    }

    package var table: [LearningJob.Kind: LearningWorker.Stage] {
        [
            .closeIdleEpisode: LearningWorker.Stage { job, transaction, _ in
                try closeIdleEpisode(job, in: transaction)
            },
            .pruneHistory: LearningWorker.Stage { job, transaction, _ in try pruneHistory(job, in: transaction) },
        ]
    }

    private func closeIdleEpisode(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        guard let episode = try transaction.reader.episode(EpisodeID(job.subject)), episode.isOpen else { return }
        // An old turn that came late may have moved the job forward although the task goes on.
        for step in context.plan.afterTurn(in: episode.id, at: episode.lastActiveAt)
        where step.kind == job.kind && step.notBefore > transaction.now {
            return try transaction.enqueue(step.kind, subject: step.subject, notBefore: step.notBefore)
        }
        let recorder = TurnRecorder(context: context)
        try recorder.endOpenTurns(of: episode.sessionID, in: transaction)
        try recorder.close(episode, reason: .idle, in: transaction)
    }

    private func pruneHistory(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        try transaction.pruneEvents(before: transaction.now - eventsKept())
        try transaction.pruneDeliveries(before: transaction.now - Self.deliveriesKept)
        try transaction.pruneReplies(before: transaction.now - Self.repliesKept)
        try transaction.pruneModelCalls(before: transaction.now - eventsKept())
        try transaction.pruneEdits(before: transaction.now - Self.editsKept)
        try transaction.returnFreePages()
        try transaction.enqueue(context.plan.daily(from: transaction.now).filter { $0.kind == job.kind })
    }

    /// What a person replaced is theirs to be rid of: it is kept for as long as one notices a mistake.
    private static let editsKept: Int64 = 30 * 86_400_000
    /// A hook's record that comes again after a week is not one of ours.
    private static let deliveriesKept: Int64 = 7 * 86_400_000
    /// A task is scored again within days; policies, places and skills change their evidence sooner than this.
    private static let repliesKept: Int64 = 90 * 86_400_000
}
