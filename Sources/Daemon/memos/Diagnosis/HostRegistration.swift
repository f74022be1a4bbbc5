import DaemonClient
import HostInstallation
import HostRehearsal
import RuntimeHome

/// How one host is wired to memos, as `InstalledHosts` reads it from the host's own files.
struct HostRegistration {
    struct Fault {
        let message: String
        let hint: String
    }

    let agent: Agent
    /// What a person is told when all is well.
    let place: String
    /// The commands that hooks run, by event; empty for hosts with a plugin.
    let lines: [String: HookLine]
    /// The home named on the command lines.
    let home: String?
    /// Why the host does not call us.
    let fault: Fault?
    /// Why it may not, although it is told to.
    let consentFault: Fault?

    private init(_ state: HostState) {
        agent = state.host
        home = state.home
        lines = Dictionary(state.commands.map { ($0.event, HookLine($0.command)) }) { first, _ in first }
        let hint = "Run `memos install --host \(agent)`."
        if state.installation == .none {
            fault = Fault(message: "its files have nothing of memos", hint: hint)
        } else if let missing = state.missingPrograms.first {
            fault = Fault(message: "\(missing) cannot be run", hint: hint)
        } else {
            fault = state.faults.first.map { Fault(message: "\($0.path): \($0.reason)", hint: hint) }
        }
        let number = state.commands.count
        place = number == 0 ? "its files have all of memos" : "\(number) hooks call memos"
        let refusal = Self.refusal(state.host)
        consentFault = state.consentHint.map { Fault(message: refusal, hint: $0) }
    }

    /// Whether what the host runs speaks with the daemon of this home.
    func leads(to home: RuntimeHome) -> Bool {
        self.home.map { FrontContext(explicitHome: $0, agent: agent).home.path == home.path } ?? true
    }

    /// Hosts that are wired, or were by an installation that is on record; with `host`, that one in any case.
    static func found(in context: FrontContext, host: Agent?) -> [HostRegistration] {
        let record = HostWriter(home: context.home)
        return (host.map { [$0] } ?? Agent.allCases).compactMap { agent in
            let state = state(of: agent)
            let isExpected = host == agent || record.recorded(agent) != nil
            return state.installation == .none && !isExpected ? nil : HostRegistration(state)
        }
    }

    /// Compared with what an installation of the same program for the same home would have written: another program or
    /// home than ours is no fault.
    private static func state(of agent: Agent) -> HostState {
        let first = InstalledHosts.machine().state(of: agent)
        let program = first.commands.first?.command.program
        guard first.home != nil || program != nil else { return first }
        return InstalledHosts.machine(program: program ?? FrontContext.executable, home: first.home).state(of: agent)
    }

    private static func refusal(_ agent: Agent) -> String {
        switch agent {
        case .claude: "hooks are switched off by disableAllHooks"
        case .codex: "hooks are not trusted"
        case .openclaw: "allowConversationAccess is not set: turns are not captured"
        default: "the host does not allow it"
        }
    }

    /// How the adapters of hosts with a plugin start us; `nil` for hosts with hooks.
    static func bridgeCommand(of agent: Agent) -> [String]? {
        switch agent {
        case .openclaw, .hermes, .dsh, .opencode: [FrontContext.executable, "bridge", "--agent=\(agent)"]
        case .claude, .codex, .cursor, .gemini: nil
        }
    }
}

extension HookLine {
    fileprivate init(_ command: InstalledHook) {
        self = command.shellLine.map(HookLine.shell) ?? .direct(command.words)
    }
}
