import DecisionRepair
import JSONText
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
        let recent = try transaction.reader.lastToolSteps(of: turn.sessionID, limit: Self.stepsRead)
        let repair = DecisionRepair(options: context.repair)
        guard recent.count(where: { $0.outcome != .success }) >= repair.options.burst,
            let draft = repair.burst(in: recent)
        else { return }
        try keep(draft, repair, turn.owner, turn.sessionID, turn.episodeID, at: transaction.now, in: transaction)
    }

    /// Takes what a person said as advice, where it is some.
    func after(_ feedback: Feedback, in transaction: MemoryTransaction) throws {
        guard context.plan.isLearning, let episode = feedback.episodeID,
            let record = try transaction.reader.record(of: episode)
        else { return }
        let repair = DecisionRepair(options: context.repair)
        guard let draft = repair.guidance(from: feedback, in: record) else { return }
        try keep(
            draft, repair, record.owner, record.episode.sessionID, episode, at: feedback.at, in: transaction)
    }

    private func keep(
        _ draft: DecisionRepair.Draft, _ repair: DecisionRepair, _ owner: Namespace, _ session: SessionID,
        _ episode: EpisodeID, at time: Timestamp, in transaction: MemoryTransaction
    ) throws {
        let notes = try transaction.reader.notes(of: owner, limit: Self.notesRead)
        let note = DecisionRepair.note(from: draft, owner: owner, session: session, episode: episode, at: time)
        let isKnown = notes.contains { $0.id == note.id }
        guard isKnown || !repair.isCooling(draft, at: time, after: notes) else { return }
        guard try transaction.keep(note) else { return }
        transaction.tell(
            MemoryFact(
                isKnown ? .decisionRepairValidated : .decisionRepairGenerated,
                [
                    "noteId": .string(note.id), "origin": .string(note.origin.rawValue),
                    "episodeId": .string(episode.rawValue), "evidence": JSON(draft.evidenceIDs),
                ],
                correlation: session.rawValue
            ))
    }

    private static let stepsRead = 24
    private static let notesRead = 50
}
