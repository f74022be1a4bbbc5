import JSONText
import MemoryModel

/// One thing that was examined, with what to do where it is not as it should be.
struct DoctorCheck: Sendable {
    enum State: String, Sendable, Comparable {
        case ok, warning, failed

        private var gravity: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .failed: 2
            }
        }

        static func < (left: State, right: State) -> Bool { left.gravity < right.gravity }
    }

    /// Stable: programs look for it.
    var name: String
    /// The agent it is about, where it is about one.
    var agent: String?
    var state = State.ok
    var message: String
    var hint: String?

    init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }

    init(_ name: String, _ state: State, _ message: String, hint: String?) {
        (self.name, self.state, self.message, self.hint) = (name, state, message, hint)
    }

    var json: JSON {
        .object(present: [
            ("check", .string(name)), ("agent", agent.map(JSON.string)), ("state", .string(state.rawValue)),
            ("message", .string(message)), ("hint", hint.map(JSON.string)),
        ])
    }
}
