package import JSONText
package import MemoryModel

/// Claude Code's hook events in the words of the catalogue. Pure: payload in, plan out; answer in, stdout out.
///
/// Tool hooks that fire inside a helper agent (`agent_id`) are left out: they are not steps of the user's turn.
package enum ClaudeHooks {
    package static let host = "claude"

    package static func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp? = nil) -> HookPlan {
        guard let event = payload["hook_event_name"]?.string, let session = payload["session_id"]?.string,
            !session.isEmpty
        else { return .nothing }
        let isHelper = payload["agent_id"]?.string != nil
        switch event {
        case "SessionStart": return sessionStart(payload, session: session)
        case "UserPromptSubmit" where !isHelper:
            return prompt(payload, session: session, at: time, deadlineAt: deadlineAt)
        case "PostToolUse" where !isHelper, "PostToolUseFailure" where !isHelper:
            return toolUse(payload, session: session, at: time)
        case "Stop" where !isHelper: return stop(payload, session: session, at: time)
        case "SubagentStop": return subagentStop(payload, session: session, at: time)
        case "PreCompact":
            return single("session.compacted", ["sessionId": .string(session), "ts": .integer(time)])
        case "SessionEnd": return single("session.close", ["sessionId": .string(session)])
        default: return .nothing
        }
    }

    /// What the hook prints for a recall; nothing when there is nothing to add. Stop must print nothing at all, or the
    /// model goes on.
    package static func output(event: String, context: String) -> String {
        if context.isEmpty { return "" }
        let value: JSON = [
            "hookSpecificOutput": ["hookEventName": .string(event), "additionalContext": .string(context)]
        ]
        return value.text
    }

    private static func sessionStart(_ payload: JSON, session: String) -> HookPlan {
        let meta = JSON.object(present: [
            ("source", payload["source"]), ("model", payload["model"]), ("transcriptPath", payload["transcript_path"]),
        ])
        return single(
            "session.open",
            ["agent": .string(host), "sessionId": .string(session), "namespace": namespace(payload), "meta": meta]
        )
    }

    private static func prompt(
        _ payload: JSON, session: String, at time: Timestamp, deadlineAt: Timestamp?
    ) -> HookPlan {
        var plan = single(
            "turn.start",
            .object(present: [
                ("agent", .string(host)), ("sessionId", .string(session)), ("namespace", namespace(payload)),
                ("userText", payload["prompt"] ?? ""), ("ts", .integer(time)), ("turnKey", payload["prompt_id"]),
                ("deadlineAt", deadlineAt.map(JSON.integer)),
                ("contextHints", ["visibleContextKnown": true, "visibleContextStartTs": 0]),
            ])
        )
        plan.showsRecallOf = "UserPromptSubmit"
        return plan
    }

    private static func toolUse(_ payload: JSON, session: String, at time: Timestamp) -> HookPlan {
        guard let name = payload["tool_name"]?.string else { return .nothing }
        let failure = payload["error"]?.string
        // A call of more than a day is a mistake of somebody's clock.
        let duration = payload["duration_ms"]?.int.flatMap { (0...86_400_000).contains($0) ? $0 : nil }
        let call = JSON.object(present: [
            ("name", .string(name)), ("toolCallId", payload["tool_use_id"]), ("input", payload["tool_input"]),
            ("output", .string(failure ?? text(of: payload["tool_response"] ?? .null))),
            ("errorCode", failure.map { .string(firstLine(of: $0)) }),
            ("startedAt", duration.map { .integer(time - $0) }), ("endedAt", .integer(time)),
        ])
        return single(
            "turn.record_call",
            .object(present: [
                ("agent", .string(host)), ("sessionId", .string(session)), ("namespace", namespace(payload)),
                ("turnKey", payload["prompt_id"]), ("call", call), ("ts", .integer(time)),
            ])
        )
    }

    private static func stop(_ payload: JSON, session: String, at time: Timestamp) -> HookPlan {
        single(
            "turn.end",
            .object(present: [
                ("agent", .string(host)), ("sessionId", .string(session)), ("namespace", namespace(payload)),
                ("episodeId", ""), ("turnKey", payload["prompt_id"]), ("toolCalls", []), ("ts", .integer(time)),
                ("agentText", .string(payload["last_assistant_message"]?.string ?? "")),
            ])
        )
    }

    private static func subagentStop(_ payload: JSON, session: String, at time: Timestamp) -> HookPlan {
        let kind = payload["agent_type"]?.string ?? "helper"
        return single(
            "subagent.record",
            .object(present: [
                ("agent", .string(host)), ("sessionId", .string(session)), ("namespace", namespace(payload)),
                ("childSessionId", payload["agent_id"]), ("task", .string(kind)),
                ("result", .string(payload["last_assistant_message"]?.string ?? "")), ("outcome", "ok"),
                ("ts", .integer(time)),
            ])
        )
    }

    private static func single(_ method: String, _ params: JSON) -> HookPlan {
        HookPlan(calls: [HookPlan.Call(method: method, params: params)], showsRecallOf: nil)
    }

    private static func namespace(_ payload: JSON) -> JSON {
        .object(present: [("agentKind", .string(host)), ("workspacePath", payload["cwd"])])
    }

    /// What a tool answered, as text: its output and error streams, or the text of its blocks.
    private static func text(of response: JSON) -> String {
        switch response {
        case .null: return ""
        case .string(let text): return text
        case .array(let blocks):
            return blocks.map { $0["text"]?.string ?? $0.text }.joined(separator: "\n")
        case .object(let object):
            let streams = ["stdout", "stderr"].compactMap { object[$0]?.string }.filter { !$0.isEmpty }
            if object["stdout"] != nil { return streams.joined(separator: "\n") }
            return object["content"].map(text(of:)) ?? response.text
        default: return response.text
        }
    }

    private static func firstLine(of text: String) -> String {
        String(text.prefix { $0 != "\n" }.prefix(120))
    }
}
