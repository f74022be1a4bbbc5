import JSONText

/// A host's own file with the entries we want in it.
package struct ConfigFile: Sendable {
    package let path: String
    package let language: ConfigLanguage
    package let entries: [ConfigEntry]
    /// The object of events, and how our calls in it are recognised: those of other versions go.
    package let hooks: (path: ConfigPath, mark: HookMark)?

    package init(
        path: String, language: ConfigLanguage, entries: [ConfigEntry],
        hooks: (path: ConfigPath, mark: HookMark)? = nil
    ) {
        self.path = path
        self.language = language
        self.entries = entries
        self.hooks = hooks
    }
}

extension ConfigFile {
    /// The entries by themselves, for somebody who has to add them by hand.
    var snippet: String {
        let outcome = try? ConfigEditing.installing(self, into: nil, record: nil, mayReplace: true)
        return outcome.map { String(decoding: $0.text, as: UTF8.self) } ?? ""
    }
}

/// Puts the entries of a ``ConfigFile`` into a text and takes them out again. Pure: text in, text out.
enum ConfigEditing {
    struct Outcome {
        var text: [UInt8]
        var kept: Set<String>
        var replaced: [String: String]
        var notes: [InstallNote]
    }

    /// - Parameters:
    ///   - text: `nil` or blank when there is nothing yet.
    ///   - record: of an earlier installation.
    ///   - mayReplace: whether values of the person's own give way; they are recorded.
    static func installing(
        _ file: ConfigFile, into text: [UInt8]?, record: InstalledFile?, mayReplace: Bool
    ) throws(NotEditable) -> Outcome {
        let isBlankText = text?.allSatisfy(isBlank) ?? true
        var document = try file.language.document(isBlankText ? file.language.empty : text ?? [])
        var outcome = Outcome(text: [], kept: record?.kept ?? [], replaced: record?.replaced ?? [:], notes: [])
        try installHooks(of: file, in: &document)
        for entry in file.entries {
            try install(entry, in: &document, record: record, mayReplace: mayReplace, outcome: &outcome)
        }
        outcome.text = document.bytes
        return outcome
    }

    private static func install(
        _ entry: ConfigEntry, in document: inout any ConfigDocument, record: InstalledFile?, mayReplace: Bool,
        outcome: inout Outcome
    ) throws(NotEditable) {
        let pointer = entry.path.pointer
        let found = document.value(at: entry.path)
        switch entry.kind {
        case .hook: return
        case .listed:
            if found?.array?.contains(entry.value) == true {
                if record == nil, !entry.isDistinctive { outcome.kept.insert(entry.mark) }
                return
            }
            // One of ours from another place of installation gives way.
            if entry.isDistinctive, let index = found?.array?.firstIndex(where: entry.isOurs) {
                return try document.set(entry.value, at: entry.path + [.index(index)])
            }
            try document.append(entry.value, to: entry.path)
        case .base:
            if found == nil { return try document.set(entry.value, at: entry.path) }
            if record == nil { outcome.kept.insert(pointer) }
        case .member:
            if entry.isFulfilled(by: found) { return }
            try fill(entry.value, at: entry.path, in: &document)
        case .setting(let isRequired):
            if found == entry.value {
                if record == nil, !entry.isOurs(entry.value) { outcome.kept.insert(pointer) }
                return
            }
            let isFree = found == nil || found == .null || found == "" || found.map(entry.isOurs) == true
            guard isFree || mayReplace else {
                let value = document.source(at: entry.path) ?? ""
                let words = "\(pointer.dropFirst().replacing("/", with: ".")) is \(value)"
                if isRequired {
                    throw NotEditable(reason: "\(words), and only one can stand there; --replace takes its place")
                }
                return outcome.notes.append(
                    InstallNote(.conflict, "\(words): left as it is; --replace takes its place"))
            }
            if let source = document.source(at: entry.path), found.map(entry.isOurs) != true {
                outcome.replaced[pointer] = outcome.replaced[pointer] ?? source
            }
            try document.set(entry.value, at: entry.path)
        }
    }

    /// Sets what differs and leaves members that are not ours.
    private static func fill(
        _ value: JSON, at path: ConfigPath, in document: inout any ConfigDocument
    ) throws(NotEditable) {
        let found = document.value(at: path)
        if found == value { return }
        guard let wanted = value.object, found?.object != nil else { return try document.set(value, at: path) }
        for member in wanted.members {
            try fill(member.value, at: path + [.key(member.key)], in: &document)
        }
    }

    /// Each event gets exactly our entry, and no other event has one of ours.
    private static func installHooks(
        of file: ConfigFile, in document: inout any ConfigDocument
    ) throws(NotEditable) {
        guard let hooks = file.hooks else { return }
        var missing = file.entries.filter { if case .hook = $0.kind { true } else { false } }
        let calls = hooks.mark.calls(in: document.value(at: hooks.path) ?? .null)
        let isComplete = calls.allSatisfy { call in
            let index = missing.firstIndex { entry in
                let wanted = hooks.mark.calls(in: .object(JSONObject([.init(key: call.event, value: [entry.value])])))
                return entry.path == hooks.path + [.key(call.event)] && wanted.map(\.handler) == [call.handler]
            }
            guard let index else { return false }
            missing.remove(at: index)
            return true
        }
        if isComplete, missing.isEmpty { return }
        try removeHooks(hooks, from: &document, keeping: containers(of: file, in: document))
        for entry in file.entries {
            if case .hook = entry.kind { try document.append(entry.value, to: entry.path) }
        }
    }

    /// Whether a text says nothing: what is left of a file that only we filled.
    static func isVoid(_ text: [UInt8]) -> Bool {
        text.allSatisfy { isBlank($0) || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
    }

    /// Objects and lists on our way that are there.
    static func containers(of file: ConfigFile, in text: [UInt8]) -> Set<String> {
        guard let document = try? file.language.document(text) else { return [] }
        return containers(of: file, in: document)
    }

    private static func containers(of file: ConfigFile, in document: any ConfigDocument) -> Set<String> {
        var pointers: Set<String> = []
        for entry in file.entries {
            var depths = 1..<entry.path.count
            if case .hook = entry.kind { depths = 1..<entry.path.count + 1 }
            if case .listed = entry.kind { depths = 1..<entry.path.count + 1 }
            for depth in depths {
                let outer = Array(entry.path[..<depth])
                if document.value(at: outer) != nil { pointers.insert(outer.pointer) }
            }
        }
        return pointers
    }
}
