extension Settings {
    /// The local web page.
    package struct Viewer: Sendable, Equatable {
        /// Serve the viewer at all.
        package var enabled = true
        /// 0 takes the agent's own port.
        package var port = 0

        package init() {}
    }
}

extension Settings.Viewer {
    static let section = SettingsSection("viewer", "The local web page that shows what is remembered.")

    static let options: [SettingsOption] = [
        .flag("viewer.enabled", \.viewer.enabled, "Serve the viewer on 127.0.0.1.", restart: true),
        .integer(
            "viewer.port", \.viewer.port, in: 0...65535,
            "Port of the viewer; 0 takes the agent's own port. The next free one is used when it is taken.",
            restart: true),
    ]
}
