import MemoryModel
import MemoryStore
import Prompting
import SkillCrystallization
import WorldModeling

/// A policy that has proved itself becomes a skill, and a skill follows its policy.
struct SkillMaking: Sendable {
    let options: LearningOptions

    func requests(_ job: LearningJob, in reader: MemoryReader) throws -> [DraftRequest] {
        guard options.drafting.isEnabled, let policy = try reader.item(PolicyID(job.subject)) else { return [] }
        let evidence = try evidence(for: policy, in: reader)
        // What was learned of a back-fill alone is no reason to ask.
        guard options.drafting.includesImports || evidence.steps.contains(where: { $0.origin != .imported }) else {
            return []
        }
        let crystallization = SkillCrystallization(options.skills)
        let change = crystallization.settle(evidence, at: job.notBefore)
        return crystallization.request(wording: change, from: evidence).map { [$0] } ?? []
    }

    func run(_ job: LearningJob, in transaction: MemoryTransaction, with book: DraftBook = .empty) throws {
        guard let policy = try transaction.reader.item(PolicyID(job.subject)) else { return }
        let evidence = try evidence(for: policy, in: transaction.reader)
        let crystallization = SkillCrystallization(options.skills)
        var change = crystallization.settle(evidence, at: transaction.now)
        if !book.isEmpty { change = crystallization.worded(change, from: evidence, by: book) }
        switch change {
        case .insert(let skill, let reason):
            guard try !transaction.reader.isForgotten(id: skill.id.rawValue) else { return }
            try transaction.insert(skill, reason: reason)
            transaction.tell(MemoryFact(.skillCrystallized, of: skill, reason: reason))
        case .revise(let skill, let reason):
            let revised = try transaction.revise(skill, reason: reason)
            let kind: MemoryFact.Kind = revised.status == .archived ? .skillArchived : .skillRepaired
            transaction.tell(MemoryFact(kind, of: revised, reason: reason))
        case .none: break
        }
    }

    private func evidence(
        for policy: Policy, in reader: MemoryReader
    ) throws -> SkillCrystallization.Evidence {
        let lessons = try reader.lessons(of: policy.id, limit: PolicyEvidence.lessonsAPolicy)
        let episodes = lessons.map(\.episodeID).reduce(into: [EpisodeID]()) { list, id in
            if !list.contains(id) { list.append(id) }
        }
        let steps = try episodes.prefix(Self.episodesRead).flatMap { try reader.traces(ofEpisode: $0) }
        let openings = try episodes.reversed().compactMap { id -> (EpisodeID, String)? in
            try reader.opening(of: id).map { (id, $0) }
        }
        return SkillCrystallization.Evidence(
            policy: policy, lessons: lessons, steps: steps, openings: openings,
            present: try reader.item(SkillCrystallization.id(of: policy.id)), takenNames: try reader.skillNames(),
            worldModels: try worlds(about: policy, in: reader),
            notes: try episodes.prefix(Self.episodesRead).flatMap { try reader.notes(of: $0) }
        )
    }

    /// What is known of the place that a policy is of; of one that holds everywhere, nothing.
    private func worlds(about policy: Policy, in reader: MemoryReader) throws -> [WorldModel] {
        guard let workspace = policy.owner.workspace else { return [] }
        let name = try reader.project(ofWorkspace: workspace)?.id.rawValue ?? workspace
        return try reader.item(WorldModeling.id(of: policy.owner, place: name)).map { [$0] } ?? []
    }

    private static let episodesRead = 12
}
