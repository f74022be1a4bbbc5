extension Settings {
    /// What is kept of a turn.
    package struct Capture: Sendable, Equatable {
        /// Remember anything new at all.
        package var enabled = true
        /// Characters kept of a message.
        package var textLimit = 4000
        /// Characters kept of a tool's output.
        package var toolOutputLimit = 2000
        /// What is taken of a session that a host hands over whole.
        package var strategy = Strategy.lastTurn

        package init() {}

        package enum Strategy: String, Sendable, CaseIterable {
            /// The newest turn.
            case lastTurn = "last_turn"
            /// Every turn not yet known.
            case fullSession = "full_session"
        }
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
        .choice(
            "capture.strategy", \.capture.strategy,
            "What is taken of a session handed over whole: its last turn, or every turn not yet known."),
    ]
}
