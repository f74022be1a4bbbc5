extension Settings {
    /// How experience becomes policies, world models and skills.
    package struct Learning: Sendable, Equatable {
        /// Whether closed tasks are learned from.
        package var enabled = true
        /// Seconds a closed task waits for what people say of it before it is scored.
        package var feedbackWindowSeconds = 30
        /// Different tasks that must teach the same before it becomes a policy.
        package var minEpisodes = 2
        /// Days that a lesson waits for another like it.
        package var lessonDays = 30
        /// Good tasks behind a policy before it becomes a skill.
        package var minSkillSupport = 3
        /// Failures of one kind among the last five calls that make a lesson for the next turn.
        package var repairBurst = 3

        package init() {}
    }
}

extension Settings.Learning {
    static let section = SettingsSection("learning", "How experience becomes policies, world models and skills.")

    static let options: [SettingsOption] = [
        .flag(
            "learning.enabled", \.learning.enabled,
            "Whether closed tasks are learned from. Without it, turns are recorded and recalled as before."),
        .integer(
            "learning.feedbackWindowSeconds", \.learning.feedbackWindowSeconds, in: 0...86400,
            "Seconds a closed task waits for what people say of it before it is scored."),
        .integer(
            "learning.minEpisodes", \.learning.minEpisodes, in: 2...20,
            "Different tasks that must teach the same before it becomes a policy."),
        .integer(
            "learning.lessonDays", \.learning.lessonDays, in: 1...3650, "Days a lesson waits for another like it."),
        .integer(
            "learning.minSkillSupport", \.learning.minSkillSupport, in: 2...50,
            "Good tasks behind a policy before it becomes a skill."),
        .integer(
            "learning.repairBurst", \.learning.repairBurst, in: 2...5,
            "Failures of one kind among the last five calls that make a lesson for the next turn."),
    ]
}
