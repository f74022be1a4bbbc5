extension Settings {
    /// The daemon's own log.
    package struct Logging: Sendable, Equatable {
        /// The least important level written.
        package var level = Level.info
        /// Size at which a log file is put aside, in MiB.
        package var fileMiB = 8
        /// Files put aside that are kept.
        package var filesKept = 3

        package init() {}

        package enum Level: String, Sendable, CaseIterable {
            case trace, debug, info, notice, warning, error
        }
    }
}

extension Settings.Logging {
    static let section = SettingsSection("logging", "The daemon's log, logs/memosd.log.")

    static let options: [SettingsOption] = [
        .choice("logging.level", \.logging.level, "The least important level that is written."),
        .integer(
            "logging.fileMiB", \.logging.fileMiB, in: 1...1024, "Size at which a log file is put aside, in MiB.",
            restart: true),
        .integer(
            "logging.filesKept", \.logging.filesKept, in: 0...100, "Log files put aside that are kept.", restart: true),
    ]
}
