import JSONText
import MemoryModel
import MemoryStore
import SkillCrystallization

/// Decides the trials of a task that has its reward: of skills that were loaded in it, and of those it went by unasked.
struct TrialDecisions: Sendable {
    let options: LearningOptions

    func decide(in record: EpisodeRecord, _ transaction: MemoryTransaction) throws {
        guard let reward = record.episode.reward else { return }
        let crystallization = SkillCrystallization(options.skills)
        try noteFollowed(in: record, crystallization, transaction)
        for trial in try transaction.reader.trials(in: record.episode.id) where trial.hasPassed != (reward > 0) {
            guard let skill = try transaction.reader.item(trial.skillID) else { continue }
            let others = try transaction.reader.trials(of: skill.id).filter {
                $0.episodeID != trial.episodeID && $0.hasPassed != nil
            }
            let passed = others.count { $0.hasPassed == true }
            var present = skill
            if let before = trial.hasPassed {
                // Decided anew: what it did to the reliability before is taken back first.
                let with = SkillCrystallization.posterior(
                    passed: passed + (before ? 1 : 0), attempted: others.count + 1)
                let without = SkillCrystallization.posterior(passed: passed, attempted: others.count)
                present.reliability = min(max(skill.reliability - with + without, 0), 1)
            }
            let change = crystallization.settle(
                SkillCrystallization.Trial(
                    skill: present, record: record, reward: reward, decided: others.count, passed: passed),
                at: transaction.now
            )
            try transaction.decide(trial, hasPassed: change.hasPassed)
            try commit(change, to: skill, transaction)
            try narrow(skill.id, by: record, crystallization, transaction)
        }
    }

    /// Skills that nobody loaded and whose steps were done all the same: they are as much on trial.
    private func noteFollowed(
        in record: EpisodeRecord, _ crystallization: SkillCrystallization, _ transaction: MemoryTransaction
    ) throws {
        let scope = Scope(agentKind: record.owner.agentKind, profile: record.owner.profile)
        let filter = ItemFilter(statuses: [.candidate, .active], scope: scope)
        let skills = try transaction.reader.items(Skill.self, filter: filter, limit: Self.skillsRead, offset: 0)
        // Their own tasks made them; only later ones try them.
        for skill in skills where skill.createdAt <= record.episode.openedAt {
            guard crystallization.isFollowed(skill, in: record) else { continue }
            try transaction.beginTrial(of: skill.id, in: record.episode.id, at: record.episode.lastActiveAt)
        }
    }

    /// What a person wants of a task that went by the skill is wanted of the skill: it is added once, however often the
    /// task is scored.
    private func narrow(
        _ id: SkillID, by record: EpisodeRecord, _ crystallization: SkillCrystallization,
        _ transaction: MemoryTransaction
    ) throws {
        for feedback in record.feedback
        where feedback.reading?.shape == .preference || feedback.reading?.shape == .instruction {
            guard let skill = try transaction.reader.item(id), Self.concerns(feedback, skill),
                case .revise(let narrowed, let reason) = crystallization.adjust(
                    skill, by: feedback, in: record, at: transaction.now)
            else { continue }
            let now = try transaction.revise(narrowed, reason: reason)
            transaction.tell(MemoryFact(.skillBoundaryUpdated, of: now, reason: reason))
        }
    }

    /// Whether what was named is something that the skill speaks of.
    private static func concerns(_ feedback: Feedback, _ skill: Skill) -> Bool {
        let words = skill.words.lowercased()
        let named = [feedback.reading?.avoid, feedback.reading?.prefer].compactMap { $0?.lowercased() }
        return named.contains { !$0.isEmpty && words.contains($0) }
    }

    private func commit(
        _ change: SkillCrystallization.TrialChange, to skill: Skill, _ transaction: MemoryTransaction
    ) throws {
        var now = change.skill
        if let reason = change.reason {
            now = try transaction.revise(now, reason: reason)
            let kind: MemoryFact.Kind =
                now.status == .archived && skill.status != .archived
                ? .skillArchived : now.guidance == skill.guidance ? .skillReliabilityUpdated : .skillBoundaryUpdated
            transaction.tell(MemoryFact(kind, of: now, reason: reason))
        } else {
            try transaction.recount(now)
            transaction.tell(MemoryFact(.skillReliabilityUpdated, of: now, reason: nil))
        }
    }

    private static let skillsRead = 60
}
