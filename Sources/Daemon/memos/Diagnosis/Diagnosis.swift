import DaemonClient
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What `memos doctor` finds out, topic by topic. What the daemon knows of itself it is asked for; here stands what only
/// somebody outside of it sees. Later checks need not repeat what earlier ones said.
struct Diagnosis {
    let context: FrontContext
    /// A home that a person named; hosts that name none on their command lines are told of it.
    let explicitHome: String?
    /// The host that it is about; `nil`: all that are wired.
    let host: Agent?
    private(set) var checks: [DiagnosisCheck] = []

    init(_ target: HomeOptions, host: Agent?) {
        self.host = host
        explicitHome = target.home
        context = host.map { FrontContext(explicitHome: target.home, agent: $0) } ?? target.context
    }

    var faults: [DiagnosisCheck] { checks.filter { $0.state == .failed } }

    /// - Parameter isDeep: also plays a turn in each host that is wired.
    mutating func run(isDeep: Bool) {
        if explicitHome != nil { setenv("MEMOS_HOME", context.home.path, 1) }
        checks += HomeChecks(context: context).run()
        checks += ProgramChecks().run()
        let wired = HostRegistration.found(in: context, host: host)
        checks += HostChecks(registrations: wired, agent: host ?? context.agent, home: context.home).run()
        let daemon = DaemonChecks(context: context)
        let (session, found) = daemon.run()
        checks += found
        guard let session else { return }
        let recall = RecallCheck(session: session, context: context, registrations: wired)
        checks.append(recall.run())
        if isDeep {
            checks += RehearsalChecks(context: context, explicitHome: explicitHome, registrations: wired).run()
        }
    }
}
