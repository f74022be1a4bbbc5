import DaemonConfiguration
import JSONText
import MemoryAPI
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore

/// What the daemon can examine of itself and of what reaches it. Repairs nothing and calls no model. What only somebody
/// outside can see, hosts' files, programs, whether it answers at all, is the front's to check.
struct Doctor: Sendable {
    let state: DaemonState
    let config: ConfigStore
    let vectors: VectorMethods
    let hasViewer: Bool
    /// The port the viewer listens on, once it is known whether it does.
    let port: @Sendable () async -> Int?
    /// The one it is to listen on.
    let preferredPort: @Sendable () -> Int

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("doctor.run", access: .reads) { _, _ in
            let checks = await run()
            let worst = checks.map(\.state).max() ?? .ok
            return ["state": .string(worst.rawValue), "checks": .array(checks.map(\.json))]
        }
    }

    private func run() async -> [DoctorCheck] {
        var checks = await store()
        checks += [await meaning(), await models(), disk(), permissions(), spool(), await viewer()]
        if let hub = await hub() { checks.append(hub) }
        return checks + (await delivery())
    }

    /// Of each host that was ever here.
    private func delivery() async -> [DoctorCheck] {
        guard let hosts = try? await state.memory.deliveries.hosts(), !hosts.isEmpty else {
            return [
                DoctorCheck(
                    "delivery", .warning, "No host has delivered anything yet.",
                    hint: "Work with your agent for a turn, or import transcripts.")
            ]
        }
        return hosts.map { host in
            let agent = host.activity.agent
            var check = DoctorCheck("delivery", Self.summary(of: host))
            if let complaint = host.complaint {
                check = DoctorCheck("delivery", .failed, complaint, hint: host.mend)
            }
            check.agent = agent
            return check
        }
    }

    private static func summary(of host: HostDelivery) -> String {
        let agent = host.activity.agent
        return switch host.state {
        case .delivering, .failing: "\(agent) delivers."
        case .quiet: "\(agent) was quiet for a day; what came last was whole."
        case .never: "What there is of \(agent) was read out of transcripts."
        }
    }
}
