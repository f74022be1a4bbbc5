import JSONText

extension ConfigEditing {
    /// The text without our entries; lists and objects that held nothing else go as well, unless they were there
    /// before us.
    static func removing(_ file: ConfigFile, from text: [UInt8], record: InstalledFile?) throws(NotEditable) -> [UInt8]
    {
        if text.allSatisfy(isBlank) { return text }
        var document = try file.language.document(text)
        let known = Set(file.entries.compactMap(\.recorded))
        let former = record?.entries.subtracting(known).sorted().map(ConfigEntry.init(recorded:)) ?? []
        for entry in former + file.entries.reversed() {
            try remove(entry, from: &document, record: record)
        }
        if let hooks = file.hooks {
            try removeHooks(hooks, from: &document, keeping: record?.containers ?? [])
        }
        return document.bytes
    }

    private static func remove(
        _ entry: ConfigEntry, from document: inout any ConfigDocument, record: InstalledFile?
    ) throws(NotEditable) {
        let pointer = entry.path.pointer
        let containers = record?.containers ?? []
        guard let found = document.value(at: entry.path) else { return }
        switch entry.kind {
        case .hook: return
        case .listed:
            let isOurs = { (value: JSON) in record != nil && value == entry.value || entry.isOurs(value) }
            guard record?.kept.contains(entry.mark) != true, let index = found.array?.lastIndex(where: isOurs) else {
                return
            }
            try removeWidely(entry.path + [.index(index)], from: &document, keeping: containers)
        case .base:
            guard let record, !record.kept.contains(pointer), found == entry.value else { return }
            try removeWidely(entry.path, from: &document, keeping: containers)
        case .member: try removeWidely(entry.path, from: &document, keeping: containers)
        case .setting:
            let isRecorded = found == entry.value && record != nil
            guard record?.kept.contains(pointer) != true, isRecorded || entry.isOurs(found) else { return }
            if let former = record?.replaced[pointer] { return try document.restore(former, at: entry.path) }
            try removeWidely(entry.path, from: &document, keeping: containers)
        }
    }

    static func removeHooks(
        _ hooks: (path: ConfigPath, mark: HookMark), from document: inout any ConfigDocument,
        keeping containers: Set<String>
    ) throws(NotEditable) {
        while let call = hooks.mark.calls(in: document.value(at: hooks.path) ?? .null).last {
            try removeWidely(hooks.path + call.path, from: &document, keeping: containers)
        }
    }

    /// Takes out the widest part that holds the value and nothing of anybody else.
    private static func removeWidely(
        _ path: ConfigPath, from document: inout any ConfigDocument, keeping containers: Set<String>
    ) throws(NotEditable) {
        var path = path
        while document.hasRemovableContainers, path.count > 1 {
            let outer = Array(path.dropLast())
            let value = document.value(at: outer)
            let count = value?.array?.count ?? value?.object?.members.count ?? 0
            // A group whose only handler is ours goes with its matcher.
            let isGroup = path.last == "hooks" && outer.last.map(isIndex) == true
            guard count == 1 || isGroup, !containers.contains(outer.pointer) else { break }
            path = outer
        }
        try document.remove(path)
    }

    private static func isIndex(_ step: ConfigStep) -> Bool {
        if case .index = step { true } else { false }
    }
}
