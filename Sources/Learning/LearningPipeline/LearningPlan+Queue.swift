package import MemoryStore

extension MemoryTransaction {
    /// Asks for what follows; a job that waits for the same subject moves to the new time.
    package func enqueue(_ steps: [LearningPlan.Step]) throws {
        for step in steps { try enqueue(step.kind, subject: step.subject, notBefore: step.notBefore) }
    }

    /// Asks for what follows, unless it waits already.
    package func enqueueUnlessWaiting(_ steps: [LearningPlan.Step]) throws {
        for step in steps { try enqueueUnlessWaiting(step.kind, subject: step.subject, notBefore: step.notBefore) }
    }
}
