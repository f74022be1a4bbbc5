import LearningPipeline
import MemoryModel
package import MemoryStore

/// Forgetting for good: rows, index, history, what was learned from them, what was shown of them, files beside the
/// database. A mark stays by which they are known again when somebody hands them in once more.
package struct ForgettingService: Sendable {
    private let context: CoreContext
    private let traces: any HomeTraces

    package init(context: CoreContext, traces: any HomeTraces = NoHomeTraces()) {
        self.context = context
        self.traces = traces
    }

    /// - Parameters:
    ///   - ids: of traces, turns, episodes, sessions, feedback, policies, world models and skills.
    ///   - isDryRun: only count what would go.
    /// - Returns: what went, or would.
    /// - Throws: `not_found` when one of them names nothing; then nothing is forgotten.
    package func forget(_ ids: [String], isDryRun: Bool) async throws -> Forgotten {
        if isDryRun { return try await rehearse(ids) }
        var forgotten = try await context.database.write { [plan = context.plan] transaction in
            let forgotten = try transaction.forget(ids)
            for episode in forgotten.unsettled {
                try transaction.enqueue(plan.afterForgetting(in: episode, at: transaction.now))
            }
            for place in forgotten.places {
                try transaction.enqueue(plan.afterForgetting(modelOf: place, at: transaction.now))
            }
            return forgotten
        }
        // The log still has the pages as they were.
        try await context.database.emptyLog()
        for (noun, count) in traces.remove(forgotten) { forgotten.add(noun, count) }
        return forgotten
    }

    /// Forgets within a transaction that is then taken back: counts that cannot be wrong.
    private func rehearse(_ ids: [String]) async throws -> Forgotten {
        do {
            try await context.database.write { transaction in
                throw Rehearsal(forgotten: try transaction.forget(ids, isRehearsal: true))
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.forgotten
        }
        return Forgotten()
    }

    private struct Rehearsal: Error {
        var forgotten: Forgotten
    }
}
