import SharedStatements

/// How many take part, and with how much.
struct TeamCensus: Sendable, Equatable {
    /// Of the feed, where it was counted.
    let seq: Int
    let members: Int
    let devices: Int
    let items: Int

    init(of state: TeamState, seq: Int) {
        self.seq = seq
        members = state.members.count(where: \.isActive)
        devices = state.devices.count(where: \.isActive)
        items = state.items.count(where: \.isLive)
    }
}
