import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore

extension CoreContext {
    /// Notes the start and plans the day's housekeeping.
    package func begin() async throws {
        try await database.write { transaction in
            transaction.tell(MemoryFact(.systemStarted, [:]))
            try transaction.enqueueUnlessWaiting(plan.daily(from: transaction.now))
        }
    }
}
