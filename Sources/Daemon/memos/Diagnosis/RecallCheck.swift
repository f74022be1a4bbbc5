import DaemonClient
import HostRehearsal
import RuntimeHome

/// Writes a memory and asks for it in another session, through the very command the host runs; then forgets it. Where the
/// host's command names another home, that home's memory would be looked at: our own command takes its place.
struct RecallCheck {
    let session: DaemonSession
    let context: FrontContext
    let registrations: [HostRegistration]

    func run() -> DiagnosisCheck {
        let marker = Marker()
        let memory = RehearsalMemory(session, agent: context.agent)
        defer { memory.forget(marker) }
        let report = report(marker, memory)
        let logs = "Run `memos logs --level warning`, and read logs/hook.log in the home folder."
        switch report.finding {
        case .delivered: return .passed("recall", "recalled in \(report.milliseconds) ms by: \(report.way)")
        case .captureMissing: return .failed("recall", "the answer was not kept by: \(report.way)", hint: logs)
        case .memoryMissing, .nothingArrived:
            return .failed("recall", "what was written did not come back through: \(report.way)", hint: logs)
        case .notPlayed(let reason):
            return .failed("recall", reason, hint: "Run the command by hand: \(report.way)")
        }
    }

    private func report(_ marker: Marker, _ memory: RehearsalMemory) -> RehearsalReport {
        let agent = context.agent
        let registration = registrations.first { $0.agent == agent && $0.leads(to: context.home) }
        if let command = HostRegistration.bridgeCommand(of: agent) {
            return BridgeReplay(agent, command: command, memory: memory).run(marker)
        }
        let own = HookLine.direct([FrontContext.executable, "hook", "--host", agent.rawValue])
        let lines = registration?.lines ?? [:]
        let replay = HookReplay(agent, folder: context.home.path, memory: memory) { event in
            lines.isEmpty ? own : lines[event]
        }
        return replay.run(marker, attempts: 4)
    }
}
