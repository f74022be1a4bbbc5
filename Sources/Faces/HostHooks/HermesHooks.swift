package import JSONText
package import MemoryModel

/// The shell hooks of Hermes, for people whose memory provider is another one. What an event tells beside its session and
/// tool stands in `extra`.
///
/// Its `on_session_end` comes after every turn, so that only `on_session_finalize` closes a session.
package struct HermesHooks: HookDialect {
    package let host = "hermes"

    package init() {}

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        guard let session = payload["session_id"]?.string, !session.isEmpty else { return .nothing }
        let extra = payload["extra"] ?? .null
        let key = extra["turn_id"]?.string.flatMap { $0.isEmpty ? nil : JSON.string($0) }
        let requests = HookRequests(
            agent: host, session: session, workspace: payload["cwd"], turnKey: key, at: time, deadlineAt: deadlineAt)
        return HookPlan(calls(HookPayload.event(of: payload), payload, extra, requests))
    }

    private func calls(
        _ event: String, _ payload: JSON, _ extra: JSON, _ requests: HookRequests
    ) -> [HookPlan.Call] {
        switch event {
        case "on_session_start":
            return requests.open(meta: [("model", extra["model"]), ("platform", extra["platform"])], entry: nil)
        case "pre_llm_call": return [requests.prompt(extra["user_message"])]
        case "post_tool_call":
            guard let name = payload["tool_name"]?.string, !name.isEmpty else { return [] }
            let status = extra["status"]?.string ?? "ok"
            let fault = extra["error_message"]?.string ?? extra["error_type"]?.string ?? status
            let report = ToolReport(
                name: name, id: extra["tool_call_id"], input: payload["tool_input"], response: extra["result"],
                failure: status == "ok" ? nil : fault, duration: extra["duration_ms"])
            return [requests.call(report)]
        case "post_llm_call":
            return [requests.end(extra["assistant_response"], userText: extra["user_message"])]
        case "subagent_stop":
            return [
                requests.helper(
                    id: extra["child_session_id"], task: extra["child_role"]?.string, result: extra["child_summary"],
                    outcome: helpersOutcome(extra))
            ]
        case "on_session_finalize": return [requests.close]
        default: return []
        }
    }

    private func helpersOutcome(_ extra: JSON) -> String {
        switch extra["child_status"]?.string {
        case "success", "completed", "ok": "ok"
        case "error", "failed": "error"
        case "timeout": "timeout"
        case "interrupted", "cancelled": "killed"
        default: "unknown"
        }
    }

    package func output(event: String, answer: HookAnswer) -> String {
        event == "pre_llm_call" ? HookOutput.member("context", answer.context) : ""
    }
}
