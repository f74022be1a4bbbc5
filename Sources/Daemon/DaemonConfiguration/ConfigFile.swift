package import JSONText
package import MemoryModel

/// The file `config.yaml`: reads it, checks it by the table, and changes single values in it while everything else,
/// comments included, stays byte for byte.
///
/// Reading is safe from anywhere; patches must come one at a time (the daemon's one owner of the settings sees to
/// that). It does not tell anybody about a change.
package struct ConfigFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// What a patch came to.
    package struct PatchResult: Sendable, Equatable {
        /// The file as it is now.
        package let text: String
        package let settings: Settings
        /// Keys whose value changed and which the daemon reads only at its start.
        package let restartRequired: [String]
    }

    static let largestFile = 1 << 20
    private static let hint = "Correct the file, or remove the line to get the default back."

    /// The settings; the defaults when there is no file.
    package func read() throws(MemoryError) -> Settings {
        guard let text = try text() else { return Settings() }
        return try Self.settings(in: text, file: path)
    }

    /// The settings a text stands for.
    package static func settings(in text: String, file: String) throws(MemoryError) -> Settings {
        let reader = SettingsReader(try parse(text, file: file))
        if !reader.problems.isEmpty {
            throw .configInvalid(reader.problems, file: file, hint: hint)
        }
        return reader.settings
    }

    /// Sets the given keys (nested objects, or dotted names), checks the outcome and writes the file atomically.
    /// `null` sets a key back to its default. Nothing is written when anything is wrong.
    package func patch(_ patch: JSON) throws(MemoryError) -> PatchResult {
        let changes = try changes(in: patch)
        let original = try text() ?? HomeTemplate.configText
        let before = SettingsReader(try Self.parse(original, file: path))
        var edited = original
        for change in changes {
            edited = try ConfigEdit(text: edited, file: path).setting(change.option, to: change.value)
        }
        let settings = try Self.settings(in: edited, file: path)
        if !edited.utf8.elementsEqual(original.utf8) {
            try PrivateFile.replace(path, with: edited)
        }
        return PatchResult(
            text: edited, settings: settings,
            restartRequired: Settings.options.filter {
                $0.needsRestart && $0.read(settings) != $0.read(before.settings)
            }.map(\.key))
    }

    private func text() throws(MemoryError) -> String? {
        guard let bytes = try PrivateFile.read(path, limit: Self.largestFile) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .configInvalid(
                [ConfigProblem(message: "the file is not UTF-8 text")], file: path,
                hint: "Save the file as UTF-8.")
        }
        return text
    }

    private static func parse(_ text: String, file: String) throws(MemoryError) -> ConfigNode? {
        do throws(ConfigProblem) {
            return try YAMLText.parse(text)
        } catch {
            throw .configInvalid([error], file: file, hint: hint)
        }
    }

    private func changes(in patch: JSON) throws(MemoryError) -> [(option: SettingsOption, value: JSON)] {
        guard case .object(let object) = patch else {
            throw MemoryError(
                .configInvalid, "the patch must be an object", details: ["key": "patch"],
                hint: "Give the settings to change, as in {\"recall\":{\"deadlineMs\":500}}.")
        }
        var changes: [(option: SettingsOption, value: JSON)] = []
        var problems: [ConfigProblem] = []
        collect(object, under: "", into: &changes, &problems)
        if !problems.isEmpty {
            throw .configInvalid(problems, file: "patch", hint: "Nothing was changed.")
        }
        return changes
    }

    private func collect(
        _ object: JSONObject, under prefix: String, into changes: inout [(option: SettingsOption, value: JSON)],
        _ problems: inout [ConfigProblem]
    ) {
        for member in object.members {
            let key = prefix + member.key
            if let option = Settings.option(key) {
                // Who sends back what was shown means the secret that is there.
                if option.isSecret, member.value == JSON(Settings.mask) { continue }
                let value = member.value.isNull ? option.defaultValue : member.value
                if option.domain.accepts(value) {
                    changes.append((option, value))
                } else {
                    problems.append(SettingsReader.unacceptable(value, for: option))
                }
            } else if Settings.sections.contains(where: { $0.key == key }) {
                if case .object(let inner) = member.value {
                    collect(inner, under: key + ".", into: &changes, &problems)
                } else {
                    problems.append(ConfigProblem(key: key, message: "\(key) is a section; give an object"))
                }
            } else {
                problems.append(SettingsReader.unknown(key))
            }
        }
    }
}
