import JSONText

/// What of a recipe stands in the files of its host.
struct HostSurvey {
    private(set) var hasAny = false
    private(set) var faults: [(path: String, reason: String)] = []
    private(set) var commands: [(event: String, command: InstalledHook)] = []
    private(set) var home: String?
    /// Programs that are named, each once.
    private(set) var programs: [String] = []

    private let disk: HostDisk

    init(_ recipe: HostRecipe, disk: HostDisk) {
        self.disk = disk
        for file in recipe.configFiles { look(at: file) }
        for file in recipe.ownedFiles { look(at: file) }
    }

    private mutating func look(at file: ConfigFile) {
        let content = disk.content(file.path)
        guard let bytes = content.bytes, !bytes.allSatisfy(isBlank) else {
            if case .unreadable(let reason) = content { return faults.append((file.path, reason)) }
            return faults.append((file.path, "our entries are missing"))
        }
        do throws(NotEditable) {
            let document = try file.language.document(bytes)
            var missing = file.entries.filter { entry in
                if case .hook = entry.kind { return false }
                return !look(at: entry, in: document)
            }.map(\.path.pointer)
            missing += lookAtHooks(of: file, in: document)
            guard !missing.isEmpty else { return }
            let names = missing.map { $0.dropFirst().replacing("/", with: ".") }.joined(separator: ", ")
            faults.append((file.path, "missing or not as they should be: \(names)"))
        } catch {
            faults.append((file.path, error.reason))
        }
    }

    /// Whether an entry is as it should be.
    private mutating func look(at entry: ConfigEntry, in document: any ConfigDocument) -> Bool {
        let found = document.value(at: entry.path)
        switch entry.kind {
        case .hook: return true
        case .listed:
            let isThere = found?.array?.contains(entry.value) == true
            hasAny = hasAny || entry.isDistinctive && found?.array?.contains(where: entry.isOurs) == true
            return isThere
        case .base: return found != nil
        case .member:
            guard let found else { return false }
            hasAny = true
            note(
                program: found["command"]?.string ?? found["command"]?[0]?.string ?? found["config"]?["binary"]?.string)
            return entry.isFulfilled(by: found)
        case .setting(let isRequired):
            let isOurs = found.map(entry.isOurs) ?? false
            hasAny = hasAny || isOurs
            if isOurs { note(program: found?[0]?.string) }
            return found == entry.value || (!isRequired && !isOurs)
        }
    }

    /// Pointers of the events that lack our hook or have another one.
    private mutating func lookAtHooks(of file: ConfigFile, in document: any ConfigDocument) -> [String] {
        guard let hooks = file.hooks else { return [] }
        let calls = hooks.mark.calls(in: document.value(at: hooks.path) ?? .null)
        for call in calls {
            hasAny = true
            home = home ?? call.command.home
            note(program: call.command.program)
            commands.append((call.event, call.command))
        }
        return file.entries.compactMap { entry in
            guard case .hook(let mark) = entry.kind, let last = entry.path.last, case .key(let event) = last else {
                return nil
            }
            let wanted = mark.calls(in: .object(JSONObject([.init(key: event, value: [entry.value])]))).map(\.handler)
            let found = calls.filter { $0.event == event }.map(\.handler)
            return wanted == found ? nil : entry.path.pointer
        }
    }

    private mutating func look(at file: OwnedFile) {
        switch disk.content(file.path) {
        case .missing: faults.append((file.path, "it is missing"))
        case .unreadable(let reason): faults.append((file.path, reason))
        case .text(let bytes, _):
            hasAny = true
            if bytes != file.bytes { faults.append((file.path, "it is not the file of this version")) }
            lookAtCalls(in: bytes, of: file)
        }
    }

    /// Calls of ours in the JSON of a bundle.
    private mutating func lookAtCalls(in bytes: [UInt8], of file: OwnedFile) {
        guard file.path.hasSuffix(".json"), let value = try? JSON(parsing: bytes) else { return }
        for call in HookMark(host: "gemini").calls(in: value["hooks"] ?? .null) {
            home = home ?? call.command.home
            note(program: call.command.program)
            commands.append((call.event, call.command))
        }
        note(program: value["mcpServers"]?["memos"]?["command"]?.string)
    }

    private mutating func note(program: String?) {
        if let program, !programs.contains(program) { programs.append(program) }
    }
}
