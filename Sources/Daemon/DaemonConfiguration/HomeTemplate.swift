/// What a new home contains. The files under `runtime-home-template/` are the same texts, for people to read; a test
/// keeps them equal.
enum HomeTemplate {
    /// Folders of a home, parents first.
    static let folders = ["data", "data/backups", "skills", "logs", "daemon", "daemon/spool"]

    /// Every setting, explained and set to nothing, so that better defaults of later versions arrive.
    static let configText: String = {
        var lines = [
            "# Settings of this memory. Every line below shows a default: take away the \"# \" before a name to change it.",
            "# `memos config set <name> <value>` does the same and checks it; comments stay. See also README.user.md.",
            "",
        ]
        for section in Settings.sections {
            let components = section.key.split(separator: ".")
            let indentation = String(repeating: "  ", count: components.count - 1)
            if components.count == 1, lines.last != "" { lines.append("") }
            lines.append("\(indentation)# \(section.sentence)")
            lines.append("\(indentation)\(components[components.count - 1]):")
            for option in options(of: section) {
                let note = option.needsRestart ? " After a restart." : ""
                let words = (option.sentence + note).split(separator: " ").map(String.init)
                lines += wrapped(words + ["(\(option.domain.allowed))"], after: indentation + "  # ")
                lines.append(
                    "\(indentation)  # \(option.components.last ?? ""): \(YAMLWriting.text(option.defaultValue))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    static let readmeText = """
        # Your agent's memory

        This folder is one memory of memos. Everything in it stays on this computer.

        | What | Where |
        |---|---|
        | Settings | `config.yaml` |
        | What is remembered | `data/memos.db`, a SQLite database |
        | Copies made before risky changes | `data/backups/` |
        | Skills learned | `skills/` |
        | What the daemon did | `logs/memosd.log`, one JSON object a line |
        | The running daemon's socket and locks | `daemon/` |

        - Change a setting: `memos config set recall.deadlineMs 500`, or edit `config.yaml`.
        - Look inside: `memos viewer`, or `memos status`.
        - Back up: `memos export`, or stop the daemon (`memos stop`) and copy the folder.
        - Forget everything: `memos stop`, then delete the folder. A new one is made when an agent needs it.

        The folder is readable by you alone. Please keep it so: it holds what you and your agents said.

        """

    /// The options right in a section, without those of sections inside it.
    static func options(of section: SettingsSection) -> [SettingsOption] {
        Settings.options.filter { $0.components.dropLast().joined(separator: ".") == section.key }
    }

    private static func wrapped(_ words: [String], after prefix: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, prefix.count + line.count + 1 + word.count > 120 {
                lines.append(prefix + line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return lines + [prefix + line]
    }
}
