extension Settings {
    /// What is exchanged with a team.
    package struct Hub: Sendable, Equatable {
        /// Keep up with the hub that this memory has joined.
        package var enabled = true

        package init() {}
    }
}

extension Settings.Hub {
    static let section = SettingsSection("hub", "What is exchanged with a team; without a hub joined, nothing is.")

    static let options: [SettingsOption] = [
        .flag(
            "hub.enabled", \.hub.enabled,
            "Keep up with the hub that this memory has joined; off, nothing leaves and nothing arrives.")
    ]
}
