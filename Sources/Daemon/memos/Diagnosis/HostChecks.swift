import RuntimeHome

/// Whether each host calls us, and may.
struct HostChecks {
    let registrations: [HostRegistration]
    /// The host that must be wired if none other is.
    let agent: Agent

    func run() -> [DiagnosisCheck] {
        if registrations.isEmpty {
            return [
                .failed(
                    "registration", "no host on this machine calls memos",
                    hint: "Run `memos install --host \(agent)`.", agent: agent)
            ]
        }
        return registrations.flatMap { registration -> [DiagnosisCheck] in
            let agent = registration.agent
            let registered: DiagnosisCheck =
                registration.fault.map { .failed("registration", $0.message, hint: $0.hint, agent: agent) }
                ?? .passed("registration", registration.place, agent: agent)
            guard let consent = registration.consentFault else { return [registered] }
            return [registered, .failed("consent", consent.message, hint: consent.hint, agent: agent)]
        }
    }
}
