import JSONText
import MemoryModel
import MemoryStore

/// What the timeline is told of a change to something learned.
enum ItemFacts {
    /// Of a new version: what it says, whether it is in use, how far it is to be relied on.
    static func revision(from before: some StoredItem, to after: some StoredItem) -> [MemoryFact] {
        switch (before, after) {
        case (_, let policy as Policy):
            [
                MemoryFact(
                    .policyRevised,
                    [
                        "policyId": .string(policy.id.rawValue), "version": JSON(policy.version),
                        "status": .string(policy.status.rawValue),
                    ])
            ]
        case (_, let world as WorldModel):
            [
                MemoryFact(
                    .worldModelRevised,
                    [
                        "worldModelId": .string(world.id.rawValue), "version": JSON(world.version),
                        "status": .string(world.status.rawValue), "confidence": .double(world.confidence),
                    ])
            ]
        case (let former as Skill, let skill as Skill):
            revision(from: former, to: skill)
        default:
            []
        }
    }

    private static func revision(from before: Skill, to after: Skill) -> [MemoryFact] {
        let id: JSON = .string(after.id.rawValue)
        var facts: [MemoryFact] = []
        if before.words != after.words {
            facts.append(MemoryFact(.skillRepaired, ["skillId": id, "version": JSON(after.version)]))
        }
        if before.reliability != after.reliability {
            facts.append(
                MemoryFact(
                    .skillReliabilityUpdated,
                    [
                        "skillId": id, "eta": .double(after.reliability), "before": .double(before.reliability),
                        "version": JSON(after.version),
                    ]))
        }
        switch (before.status, after.status) {
        case (.active, .archived), (.candidate, .archived): facts.append(MemoryFact(.skillArchived, ["skillId": id]))
        case (.candidate, .active), (.archived, .active), (.archived, .candidate):
            facts.append(MemoryFact(.skillActivated, ["skillId": id, "version": JSON(after.version)]))
        default: break
        }
        return facts
    }
}
