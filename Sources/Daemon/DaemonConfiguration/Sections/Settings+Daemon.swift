extension Settings {
    /// The background program.
    package struct Daemon: Sendable, Equatable {
        /// Minutes without any client after which the daemon ends; 0 never.
        package var idleMinutes = 240
        /// Longest request line, in MiB.
        package var maxLineMiB = 16

        package init() {}
    }
}

extension Settings.Daemon {
    static let section = SettingsSection("daemon", "The background program that owns the memory.")

    static let options: [SettingsOption] = [
        .integer(
            "daemon.idleMinutes", \.daemon.idleMinutes, in: 0...10080,
            "Minutes without a client after which the daemon ends by itself; it starts again when needed. 0 is never."),
        .integer(
            "daemon.maxLineMiB", \.daemon.maxLineMiB, in: 1...64,
            "Longest request accepted, in MiB. A longer one is refused, and the connection goes on.", restart: true),
    ]
}
