package import JSONText
package import MemoryModel

/// Cursor's hook events. A prompt cannot be given context there, so that its recall waits for the first tool of the turn.
///
/// Cursor also runs the hooks of Claude Code's settings, under Claude's names for events and with its own members. They
/// ask for the same as its own: one turn is recorded whichever are installed, but only its own hooks show anything.
package struct CursorHooks: HookDialect {
    package let host = "cursor"
    private let isNative: Bool

    /// - Parameter isNative: whether the hook is one of Cursor's own.
    package init(isNative: Bool = true) {
        self.isNative = isNative
    }

    private static let names = [
        "SessionStart": "sessionStart", "UserPromptSubmit": "beforeSubmitPrompt", "PostToolUse": "postToolUse",
        "PostToolUseFailure": "postToolUseFailure", "SubagentStop": "subagentStop", "Stop": "stop",
        "PreCompact": "preCompact", "SessionEnd": "sessionEnd",
    ]

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        guard let session = HookPayload.session(of: payload) else { return .nothing }
        let told = HookPayload.event(of: payload)
        let event = Self.names[told] ?? told
        let generation = [payload["generation_id"], payload["prompt_id"]].compactMap { $0?.string }.first
        let requests = HookRequests(
            agent: host, session: session, workspace: payload["workspace_roots"]?[0] ?? payload["cwd"],
            turnKey: generation.map(JSON.string), at: time, deadlineAt: deadlineAt)
        let key = generation.map { "\(session) \($0)" }
        switch event {
        case "beforeSubmitPrompt":
            var late = requests.prompt(payload["prompt"])
            late.params["deadlineAt"] = nil
            return HookPlan(
                [requests.prompt(payload["prompt"], recalls: false)],
                defers: key.map { HookPlan.Deferral(key: $0, call: late) })
        case "postToolUse" where !HookPayload.isHelpers(payload):
            return HookPlan(tool(payload, requests, failure: nil), shows: isNative ? key : nil)
        case "postToolUseFailure" where !HookPayload.isHelpers(payload):
            let failure = payload["error_message"]?.string ?? payload["error"]?.string ?? "failed"
            return HookPlan(tool(payload, requests, failure: failure))
        default: return HookPlan(calls(event, payload, requests))
        }
    }

    private func calls(_ event: String, _ payload: JSON, _ requests: HookRequests) -> [HookPlan.Call] {
        switch event {
        case "sessionStart":
            return requests.open(
                meta: [
                    ("source", payload["composer_mode"]), ("model", payload["model"]),
                    ("transcriptPath", payload["transcript_path"]),
                ],
                entry: isNative ? "startup" : nil)
        case "afterAgentResponse":
            guard let text = payload["text"]?.string, !text.isEmpty else { return [] }
            return [requests.answer(text)]
        case "stop" where !HookPayload.isHelpers(payload): return stop(payload, requests)
        case "subagentStop":
            return [
                requests.helper(
                    id: payload["subagent_id"] ?? payload["agent_id"],
                    task: payload["task"]?.string ?? payload["subagent_type"]?.string,
                    result: payload["summary"] ?? payload["last_assistant_message"], outcome: helpersOutcome(payload))
            ]
        case "preCompact": return [requests.compacted]
        case "sessionEnd": return [requests.close]
        default: return []
        }
    }

    private func tool(_ payload: JSON, _ requests: HookRequests, failure: String?) -> [HookPlan.Call] {
        guard let name = payload["tool_name"]?.string else { return [] }
        let told = payload["tool_output"] ?? payload["tool_response"] ?? .null
        // What a tool gave back comes as JSON inside a string.
        let inner = told.string.flatMap { $0.hasPrefix("{") || $0.hasPrefix("[") ? try? JSON(parsing: $0) : nil }
        let report = ToolReport(
            name: name, id: payload["tool_use_id"], input: payload["tool_input"], response: inner ?? told,
            failure: failure, duration: payload["duration"] ?? payload["duration_ms"])
        return [requests.call(report)]
    }

    /// The text was told before; who stopped the turn, or what broke it, is told here.
    private func stop(_ payload: JSON, _ requests: HookRequests) -> [HookPlan.Call] {
        let outcome: Outcome? =
            switch payload["status"]?.string {
            case "error": .failure
            case "aborted": .unknown
            default: nil
            }
        let end = requests.end(nil, once: true, outcome: outcome)
        guard let text = payload["last_assistant_message"]?.string, !text.isEmpty else { return [end] }
        return [requests.answer(text), end]
    }

    private func helpersOutcome(_ payload: JSON) -> String {
        switch payload["status"]?.string {
        case "completed": "ok"
        case "error": "error"
        case "aborted": "killed"
        default: "unknown"
        }
    }

    package func output(event: String, answer: HookAnswer) -> String {
        guard isNative else { return "" }
        switch event {
        case "beforeSubmitPrompt": return #"{"continue":true}"#
        case "sessionStart", "postToolUse": return HookOutput.member("additional_context", answer.context)
        default: return ""
        }
    }
}
