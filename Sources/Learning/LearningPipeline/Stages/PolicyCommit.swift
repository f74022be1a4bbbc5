import JSONText
import MemoryModel
import MemoryStore
import PolicyInduction

/// Writes what induction has made of lessons, tells it, and asks for what follows.
struct PolicyCommit {
    let plan: LearningPlan
    let transaction: MemoryTransaction

    /// - Parameter correlation: the session of the task that taught it.
    func commit(_ change: PolicyInduction.Change, correlation: String?) throws {
        let change = try withoutForgotten(change)
        for policy in change.insertions {
            let note = policy.provenance.note.map { ", \($0)" } ?? ""
            try transaction.insert(policy, reason: "induced from \(policy.support) tasks" + note)
            transaction.tell(MemoryFact(.policyInduced, of: policy, correlation: correlation))
        }
        for revision in change.revisions {
            guard let before = try transaction.reader.item(revision.policy.id) else { continue }
            var next = revision.policy
            next.version = before.version
            let policy = try transaction.revise(next, reason: revision.reason)
            if policy.status == .archived, before.status != .archived {
                transaction.tell(MemoryFact(.policyBoundaryShrunk, of: policy, correlation: correlation))
            } else {
                transaction.tell(
                    MemoryFact(.policyRevised, of: policy, reason: revision.reason, correlation: correlation))
            }
        }
        for policy in change.updates { try transaction.recount(policy) }
        try transaction.dropLessons(change.removals)
        let known = Set(try change.lessons.filter { try transaction.reader.hasLesson($0.id) }.map(\.id))
        try transaction.keep(change.lessons)
        for lesson in change.lessons where !known.contains(lesson.id) { tell(lesson, correlation) }
        let changed = change.insertions + change.revisions.map(\.policy) + change.updates
        for policy in changed {
            try transaction.enqueue(plan.afterPolicyChange(policy.id, at: transaction.now))
        }
    }

    /// A policy that a person had forgotten is not made again; its lessons wait for another.
    private func withoutForgotten(_ change: PolicyInduction.Change) throws -> PolicyInduction.Change {
        let forgotten = Set(
            try change.insertions.map(\.id).filter { try transaction.reader.isForgotten(id: $0.rawValue) })
        guard !forgotten.isEmpty else { return change }
        var wanted = change
        wanted.insertions.removeAll { forgotten.contains($0.id) }
        for index in wanted.lessons.indices {
            if let policy = wanted.lessons[index].policyID, forgotten.contains(policy) {
                wanted.lessons[index].policyID = nil
            }
        }
        return wanted
    }

    private func tell(_ lesson: LessonRow, _ correlation: String?) {
        transaction.tell(
            MemoryFact(
                lesson.policyID == nil ? .policyCandidateAdded : .policyAssociated,
                .object(present: [
                    ("lessonId", .string(lesson.id)), ("signature", .string(lesson.signature)),
                    ("traceId", .string(lesson.traceID.rawValue)),
                    ("policyId", lesson.policyID.map { .string($0.rawValue) }),
                ]),
                correlation: correlation
            ))
    }
}
