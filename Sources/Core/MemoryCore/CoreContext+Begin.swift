import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore

extension CoreContext {
    /// Notes the start and plans the day's housekeeping.
    package func begin() async throws {
        try await database.write { transaction in
            transaction.tell(MemoryFact(.systemStarted, [:]))
            for step in plan.daily(from: transaction.now) {
                try transaction.enqueueUnlessWaiting(step.kind, subject: step.subject, notBefore: step.notBefore)
            }
        }
    }
}
