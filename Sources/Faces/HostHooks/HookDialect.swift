package import JSONText
package import MemoryModel

/// How one host tells its events and reads what hooks print. Pure: payload in, plan out; answer in, standard output out.
///
/// Tool hooks that fire inside a helper agent are left out by every dialect: they are no steps of the user's turn.
package protocol HookDialect: Sendable {
    /// As `memos hook --host` names it.
    var host: String { get }

    /// - Parameter deadlineAt: when the hook stops waiting.
    func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan

    /// What the hook prints, in the form this host accepts; for most events nothing, whatever the answer.
    ///
    /// - Parameter event: as the payload names it; empty where it names none.
    func output(event: String, answer: HookAnswer) -> String
}

extension HookDialect {
    package func plan(_ payload: JSON, at time: Timestamp) -> HookPlan {
        plan(payload, at: time, deadlineAt: nil)
    }
}

/// The dialects there are.
package enum HookDialects {
    package static let all: [any HookDialect] = [
        ClaudeHooks(), CodexHooks(), CodexNotification(), CursorHooks(), GeminiHooks(), HermesHooks(),
    ]

    package static var hosts: [String] { all.map(\.host) }

    /// The dialect of an event.
    ///
    /// Cursor runs the hooks that it finds in Claude Code's settings as well. Such an event is told by what Cursor adds to
    /// the payload, or by the caller that the hook's process saw in its environment.
    ///
    /// - Returns: `nil` for a host that nobody knows.
    package static func dialect(of host: String, payload: JSON, caller: String?) -> (any HookDialect)? {
        if host == ClaudeHooks().host, payload["cursor_version"]?.string != nil || caller == CursorHooks().host {
            return CursorHooks(isNative: false)
        }
        return all.first { $0.host == host }
    }
}

/// The members that the payloads of all hosts have in common, under their several names.
package enum HookPayload {
    /// The host's name of its conversation; `nil` where there is none.
    package static func session(of payload: JSON) -> String? {
        for name in ["conversation_id", "session_id", "thread-id"] {
            if let id = payload[name]?.string, !id.isEmpty { return id }
        }
        return nil
    }

    static func event(of payload: JSON) -> String { payload["hook_event_name"]?.string ?? "" }

    /// Whether the event comes from inside a helper agent.
    static func isHelpers(_ payload: JSON) -> Bool { payload["agent_id"]?.string != nil }
}

/// The forms in which hosts take what a hook has to say.
enum HookOutput {
    /// - Parameter notice: only for hosts that show it to the person.
    static func specific(event: String, context: String, notice: String? = nil) -> String {
        let specific: JSON = ["hookEventName": .string(event), "additionalContext": .string(context)]
        let members: [(String, JSON?)] = [
            ("hookSpecificOutput", context.isEmpty ? nil : specific), ("systemMessage", notice.map(JSON.string)),
        ]
        return members.contains { $0.1 != nil } ? JSON.object(present: members).text : ""
    }

    static func member(_ name: String, _ text: String) -> String {
        if text.isEmpty { return "" }
        let value: JSON = .object(present: [(name, .string(text))])
        return value.text
    }
}
