import DecisionRepair
import LearningPipeline
import MemoryModel
import MemoryStore

/// Keeps what a failure or a person has just taught for the next turn of the session. It is done in the transaction that
/// records the failure, so that the next turn cannot come too early for it.
struct GuidanceStash: Sendable {
    let context: CoreContext

    /// Looks whether the session has run into the same fault again and again.
    func afterTurn(_ turn: Turn, in transaction: MemoryTransaction) throws {
        guard context.plan.isLearning else { return }
        let repair = DecisionRepair(options: context.repair)
        let (session, reader) = (turn.sessionID, transaction.reader)
        // Most turns fail at nothing, and need not be read again for it.
        guard try reader.failures(amongLast: Self.stepsRead, of: session) >= repair.options.burst,
            let draft = repair.burst(in: try reader.lastToolSteps(of: session, limit: Self.stepsRead))
        else { return }
        try AdviceKeeping(repair, in: transaction).keep(
            draft, owner: turn.owner, session: turn.sessionID, episode: turn.episodeID, at: transaction.now)
    }

    /// Takes what a person said as advice, where it is some.
    func after(_ feedback: Feedback, in transaction: MemoryTransaction) throws {
        guard context.plan.isLearning, let episode = feedback.episodeID,
            let record = try transaction.reader.record(of: episode)
        else { return }
        let repair = DecisionRepair(options: context.repair)
        guard let draft = repair.guidance(from: feedback, in: record) else { return }
        try AdviceKeeping(repair, in: transaction).keep(
            draft, owner: record.owner, session: record.episode.sessionID, episode: episode, at: feedback.at)
    }

    private static let stepsRead = 24
}
