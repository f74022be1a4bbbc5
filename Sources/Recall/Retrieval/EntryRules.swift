package import MemoryModel

/// What each entry asks for.
extension RecallEntry {
    /// Whether the answer may be empty because nothing fits: nobody asked before a turn or for a helper; who asks with a
    /// tool wants the best there is.
    package var mayAbstain: Bool {
        switch self {
        case .turnStart, .subAgent: true
        case .toolDriven, .skillInvoke, .repair: false
        }
    }

    /// The tiers that are searched unless the asker names others: a helper is given what happened and no skills of its
    /// own, a skill that is being used needs no other, and a repair is a matter of steps.
    package func tiers(of usual: TopK) -> TopK {
        switch self {
        case .turnStart, .toolDriven: usual
        case .skillInvoke: TopK(skills: 0, traces: usual.traces, worldModels: usual.worldModels)
        case .subAgent, .repair: TopK(skills: 0, traces: usual.traces, worldModels: 0)
        }
    }
}
