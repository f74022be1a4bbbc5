import DaemonClient
import HostInstallation
import HostRehearsal
import JSONText
import RuntimeHome

/// Where each host keeps what calls us, and what must be so there for it to work.
enum HostPlaces {
    static func place(of agent: Agent) -> String {
        switch agent {
        case .claude: folder("CLAUDE_CONFIG_DIR", "/.claude") + "/settings.json"
        case .codex: folder("CODEX_HOME", "/.codex") + "/hooks.json"
        case .cursor: FrontContext.userFolder + "/.cursor/hooks.json"
        case .gemini: FrontContext.userFolder + "/.gemini/extensions/memos-memory/hooks/hooks.json"
        case .opencode: folder("XDG_CONFIG_HOME", "/.config") + "/opencode/plugins/memos-memory.js"
        case .openclaw:
            FrontContext.variable("OPENCLAW_CONFIG_PATH")
                ?? folder("OPENCLAW_STATE_DIR", "/.openclaw") + "/openclaw.json"
        case .hermes: folder("HERMES_HOME", "/.hermes") + "/plugins/memos"
        case .dsh: FrontContext.userFolder + "/.dsh/memos-plugin/adapter"
        }
    }

    /// `nil` when the host has nothing of ours.
    static func read(_ agent: Agent) -> HostRegistration? {
        switch agent {
        case .claude, .codex, .cursor, .gemini: hooks(agent)
        case .openclaw: openclaw()
        case .hermes: hermes()
        case .opencode, .dsh:
            PlainFile.exists(place(of: agent)) ? HostRegistration(agent, place: place(of: agent)) : nil
        }
    }

    private static func folder(_ variable: String, _ usual: String) -> String {
        FrontContext.variable(variable) ?? FrontContext.userFolder + usual
    }

    private static func text(_ path: String) -> String? {
        (try? PlainFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Hosts with hooks

    private static func hooks(_ agent: Agent) -> HostRegistration? {
        let path = place(of: agent)
        guard let settings = text(path).flatMap({ try? JSON(parsing: $0) }) else { return nil }
        var registration = HostRegistration(agent, place: path)
        var keys: [String] = []
        for event in settings["hooks"]?.object?.members ?? [] {
            for (group, entry) in (event.value.array ?? []).enumerated() {
                for (index, handler) in (entry["hooks"]?.array ?? [entry]).enumerated() {
                    guard let line = line(of: handler), let words = HookWords(line, agent: agent) else { continue }
                    registration.lines[event.key] = line
                    registration.home = registration.home ?? words.home
                    keys.append("\(path):\(snakeCase(event.key)):\(group):\(index)")
                }
            }
        }
        if registration.lines.isEmpty { return nil }
        let missing = events(of: agent).filter { registration.lines[$0] == nil }
        if !missing.isEmpty {
            registration.fault = HostRegistration.Fault(
                message: "\(path) has no hook for \(missing.joined(separator: ", "))",
                hint: HostRegistration.install(agent))
        }
        if settings["disableAllHooks"]?.bool == true {
            registration.consentFault = HostRegistration.Fault(
                message: "disableAllHooks is set in \(path)", hint: "Remove it, or nothing is recorded.")
        }
        if agent == .codex { registration.consentFault = codexTrust(keys) }
        return registration
    }

    private static func line(of handler: JSON) -> HookLine? {
        guard let command = handler["command"]?.string else { return nil }
        guard let words = handler["args"]?.array else { return .shell(command) }
        return .direct([command] + words.compactMap(\.string))
    }

    /// Without which nothing is recalled or captured.
    private static func events(of agent: Agent) -> [String] {
        switch agent {
        case .claude: ClaudeHooks.events.map(\.name)
        case .cursor: ["beforeSubmitPrompt", "stop"]
        case .gemini: ["BeforeAgent", "AfterAgent"]
        default: ["UserPromptSubmit", "Stop"]
        }
    }

    /// Codex passes over hooks in silence until their owner trusts each of them. Whether the hash is still right only
    /// Codex can say; `--deep` sees it.
    private static func codexTrust(_ keys: [String]) -> HostRegistration.Fault? {
        let config = folder("CODEX_HOME", "/.codex") + "/config.toml"
        let trusted = text(config) ?? ""
        if keys.allSatisfy({ trusted.contains("[hooks.state.\"\($0)\"]") }) { return nil }
        return HostRegistration.Fault(
            message: "hooks are not trusted", hint: "Open codex, type /hooks, and trust the entries of memos.")
    }

    /// `UserPromptSubmit` → `user_prompt_submit`.
    private static func snakeCase(_ event: String) -> String {
        event.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text += "_" }
            text += character.lowercased()
        }
    }

    // MARK: Hosts with plugins

    private static func openclaw() -> HostRegistration? {
        let path = place(of: .openclaw)
        guard let text = text(path), text.contains("memos") else { return nil }
        var registration = HostRegistration(.openclaw, place: path)
        let flag = text.split(separator: "\n").first { line in
            line.contains("allowConversationAccess") && !line.drop { $0.isWhitespace }.hasPrefix("//")
        }
        if flag?.contains("true") != true {
            registration.consentFault = HostRegistration.Fault(
                message: "allowConversationAccess is not set in \(path): turns are not captured",
                hint: "Run `memos install --host openclaw --allow-conversation-access`.")
        }
        return registration
    }

    private static func hermes() -> HostRegistration? {
        let path = place(of: .hermes)
        guard PlainFile.exists(path) else { return nil }
        var registration = HostRegistration(.hermes, place: path)
        let config = folder("HERMES_HOME", "/.hermes") + "/config.yaml"
        if !isProvider(text(config) ?? "") {
            registration.fault = HostRegistration.Fault(
                message: "memory.provider is not memos in \(config)", hint: HostRegistration.install(.hermes))
        }
        return registration
    }

    /// Whether `memory.provider` is ours, in block or flow form.
    private static func isProvider(_ yaml: String) -> Bool {
        var isInside = false
        for line in yaml.split(separator: "\n") {
            let word = line.drop { $0 == " " || $0 == "\t" }
            if word.hasPrefix("#") { continue }
            if word.startIndex == line.startIndex { isInside = word.hasPrefix("memory:") }
            guard isInside, let range = line.firstRange(of: "provider:") else { continue }
            let value = line[range.upperBound...].prefix { $0 != "#" && $0 != "}" && $0 != "," }
            return value.filter { !" \"'".contains($0) } == "memos"
        }
        return false
    }
}
