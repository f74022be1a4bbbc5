import DecisionRepair
import EpisodeReflection
import JSONText
import MemoryModel
import MemoryStore
import Prompting
import RewardAssignment

/// A closed task gets its reward, and its steps their share of it. A task that is scored again, because more was said of
/// it, gets other numbers in the same places. Where a model has reviewed the task, its words and judgements count as far
/// as the rules let them.
struct EpisodeScoring: Sendable {
    let plan: LearningPlan
    let options: LearningOptions

    /// What a model is asked of the task.
    func requests(_ job: LearningJob, in reader: MemoryReader) throws -> [DraftRequest] {
        guard let record = try reader.record(of: EpisodeID(job.subject)), !record.episode.isOpen,
            !record.episode.sessionID.isNotes, options.drafting.allows(record)
        else { return [] }
        return EpisodeReview(record).parts.map(\.request)
    }

    func run(_ job: LearningJob, in transaction: MemoryTransaction, with book: DraftBook = .empty) throws {
        let id = EpisodeID(job.subject)
        // Nobody worked at notes: there is nothing in them to be rewarded.
        guard let record = try transaction.reader.record(of: id), !record.episode.isOpen,
            !record.episode.sessionID.isNotes
        else { return }
        let place = WorldPlace(of: record)
        let findings =
            book.isEmpty
            ? EpisodeReview.Findings() : EpisodeReview(record).findings(in: book, of: record, place: place?.name)
        let reflections = EpisodeReflection().reflections(on: record, reviews: findings.reflections)
        let rewards = RewardAssignment()
        let score = rewards.score(record, draft: findings.reward, provenance: findings.rewardProvenance)
        let values =
            score.reward.map { rewards.values(reward: $0, weights: reflections.map(\.weight)) }
            ?? record.steps.map { _ in 0 }
        let before = try transaction.reader.score(of: id)
        try transaction.settle(score, of: id, reflections: reflections, values: values)
        try keep(findings, of: record, in: place, transaction)
        if before != score { tell(score, of: record, values: values, in: transaction) }
        try transaction.enqueue(plan.afterScoring(id, at: transaction.now))
    }

    /// Lines of turns, wishes of the person and facts of the place.
    private func keep(
        _ findings: EpisodeReview.Findings, of record: EpisodeRecord, in place: WorldPlace?,
        _ transaction: MemoryTransaction
    ) throws {
        try transaction.describe(findings.lines)
        let repair = DecisionRepair(options: options.repair)
        for wish in findings.wishes {
            guard let draft = repair.guidance(from: wish, in: record),
                let turn = record.turns.first(where: { $0.id == wish.turn })
            else { continue }
            try AdviceKeeping(repair, in: transaction).keep(
                draft, owner: record.owner, session: record.episode.sessionID, episode: record.episode.id,
                at: turn.startedAt, provenance: findings.extraction)
        }
        guard let place, try transaction.keep(findings.facts) else { return }
        try transaction.enqueueUnlessWaiting(plan.afterFacts(of: place, at: transaction.now))
    }

    private func tell(
        _ score: EpisodeScore, of record: EpisodeRecord, values: [Double], in transaction: MemoryTransaction
    ) {
        let (id, session) = (record.episode.id.rawValue, record.episode.sessionID.rawValue)
        transaction.tell(
            MemoryFact(
                .rewardComputed,
                [
                    "episodeId": .string(id), "reward": JSON(number: score.reward),
                    "goal": JSON(number: score.goal?.value), "process": JSON(number: score.process?.value),
                    "satisfaction": JSON(number: score.satisfaction?.value),
                ],
                correlation: session
            ))
        guard !values.isEmpty else { return }
        transaction.tell(
            MemoryFact(
                .traceValueUpdated,
                [
                    "episodeId": .string(id), "traces": JSON(values.count), "lowest": .double(values.min() ?? 0),
                    "highest": .double(values.max() ?? 0),
                ],
                correlation: session
            ))
    }
}

extension JSON {
    init(number: Double?) {
        self = number.map(JSON.double) ?? .null
    }
}
