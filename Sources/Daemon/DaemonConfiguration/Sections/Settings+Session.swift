extension Settings {
    /// How turns become episodes.
    package struct Session: Sendable, Equatable {
        /// What a follow-up does to the episode it follows.
        package var followUpMode = FollowUpMode.merge
        /// Longest pause, in minutes, after which a follow-up still joins.
        package var mergeMaxGapMinutes = 120
        /// Turns in one episode, at most.
        package var mergeMaxTurns = 30
        /// Minutes of silence after which a session is closed.
        package var idleCloseMinutes = 120

        package init() {}

        package enum FollowUpMode: String, Sendable, CaseIterable {
            /// A follow-up joins the episode.
            case merge
            /// Each request is an episode of its own.
            case split
        }
    }
}

extension Settings.Session {
    static let section = SettingsSection("session", "How turns are gathered into episodes and sessions.")

    static let options: [SettingsOption] = [
        .choice(
            "session.followUpMode", \.session.followUpMode,
            "Whether a follow-up joins the episode it follows (merge) or starts one of its own (split)."),
        .integer(
            "session.mergeMaxGapMinutes", \.session.mergeMaxGapMinutes, in: 1...10080,
            "Longest pause, in minutes, after which a follow-up still joins."),
        .integer(
            "session.mergeMaxTurns", \.session.mergeMaxTurns, in: 1...1000, "Turns gathered into one episode, at most."
        ),
        .integer(
            "session.idleCloseMinutes", \.session.idleCloseMinutes, in: 1...10080,
            "Minutes without a turn after which a session is closed."),
    ]
}
