import DecisionRepair
import MemoryModel
import MemoryStore
import PolicyInduction
import Prompting

/// What a scored task teaches, as it is read: the same for who asks a model and for who writes it down.
struct TaskLessons {
    /// That it no longer teaches.
    let lost: [LessonRow]
    /// One for each kind of goal, in the order of their names.
    let changes: [PolicyInduction.Change]
    /// Of the task.
    let notes: [GuidanceNote]
    private let known: [Policy]

    /// Lessons that a task has taught before and teaches no more.
    static func lost(of record: EpisodeRecord, options: LearningOptions, in reader: MemoryReader) throws -> [LessonRow]
    {
        let kept = Set(PolicyInduction(options: options.induction).lessons(of: record).map(\.id))
        return try reader.lessons(of: record.episode.id).filter { !kept.contains($0.id) }
    }

    init(_ record: EpisodeRecord, options: LearningOptions, at now: Timestamp, in reader: MemoryReader) throws {
        let induction = PolicyInduction(options: options.induction)
        let before = try reader.lessons(of: record.episode.id)
        let lessons = induction.lessons(of: record).map { lesson in
            guard let before = before.first(where: { $0.id == lesson.id }) else { return lesson }
            var lesson = lesson
            lesson.policyID = before.policyID
            lesson.role = before.role
            return lesson
        }
        let kept = Set(lessons.map(\.id))
        lost = before.filter { !kept.contains($0.id) }
        notes = try reader.notes(of: record.episode.id)
        // Merged into a policy of another kind of goal by a person: they stay with it.
        let merged = try lessons.filter { lesson in
            guard let policy = try lesson.policyID.flatMap({ try reader.item($0) }) else { return false }
            return !policy.signature.hasPrefix(lesson.primaryTag + "|")
        }
        var changes: [PolicyInduction.Change] = []
        if !merged.isEmpty { changes.append(try Self.kept(merged, options: options, at: now, in: reader)) }
        var known: [Policy] = []
        let settled = lessons.filter { !merged.contains($0) }
        for tag in Set(settled.map(\.primaryTag)).sorted() {
            let evidence = try PolicyEvidence.of(
                record.owner, tag: tag, notes: notes, without: Set(lost.map(\.id)), at: now,
                options: options.induction, in: reader)
            known += evidence.policies.map(\.policy)
            changes.append(
                induction.settle(settled.filter { $0.primaryTag == tag }, of: record, beside: evidence, at: now))
        }
        self.changes = changes
        self.known = known
    }

    /// Lessons where they are, with what they are worth now, and their policies counted again.
    private static func kept(
        _ lessons: [LessonRow], options: LearningOptions, at now: Timestamp, in reader: MemoryReader
    ) throws -> PolicyInduction.Change {
        var change = PolicyInduction.Change()
        change.lessons = lessons
        for id in Set(lessons.compactMap(\.policyID)).sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let policy = try reader.item(id) else { continue }
            let rows = try reader.evidence(of: id).map { row in lessons.first { $0.id == row.id } ?? row }
            change.updates.append(
                PolicyInduction(options: options.induction).recounted(policy, lessons: rows, at: now))
        }
        return change
    }

    /// What a model is asked of it, in one call: policies that are told anew, and notes that nobody has been told.
    func request(for record: EpisodeRecord, options: LearningOptions) -> DraftRequest? {
        var sheet = EvidenceSheet()
        var prompts: [Prompt] = []
        let policies = PolicyInduction(options: options.induction).show(changes, beside: known, on: &sheet)
        if !policies.isEmpty { prompts.append(PromptCatalogue.standard[.policyInduction]) }
        let told = DecisionRepair(options: options.repair).show(notes, of: record, on: &sheet)
        if !told.isEmpty { prompts.append(PromptCatalogue.standard[.decisionRepair]) }
        guard !prompts.isEmpty else { return nil }
        return DraftRequest(
            prompts, sheet: sheet, subject: record.episode.id.rawValue,
            sources: Set(policies + told + [record.episode.id.rawValue]).sorted())
    }
}
