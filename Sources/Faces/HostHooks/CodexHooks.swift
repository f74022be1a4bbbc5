package import JSONText
package import MemoryModel

/// Codex's hook events, which have Claude Code's names and name the turn otherwise.
package struct CodexHooks: HookDialect {
    package let host = "codex"

    package init() {}

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        ClaudeEvents(agent: host, turnKey: "turn_id").plan(payload, at: time, deadlineAt: deadlineAt)
    }

    /// A member that Codex does not know, or plain text, marks the hook as failed, and nothing is delivered.
    package func output(event: String, answer: HookAnswer) -> String {
        switch event {
        case "UserPromptSubmit", "SessionStart": HookOutput.specific(event: event, context: answer.context)
        default: ""
        }
    }
}

/// What Codex hands to its `notify` program after each turn: a fall-back where hooks are not trusted. A turn that its
/// hooks have told stays as they told it.
package struct CodexNotification: HookDialect {
    package let host = "codex-notify"

    package init() {}

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        guard payload["type"]?.string == "agent-turn-complete", let thread = payload["thread-id"]?.string,
            !thread.isEmpty
        else { return .nothing }
        let requests = HookRequests(
            agent: CodexHooks().host, session: thread, workspace: payload["cwd"], turnKey: payload["turn-id"],
            at: time)
        let words = (payload["input-messages"]?.array ?? []).compactMap(\.string).joined(separator: "\n\n")
        return HookPlan([
            requests.end(payload["last-assistant-message"], userText: .string(words), once: true)
        ])
    }

    package func output(event: String, answer: HookAnswer) -> String { "" }
}
