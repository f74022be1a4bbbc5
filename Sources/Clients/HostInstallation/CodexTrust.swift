import JSONText

/// Codex's record of which hooks its person trusts.
package enum CodexTrust {
    /// Whether each of our hooks has a hash on record. Only Codex itself can tell whether it is still the right one.
    static func state(hooks: ConfigFile, settings: ConfigFile, disk: HostDisk) -> HostState.Consent {
        let keys = keys(in: hooks, disk: disk)
        let states = disk.content(settings.path).bytes.flatMap { try? settings.language.document($0) }?
            .value(at: ["hooks", "state"])
        guard !keys.isEmpty, keys.allSatisfy({ states?[$0]?["trusted_hash"]?.string != nil }) else { return .missing }
        return keys.contains { states?[$0]?["enabled"]?.bool == false } ? .refused : .given
    }

    /// Of each of our handlers: `<file>:<event in snake case>:<group>:<handler>`.
    package static func keys(in file: ConfigFile, disk: HostDisk) -> [String] {
        guard let hooks = file.hooks, let bytes = disk.content(file.path).bytes,
            let document = try? file.language.document(bytes)
        else { return [] }
        return hooks.mark.calls(in: document.value(at: hooks.path) ?? .null).map { call in
            let numbers = call.path.compactMap { if case .index(let index) = $0 { String(index) } else { nil } }
            return ([file.path, snakeCase(call.event)] + numbers).joined(separator: ":")
        }
    }

    private static func snakeCase(_ name: String) -> String {
        name.enumerated().reduce(into: "") { text, letter in
            text += letter.element.isUppercase && letter.offset > 0 ? "_" : ""
            text += letter.element.lowercased()
        }
    }
}
