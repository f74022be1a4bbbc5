import DecisionRepair
import JSONText
import MemoryModel
import MemoryStore
import PolicyInduction
import Prompting
import WorldModeling

/// What a scored task teaches: lessons for policies, facts of its place, and what became of the skills that were tried
/// and of the memories that were handed over.
struct EpisodeLearning: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    /// What a model is asked of the task: one call, or none where nothing is told anew.
    func requests(_ job: LearningJob, in reader: MemoryReader) throws -> [DraftRequest] {
        guard let record = try reader.record(of: EpisodeID(job.subject)), !record.episode.isOpen,
            options.drafting.allows(record)
        else { return [] }
        let lessons = try TaskLessons(record, options: options, at: job.notBefore, in: reader)
        return lessons.request(for: record, options: options).map { [$0] } ?? []
    }

    func run(_ job: LearningJob, in transaction: MemoryTransaction, with book: DraftBook = .empty) throws {
        guard let record = try transaction.reader.record(of: EpisodeID(job.subject)), !record.episode.isOpen else {
            return
        }
        try learnPolicies(from: record, in: transaction, with: book)
        try learnPlace(from: record, in: transaction)
        try TrialDecisions(options: options).decide(in: record, transaction)
        try InjectionReview().judge(record, in: transaction)
    }

    private func learnPolicies(
        from record: EpisodeRecord, in transaction: MemoryTransaction, with book: DraftBook
    ) throws {
        try drop(try TaskLessons.lost(of: record, options: options, in: transaction.reader), in: transaction)
        let lessons = try TaskLessons(record, options: options, at: transaction.now, in: transaction.reader)
        var changes = lessons.changes
        if !book.isEmpty, let request = lessons.request(for: record, options: options) {
            changes = PolicyInduction(options: options.induction).worded(changes, of: request, by: book)
            for note in DecisionRepair(options: options.repair).worded(lessons.notes, of: request, by: book) {
                try transaction.keep(note)
            }
        }
        for change in changes {
            try PolicyCommit(plan: plan, transaction: transaction).commit(
                change, correlation: record.episode.sessionID.rawValue)
            let changed = change.insertions + change.revisions.map(\.policy) + change.updates
            try ValueContrasts(options: options.repair, transaction: transaction).note(
                changed.map(\.id), after: record)
        }
    }

    /// A task read again, after a correction, may no longer teach what it taught.
    private func drop(_ lost: [LessonRow], in transaction: MemoryTransaction) throws {
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
