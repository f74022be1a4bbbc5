package import JSONText

/// One thing of ours in a host's configuration.
package struct ConfigEntry: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// An element of the list at the path that calls us.
        case hook(HookMark)
        /// A text in the list at the path; one with these endings is ours when the ending could be nobody else's.
        case listed(endings: [String])
        /// A value under a key that is our name; members others added to it stay.
        case member
        /// The value of a key anybody may have set. What a person chose stands, unless it may be replaced. A required
        /// one that may not be set stops the installation into this host.
        case setting(isRequired: Bool)
        /// What the host wants to find in any file; set only when it is missing.
        case base
    }

    package let path: ConfigPath
    package let value: JSON
    package let kind: Kind

    package init(_ path: ConfigPath, _ value: JSON, _ kind: Kind) {
        self.path = path
        self.value = value
        self.kind = kind
    }

    /// Whether what stands there can be told to be ours without a record of it.
    var isDistinctive: Bool {
        if case .listed(let endings) = kind {
            endings.contains { $0.contains("memos") || $0.contains("/") }
        } else {
            false
        }
    }

    /// How an element of a list is named in a record.
    var mark: String { path.pointer + "=" + (value.string ?? "") }

    /// What a record says of an entry that stays ours whatever later versions want; `nil` for those told by their
    /// words.
    var recorded: String? {
        switch kind {
        case .member: path.pointer
        case .listed: mark
        case .hook, .setting, .base: nil
        }
    }

    /// The entry a record speaks of, to be taken out.
    init(recorded text: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        path = ConfigPath(pointer: String(parts.first ?? ""))
        value = parts.count > 1 ? .string(String(parts[1])) : .null
        kind = parts.count > 1 ? .listed(endings: [String(parts[1])]) : .member
    }

    /// Whether a value counts as one of ours without a record of it.
    func isOurs(_ found: JSON) -> Bool {
        switch kind {
        case .hook, .base: false
        case .listed(let endings): isDistinctive && endings.contains { found.string?.hasSuffix($0) == true }
        case .member: true
        case .setting:
            if let words = found.array?.compactMap(\.string), !words.isEmpty {
                InstalledHook(found, host: hookHost ?? "") != nil
            } else {
                found == value && (value.string?.contains("memos") ?? true)
            }
        }
    }

    /// The word behind `--host` in a setting that is a command.
    private var hookHost: String? {
        let words = value.array?.compactMap(\.string) ?? []
        return words.firstIndex(of: "--host").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
    }

    /// Whether the value found at the path is as it should be; members that are not ours do not count.
    func isFulfilled(by found: JSON?) -> Bool {
        kind == .member ? Self.contains(found, value) : found == value
    }

    private static func contains(_ found: JSON?, _ wanted: JSON) -> Bool {
        guard let members = wanted.object?.members, let object = found?.object else { return found == wanted }
        return members.allSatisfy { contains(object[$0.key], $0.value) }
    }
}

/// Something a person has to know or do.
package struct InstallNote: Sendable, Hashable {
    package enum Kind: String, Sendable {
        /// A value of the person's own stands in the way and was left.
        case conflict
        /// A file of ours was changed by somebody, and kept.
        case changed
        /// A step only the person can take.
        case consent
        case remark
    }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    package var json: JSON { ["kind": .string(kind.rawValue), "text": .string(text)] }
}
