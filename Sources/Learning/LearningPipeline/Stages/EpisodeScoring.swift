import EpisodeReflection
import JSONText
import MemoryModel
import MemoryStore
import RewardAssignment

/// A closed task gets its reward, and its steps their share of it. A task that is scored again, because more was said of
/// it, gets other numbers in the same places.
struct EpisodeScoring: Sendable {
    let plan: LearningPlan

    func run(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        let id = EpisodeID(job.subject)
        guard let record = try transaction.reader.record(of: id), !record.episode.isOpen else { return }
        let reflections = EpisodeReflection().reflections(on: record)
        let rewards = RewardAssignment()
        let score = rewards.score(record)
        let values =
            score.reward.map { rewards.values(reward: $0, weights: reflections.map(\.weight)) }
            ?? record.steps.map { _ in 0 }
        let before = try transaction.reader.score(of: id)
        try transaction.settle(score, of: id, reflections: reflections, values: values)
        if before != score { tell(score, of: record, values: values, in: transaction) }
        try transaction.enqueue(plan.afterScoring(id, at: transaction.now))
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
