import DaemonClient
import HostRehearsal
import RuntimeHome

/// `--deep`: a turn in each host that is wired. Where its program is on this machine and can run without a person, in the
/// host itself against a model that is played; else through what is installed for it.
struct RehearsalChecks {
    let context: FrontContext
    let explicitHome: String?
    let registrations: [HostRegistration]

    /// All hosts together; a person waits.
    private static let patience = 55_000
    private static let patienceForOne = 35_000

    func run() -> [DiagnosisCheck] {
        let all = Deadline.after(milliseconds: Self.patience)
        return registrations.map { registration in
            let deadline = Deadline.after(milliseconds: Self.patienceForOne).earlier(all)
            return check(registration, until: deadline)
        }
    }

    private func check(_ registration: HostRegistration, until deadline: Deadline) -> DiagnosisCheck {
        let agent = registration.agent
        let place = FrontContext(explicitHome: registration.home ?? explicitHome, agent: agent)
        let session: DaemonSession
        do throws(ClientError) {
            session = try DaemonSession(context: place, mayStart: true)
        } catch {
            return .failed("rehearsal", error.message, hint: error.hint, agent: agent)
        }
        let marker = Marker()
        let memory = RehearsalMemory(session, agent: agent)
        defer { memory.forget(marker) }
        let report: RehearsalReport
        if let host = HeadlessHost(agent) {
            report = HostPlay(host, memory: memory).run(marker, until: deadline)
        } else if let command = HostRegistration.bridgeCommand(of: agent) {
            report = BridgeReplay(agent, command: command, memory: memory).run(marker)
        } else {
            let replay = HookReplay(agent, folder: place.home.path, memory: memory) { [lines = registration.lines] in
                lines[$0]
            }
            report = replay.run(marker, attempts: 4)
        }
        return verdict(report, on: registration)
    }

    private func verdict(_ report: RehearsalReport, on registration: HostRegistration) -> DiagnosisCheck {
        let agent = registration.agent
        let again = "Run `memos install --host \(agent)`, start the host anew, then this again."
        let logs = "Run `memos logs --level warning`; recall may be switched off for this host in the settings."
        switch report.finding {
        case .delivered:
            return .passed(
                "rehearsal", "the marker came through and the turn was captured (\(report.way))", agent: agent)
        case .memoryMissing:
            return .failed(
                "rehearsal", "the turn was captured, and the marker did not reach the model (\(report.way))",
                hint: registration.consentFault?.hint ?? logs, agent: agent)
        case .captureMissing:
            return .failed(
                "rehearsal", "the marker reached the model, and the turn was not captured (\(report.way))",
                hint: again, agent: agent)
        case .nothingArrived:
            let reason = registration.consentFault?.message ?? "the host does not call memos"
            return .failed(
                "rehearsal", "\(reason): no marker reached the model and no turn was captured (\(report.way))",
                hint: registration.consentFault?.hint ?? again, agent: agent)
        case .notPlayed(let reason):
            return .failed("rehearsal", "\(reason) (\(report.way))", hint: again, agent: agent)
        }
    }
}
