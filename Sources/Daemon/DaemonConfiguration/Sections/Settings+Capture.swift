extension Settings {
    /// What is kept of a turn.
    package struct Capture: Sendable, Equatable {
        /// Remember anything new at all.
        package var enabled = true
        /// Characters kept of a message.
        package var textLimit = 4000
        /// Characters kept of a tool's output.
        package var toolOutputLimit = 2000
        /// Names of agents whose turns are not kept.
        package var exceptAgents: [String] = []

        package init() {}
    }
}

extension Settings.Capture {
    static let section = SettingsSection("capture", "What is kept of a turn.")

    static let options: [SettingsOption] = [
        .flag("capture.enabled", \.capture.enabled, "Remember new turns."),
        .integer(
            "capture.textLimit", \.capture.textLimit, in: 200...100_000,
            "Characters kept of a message; the middle of a longer one is left out."),
        .integer(
            "capture.toolOutputLimit", \.capture.toolOutputLimit, in: 0...100_000,
            "Characters kept of a tool's output; the middle of a longer one is left out."),
        .texts(
            "capture.exceptAgents", \.capture.exceptAgents,
            "Agents whose turns are not kept, although they are handed memories."),
    ]
}
