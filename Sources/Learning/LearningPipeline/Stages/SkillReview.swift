import JSONText
import MemoryModel
import MemoryStore
import PolicyInduction
import SkillCrystallization

/// Once a day: skills that nobody uses and that are not reliable enough to wait for somebody retire, and lessons that have
/// waited too long for another go.
struct SkillReview: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    func run(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        let crystallization = SkillCrystallization(options.skills)
        let filter = ItemFilter(statuses: [.candidate, .active])
        let skills = try transaction.reader.items(Skill.self, filter: filter, limit: Self.skillsRead, offset: 0)
        for skill in skills {
            // Following it unasked is using it, too.
            let followed = try transaction.reader.trials(of: skill.id).last?.at
            let lastUsedAt = [skill.usage.lastUsedAt, followed].compactMap(\.self).max()
            guard
                case .revise(let archived, let reason) = crystallization.review(
                    skill, lastUsedAt: lastUsedAt, at: transaction.now)
            else { continue }
            transaction.tell(
                MemoryFact(.skillArchived, of: try transaction.revise(archived, reason: reason), reason: reason))
        }
        let since = transaction.now - Int64(options.induction.poolDays) * 86_400_000
        let expired = try transaction.dropWaitingLessons(before: since)
        if expired > 0 { transaction.tell(MemoryFact(.policyCandidateExpired, ["lessons": JSON(expired)])) }
        try transaction.enqueue(plan.daily(from: transaction.now).filter { $0.kind == job.kind })
    }

    private static let skillsRead = 10_000
}
