import JSONText
import MemoryModel
import MemoryStore

/// What the timeline is told when a person changes something learned; in the shapes in which learning tells its changes.
enum ItemFacts {
    /// Of a new version: what it says, whether it is in use, how far it is to be relied on.
    static func revision(
        from before: some StoredItem, to after: some StoredItem, reason: String
    ) -> [MemoryFact] {
        switch (before, after) {
        case (_, let policy as Policy):
            [
                MemoryFact(
                    .policyRevised,
                    [
                        "policyId": .string(policy.id.rawValue), "title": .string(policy.title),
                        "status": .string(policy.status.rawValue), "support": JSON(policy.support),
                        "gain": .double(policy.gain), "reason": .string(reason),
                    ])
            ]
        case (_, let world as WorldModel):
            [
                MemoryFact(
                    .worldModelRevised,
                    [
                        "worldModelId": .string(world.id.rawValue), "title": .string(world.title),
                        "version": JSON(world.version), "confidence": .double(world.confidence),
                    ])
            ]
        case (let former as Skill, let skill as Skill):
            kinds(from: former, to: skill).map { MemoryFact($0, payload(of: skill, reason: reason)) }
        default:
            []
        }
    }

    private static func kinds(from before: Skill, to after: Skill) -> [MemoryFact.Kind] {
        var kinds: [MemoryFact.Kind] = []
        if before.words != after.words { kinds.append(.skillRepaired) }
        if before.reliability != after.reliability { kinds.append(.skillReliabilityUpdated) }
        switch (before.status, after.status) {
        case (.active, .archived), (.candidate, .archived): kinds.append(.skillArchived)
        case (.candidate, .active), (.archived, .active), (.archived, .candidate): kinds.append(.skillActivated)
        default: break
        }
        return kinds
    }

    static func payload(of skill: Skill, reason: String) -> JSON {
        [
            "skillId": .string(skill.id.rawValue), "name": .string(skill.name),
            "status": .string(skill.status.rawValue), "eta": .double(skill.reliability),
            "version": JSON(skill.version), "reason": .string(reason),
        ]
    }
}
