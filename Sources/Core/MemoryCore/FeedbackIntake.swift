import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore

/// Writes down what was said of a step or a task, and sets off what follows from it. Words of a message and feedback that
/// was handed over as such come in by the same way.
struct FeedbackIntake: Sendable {
    let context: CoreContext

    /// - Parameter isLive: whether it was said just now: then others learn of it, and what it teaches is told in the
    ///   session's next turn.
    func take(_ feedback: Feedback, session: SessionID?, isLive: Bool, in transaction: MemoryTransaction) throws {
        try transaction.insert(feedback)
        if let id = feedback.episodeID, let episode = try transaction.reader.episode(id), !episode.isOpen {
            try transaction.enqueue(context.plan.afterFeedback(on: id, at: transaction.now))
        }
        guard isLive else { return }
        tell(feedback, session: session, in: transaction)
        if let shape = feedback.reading?.shape, shape != .positive, shape != .unknown {
            try GuidanceStash(context: context).after(feedback, in: transaction)
        }
    }

    private func tell(_ feedback: Feedback, session: SessionID?, in transaction: MemoryTransaction) {
        transaction.tell(
            MemoryFact(
                .feedbackReceived,
                [
                    "feedbackId": .string(feedback.id), "polarity": .string(feedback.polarity),
                    "traceId": JSON(feedback.traceID?.rawValue),
                ],
                correlation: session?.rawValue
            )
        )
        guard let reading = feedback.reading else { return }
        transaction.tell(
            MemoryFact(
                .feedbackClassified,
                [
                    "feedbackId": .string(feedback.id), "shape": .string(reading.shape.rawValue),
                    "strength": .double(reading.strength), "episodeId": JSON(feedback.episodeID?.rawValue),
                ],
                correlation: session?.rawValue
            )
        )
    }
}
