extension Settings {
    /// Who may use this home.
    package struct Agents: Sendable, Equatable {
        /// Names of the agents served; empty serves all.
        package var allowed: [String] = []

        package init() {}
    }
}

extension Settings.Agents {
    static let section = SettingsSection("agents", "Who may use this home.")

    static let options: [SettingsOption] = [
        .texts(
            "agents.allowed", \.agents.allowed,
            "Agents that are served; an empty list serves all.")
    ]
}
