import JSONText

/// Makes `docs/CONFIGURATION.md` from the settings table, so that the page cannot be wrong.
package enum ConfigurationPage {
    package static func render() -> String {
        var text = """
            # Configuration

            <!-- Made from the settings table; a test compares them (UPDATE_EXPECT=1 writes this page anew). -->

            Each home has one file, `config.yaml`. A setting that it does not name has its default; a missing file means
            defaults throughout. Look at settings with `memos config get [name]`, change one with
            `memos config set <name> <value>`: the value is checked, only its line changes, comments stay, and the file is
            replaced atomically. A mistake is reported with file, line and name, and nothing is changed.

            “Restart” marks what the daemon reads only when it starts (`memos stop`; it starts again when needed). All
            other changes count at once when made by `memos config set`, and at the next start when made by hand.

            """
        for section in Settings.sections {
            text += "\n## `\(section.key)`\n\n\(section.sentence)\n\n"
            text += "| Name | Default | Allowed | Meaning | Restart |\n|---|---|---|---|---|\n"
            for option in HomeTemplate.options(of: section) {
                let secret = option.isSecret ? " Never shown." : ""
                text += "| `\(option.key)` | `\(YAMLWriting.text(option.defaultValue))` "
                text += "| \(option.domain.requirement) | \(option.sentence)\(secret) "
                text += "| \(option.needsRestart ? "yes" : "no") |\n"
            }
        }
        return text
    }
}
