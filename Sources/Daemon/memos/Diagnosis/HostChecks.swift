import RuntimeHome

/// Whether each host calls us, and may.
struct HostChecks {
    let registrations: [HostRegistration]
    /// The host that must be wired if none other is.
    let agent: Agent
    /// Whose doctor it is.
    let home: RuntimeHome

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
                ?? strayed(registration) ?? .passed("registration", registration.place, agent: agent)
            guard let consent = registration.consentFault else { return [registered] }
            return [registered, .failed("consent", consent.message, hint: consent.hint, agent: agent)]
        }
    }

    /// A host that is wired, to the memory of another home.
    private func strayed(_ registration: HostRegistration) -> DiagnosisCheck? {
        guard let other = registration.home, !registration.leads(to: home) else { return nil }
        return .warned(
            "registration", "\(registration.place), with another home: \(other)",
            hint: "Run `memos doctor --home \(other)` to look at that one.", agent: registration.agent)
    }
}
