package import TextAnalysis

extension Settings {
    /// What is left out, and how long the rest is kept.
    package struct Privacy: Sendable, Equatable {
        /// What is taken out of texts beside known secrets.
        package var rules = RuleList()
        /// Folders and names of projects.
        package var privateProjects: [String] = []
        /// Days a memory is kept; 0 for ever.
        package var retentionDays = 0

        package init() {}

        /// The lines of the file, read once.
        package struct RuleList: Sendable, Equatable {
            package let lines: [String]
            package let compiled: RedactionRules

            /// - Parameter lines: those that the option accepts.
            package init(_ lines: [String] = []) {
                self.lines = lines
                compiled = (try? RedactionRules(lines)) ?? .none
            }
        }
    }
}

extension Settings.Privacy {
    static let section = SettingsSection("privacy", "What is left out of the memory, and how long the rest is kept.")

    static let options: [SettingsOption] = [
        .rules(
            "privacy.rules", \.privacy.rules,
            "What is taken out of texts before they are kept, beside known kinds of secrets: name: text, or "
                + "name: /expression/ (/expression/i ignores case)."),
        .lines(
            "privacy.privateProjects", \.privacy.privateProjects,
            "Folders (with all below them) and names of projects where nothing is recorded and nothing is handed over."),
        .integer(
            "privacy.retentionDays", \.privacy.retentionDays, in: 0...36500,
            "Days after which a memory is forgotten for good, with what only it bears out; 0 keeps memories for ever."),
    ]
}
