extension Settings {
    /// The database.
    package struct Storage: Sendable, Equatable {
        /// What a commit survives.
        package var synchronous = Synchronous.full
        /// Backups kept.
        package var backupsKept = 2
        /// Days the feed of events is kept.
        package var eventsKeptDays = 30

        package init() {}

        package enum Synchronous: String, Sendable, CaseIterable {
            /// A commit survives a power cut.
            case full
            /// The last commits may be lost in a power cut, never in a crash.
            case normal
        }
    }
}

extension Settings.Storage {
    static let section = SettingsSection("storage", "The database file and its backups.")

    static let options: [SettingsOption] = [
        .choice(
            "storage.synchronous", \.storage.synchronous,
            "Whether a turn once acknowledged survives a power cut (full) or only a crash (normal, faster).",
            restart: true),
        .integer("storage.backupsKept", \.storage.backupsKept, in: 0...20, "Backups kept; 0 makes none."),
        .integer(
            "storage.eventsKeptDays", \.storage.eventsKeptDays, in: 1...3650,
            "Days the feed of events is kept; memories are never removed by age."),
    ]
}
