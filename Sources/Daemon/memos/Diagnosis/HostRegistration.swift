import DaemonClient
import HostInstallation
import HostRehearsal
import JSONText
import RuntimeHome

/// How one host is wired to memos, read from the host's own files.
struct HostRegistration {
    struct Fault {
        let message: String
        let hint: String
    }

    let agent: Agent
    /// The file or folder a person would look into.
    let place: String
    /// The commands that hooks run, by event; empty for hosts with a plugin.
    var lines: [String: HookLine] = [:]
    /// The home named on the command lines.
    var home: String?
    /// Why the host does not call us.
    var fault: Fault?
    /// Why it may not, although it is told to.
    var consentFault: Fault?

    init(_ agent: Agent, place: String) {
        self.agent = agent
        self.place = place
    }

    /// Hosts that are wired, or were by an installation that is on record; with `host`, that one in any case.
    static func found(in context: FrontContext, host: Agent?) -> [HostRegistration] {
        let recorded = recordedHosts(context)
        let agents = host.map { [$0] } ?? Agent.allCases
        return agents.compactMap { agent in
            guard var registration = HostPlaces.read(agent) else {
                guard recorded.contains(agent.rawValue) || host == agent else { return nil }
                var missing = HostRegistration(agent, place: HostPlaces.place(of: agent))
                missing.fault = Fault(message: "\(missing.place) has nothing of memos", hint: install(agent))
                return missing
            }
            registration.examineProgram()
            return registration
        }
    }

    static func install(_ agent: Agent) -> String { "Run `memos install --host \(agent)`." }

    /// How the adapters of hosts with a plugin start us; `nil` for hosts with hooks.
    static func bridgeCommand(of agent: Agent) -> [String]? {
        switch agent {
        case .openclaw, .hermes, .dsh, .opencode: [FrontContext.executable, "bridge", "--agent=\(agent)"]
        case .claude, .codex, .cursor, .gemini: nil
        }
    }

    /// Every command's program must be there to be run.
    private mutating func examineProgram() {
        guard fault == nil else { return }
        for line in lines.values {
            guard let program = HookWords(line, agent: agent)?.program else { continue }
            if program.hasPrefix("/"), !PlainFile.isExecutable(program) {
                fault = Fault(message: "\(program) cannot be run", hint: Self.install(agent))
            }
        }
    }

    private static func recordedHosts(_ context: FrontContext) -> Set<String> {
        guard let bytes = try? PlainFile.read(context.home.installRecord), let record = try? JSON(parsing: bytes)
        else { return [] }
        return Set((record["hosts"]?.object?.members ?? []).map(\.key))
    }
}

/// The words of a hook's command that are ours.
struct HookWords {
    let program: String
    let home: String?

    /// `nil` when it calls somebody else.
    init?(_ line: HookLine, agent: Agent) {
        let words =
            switch line {
            case .direct(let words): words
            case .shell(let text): Self.words(text)
            }
        let call = ["hook", "--host", agent.rawValue]
        let found = words.indices.first { index in
            let isOurs = words[index] == "memos" || words[index].hasSuffix("/memos")
            return isOurs && words[(index + 1)...].starts(with: call)
        }
        guard let found else { return nil }
        program = words[found]
        let flag = words.firstIndex(of: "--home").map { $0 + 1 }
        home = flag.flatMap { words.indices.contains($0) ? words[$0] : nil }
    }

    /// As a shell cuts them; a word that is a script is cut once more.
    private static func words(_ text: String) -> [String] {
        var (words, word, quote): ([String], String, Character?) = ([], "", nil)
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            } else if quote == nil, character.isWhitespace || character == ";" {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.flatMap { $0.contains("hook --host") ? Self.words($0) : [$0] }
    }
}
