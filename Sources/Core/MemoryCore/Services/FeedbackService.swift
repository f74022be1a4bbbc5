import JSONText
package import MemoryModel
import MemoryStore
import MessageReading
import TraceCapture

/// Takes what people and environments say of a step or a task.
package struct FeedbackService: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// Newest first.
    package func list(episode: EpisodeID?, trace: TraceID?, limit: Int, offset: Int) async throws -> [Feedback] {
        try await context.database.read {
            try $0.feedback(episode: episode, trace: trace, limit: limit, offset: offset)
        }
    }

    /// Records a feedback; its id is given here.
    package func submit(_ feedback: Feedback) async throws -> Feedback {
        try await context.database.write { [context] transaction in
            var kept = feedback
            kept.id = context.identifiers.text("fb", at: transaction.now)
            if kept.at == 0 { kept.at = transaction.now }
            kept.rationale = feedback.rationale.map(context.cleaning.words)
            if let words = kept.rationale, !words.isEmpty { kept.reading = FeedbackReading.of(words) }
            kept.raw = feedback.raw?.mapStrings(context.cleaning.words)
            if let trace = feedback.traceID {
                guard let found = try transaction.reader.trace(trace) else {
                    throw MemoryError(
                        .traceNotFound, "There is no trace of this id.", details: ["traceId": .string(trace.rawValue)]
                    )
                }
                kept.episodeID = feedback.episodeID ?? found.episodeID
            }
            if let episode = kept.episodeID, try transaction.reader.episode(episode) == nil {
                throw MemoryError(
                    .episodeNotFound, "There is no episode of this id.",
                    details: ["episodeId": .string(episode.rawValue)]
                )
            }
            let session = try kept.episodeID.flatMap { try transaction.reader.episode($0)?.sessionID }
            try FeedbackIntake(context: context).take(kept, session: session, isLive: true, in: transaction)
            return kept
        }
    }
}
