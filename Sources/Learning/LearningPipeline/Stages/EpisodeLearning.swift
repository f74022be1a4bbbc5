import JSONText
import MemoryModel
import MemoryStore
import PolicyInduction
import WorldModeling

/// What a scored task teaches: lessons for policies, facts of its place, and what became of the skills that were tried.
struct EpisodeLearning: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    func run(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        guard let record = try transaction.reader.record(of: EpisodeID(job.subject)), !record.episode.isOpen else {
            return
        }
        try learnPolicies(from: record, in: transaction)
        try learnPlace(from: record, in: transaction)
        try TrialDecisions(options: options).decide(in: record, transaction)
    }

    private func learnPolicies(from record: EpisodeRecord, in transaction: MemoryTransaction) throws {
        let induction = PolicyInduction(options: options.induction)
        let known = try transaction.reader.lessons(of: record.episode.id)
        let lessons = induction.lessons(of: record).map { lesson in
            guard let before = known.first(where: { $0.id == lesson.id }) else { return lesson }
            var lesson = lesson
            lesson.policyID = before.policyID
            lesson.role = before.role
            return lesson
        }
        try drop(known, except: Set(lessons.map(\.id)), in: transaction)
        let notes = try transaction.reader.notes(of: record.episode.id)
        for tag in Set(lessons.map(\.primaryTag)).sorted() {
            let evidence = try PolicyEvidence.of(
                record.owner, tag: tag, notes: notes, at: transaction.now, options: options.induction,
                in: transaction.reader
            )
            let change = induction.settle(
                lessons.filter { $0.primaryTag == tag }, of: record, beside: evidence, at: transaction.now
            )
            try PolicyCommit(plan: plan, transaction: transaction).commit(
                change, correlation: record.episode.sessionID.rawValue)
            let changed = change.insertions + change.revisions.map(\.policy) + change.updates
            try ValueContrasts(options: options.repair, transaction: transaction).note(
                changed.map(\.id), after: record)
        }
    }

    /// A task read again, after a correction, may no longer teach what it taught.
    private func drop(
        _ known: [LessonRow], except kept: Set<String>, in transaction: MemoryTransaction
    ) throws {
        let lost = known.filter { !kept.contains($0.id) }
        try transaction.dropLessons(lost.map(\.id))
        for policy in Set(lost.compactMap(\.policyID?.rawValue)).sorted() {
            try transaction.enqueue(plan.afterForgetting(evidenceOf: PolicyID(policy), at: transaction.now))
        }
    }

    private func learnPlace(from record: EpisodeRecord, in transaction: MemoryTransaction) throws {
        guard let place = WorldPlace(of: record) else { return }
        let facts = WorldModeling(options: options.worlds).facts(of: record, place: place.name)
        guard try transaction.keep(facts) else { return }
        try transaction.enqueueUnlessWaiting(plan.afterFacts(of: place, at: transaction.now))
    }
}
