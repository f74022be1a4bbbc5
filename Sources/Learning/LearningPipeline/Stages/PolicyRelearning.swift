import MemoryModel
import MemoryStore
import PolicyInduction
import Prompting

/// A policy whose evidence has changed under it is induced anew from what is left; with too little left it is archived.
struct PolicyRelearning: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    func requests(_ job: LearningJob, in reader: MemoryReader) throws -> [DraftRequest] {
        guard options.drafting.isEnabled, let change = try change(job, at: job.notBefore, in: reader) else { return [] }
        return request(for: change, job).map { [$0] } ?? []
    }

    func run(_ job: LearningJob, in transaction: MemoryTransaction, with book: DraftBook = .empty) throws {
        guard var change = try change(job, at: transaction.now, in: transaction.reader) else { return }
        if !book.isEmpty, let request = request(for: change, job) {
            change = PolicyInduction(options: options.induction).worded([change], of: request, by: book)[0]
        }
        try PolicyCommit(plan: plan, transaction: transaction).commit(change, correlation: nil)
    }

    private func change(
        _ job: LearningJob, at now: Timestamp, in reader: MemoryReader
    ) throws -> PolicyInduction.Change? {
        let id = PolicyID(job.subject)
        guard let policy = try reader.item(id), policy.editedAt == nil else { return nil }
        let lessons = try reader.lessons(of: id, limit: PolicyEvidence.lessonsAPolicy)
        return PolicyInduction(options: options.induction).relearn(policy, from: lessons, at: now)
    }

    private func request(for change: PolicyInduction.Change, _ job: LearningJob) -> DraftRequest? {
        var sheet = EvidenceSheet()
        let shown = PolicyInduction(options: options.induction).show([change], beside: [], on: &sheet)
        guard !shown.isEmpty else { return nil }
        return DraftRequest(
            [PromptCatalogue.standard[.policyInduction]], sheet: sheet, subject: job.subject, sources: shown)
    }
}
