package import JSONText
package import MemoryModel

/// Claude Code's hook events in the words of the catalogue.
package struct ClaudeHooks: HookDialect {
    package let host = "claude"

    package init() {}

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        ClaudeEvents(agent: host, turnKey: "prompt_id").plan(payload, at: time, deadlineAt: deadlineAt)
    }

    /// Stop must print nothing at all, or the model goes on.
    package func output(event: String, answer: HookAnswer) -> String {
        switch event {
        case "UserPromptSubmit": HookOutput.specific(event: event, context: answer.context)
        case "SessionStart": HookOutput.specific(event: event, context: answer.context, notice: answer.notice)
        default: ""
        }
    }
}

/// The events that Claude Code has and other hosts have taken over from it.
struct ClaudeEvents {
    let agent: String
    /// The member that names the turn.
    let turnKey: String

    func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        guard let session = payload["session_id"]?.string, !session.isEmpty else { return .nothing }
        let requests = HookRequests(
            agent: agent, session: session, workspace: payload["cwd"], turnKey: payload[turnKey], at: time,
            deadlineAt: deadlineAt)
        switch HookPayload.event(of: payload) {
        case "SessionStart":
            return HookPlan(
                requests.open(
                    meta: [
                        ("source", payload["source"]), ("model", payload["model"]),
                        ("transcriptPath", payload["transcript_path"]),
                    ],
                    entry: payload["source"] ?? "startup"))
        case "PreCompact": return HookPlan([requests.compacted])
        case "SessionEnd": return HookPlan([requests.close])
        case "SubagentStop":
            return HookPlan([
                requests.helper(
                    id: payload["agent_id"], task: payload["agent_type"]?.string,
                    result: payload["last_assistant_message"], outcome: "ok")
            ])
        case let event where !HookPayload.isHelpers(payload):
            return HookPlan(own(event, payload, requests))
        default: return .nothing
        }
    }

    /// What happens in the user's turn itself.
    private func own(_ event: String, _ payload: JSON, _ requests: HookRequests) -> [HookPlan.Call] {
        switch event {
        case "UserPromptSubmit": return [requests.prompt(payload["prompt"])]
        case "PostToolUse", "PostToolUseFailure":
            guard let name = payload["tool_name"]?.string else { return [] }
            let report = ToolReport(
                name: name, id: payload["tool_use_id"], input: payload["tool_input"],
                response: payload["tool_response"], failure: payload["error"]?.string,
                duration: payload["duration_ms"])
            return [requests.call(report)]
        case "Stop": return [requests.end(payload["last_assistant_message"])]
        default: return []
        }
    }
}
