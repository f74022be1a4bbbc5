import MemoryModel
import MemoryStore
import PolicyInduction

/// A policy whose evidence has changed under it is induced anew from what is left; with too little left it is archived.
struct PolicyRelearning: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    func run(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        let id = PolicyID(job.subject)
        guard let policy = try transaction.reader.item(id), policy.editedAt == nil else { return }
        let lessons = try transaction.reader.lessons(of: id, limit: PolicyEvidence.lessonsAPolicy)
        let change = PolicyInduction(options: options.induction).relearn(policy, from: lessons, at: transaction.now)
        try PolicyCommit(plan: plan, transaction: transaction).commit(change, correlation: nil)
    }
}
