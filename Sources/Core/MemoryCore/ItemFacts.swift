import MemoryModel
import MemoryStore

/// What the timeline is told when a person changes something learned; in the shapes in which learning tells its changes.
enum ItemFacts {
    /// Of a new version: what it says, whether it is in use, how far it is to be relied on.
    static func revision(
        from before: some StoredItem, to after: some StoredItem, reason: String
    ) -> [MemoryFact] {
        switch (before, after) {
        case (_, let policy as Policy): [MemoryFact(.policyRevised, of: policy, reason: reason)]
        case (_, let world as WorldModel): [MemoryFact(.worldModelRevised, of: world)]
        case (let former as Skill, let skill as Skill):
            kinds(from: former, to: skill).map { MemoryFact($0, of: skill, reason: reason) }
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
}
