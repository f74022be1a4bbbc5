import JSONText
import RuntimeHome

/// One thing that was looked at, and what to do where it is not as it should be. Names are stable; `docs/OPERATIONS.md`
/// lists them.
struct DiagnosisCheck {
    enum State: String {
        case ok, warning, failed
    }

    let name: String
    /// The host it is about, where it is about one.
    var agent: String?
    var state = State.ok
    let detail: String
    var hint: String?

    /// The name with its host.
    var title: String { agent.map { "\(name) (\($0))" } ?? name }

    var json: JSON {
        .object(present: [
            ("name", .string(name)), ("host", agent.map(JSON.string)), ("ok", .bool(state != .failed)),
            ("state", .string(state.rawValue)), ("detail", .string(detail)), ("hint", hint.map(JSON.string)),
        ])
    }
}

extension DiagnosisCheck {
    static func passed(_ name: String, _ detail: String, agent: Agent? = nil) -> DiagnosisCheck {
        DiagnosisCheck(name: name, agent: agent?.rawValue, detail: detail)
    }

    static func failed(_ name: String, _ detail: String, hint: String?, agent: Agent? = nil) -> DiagnosisCheck {
        DiagnosisCheck(name: name, agent: agent?.rawValue, state: .failed, detail: detail, hint: hint)
    }

    static func warned(_ name: String, _ detail: String, hint: String?, agent: Agent? = nil) -> DiagnosisCheck {
        DiagnosisCheck(name: name, agent: agent?.rawValue, state: .warning, detail: detail, hint: hint)
    }

    /// As the daemon tells it (`doctor.run`).
    init(daemons check: JSON) {
        name = check["check"]?.string ?? "daemon"
        agent = check["agent"]?.string
        state = check["state"]?.string.flatMap(State.init) ?? .failed
        detail = check["message"]?.string ?? ""
        hint = check["hint"]?.string
    }
}
