package import JSONText
package import MemoryModel

/// Gemini CLI's hook events. It has no name for a turn, so that a turn is known by its words.
package struct GeminiHooks: HookDialect {
    package let host = "gemini"

    package init() {}

    package func plan(_ payload: JSON, at time: Timestamp, deadlineAt: Timestamp?) -> HookPlan {
        guard let session = payload["session_id"]?.string, !session.isEmpty else { return .nothing }
        let requests = HookRequests(
            agent: host, session: session, workspace: payload["cwd"], at: time, deadlineAt: deadlineAt)
        return HookPlan(calls(HookPayload.event(of: payload), payload, requests))
    }

    private func calls(_ event: String, _ payload: JSON, _ requests: HookRequests) -> [HookPlan.Call] {
        switch event {
        case "SessionStart":
            return requests.open(
                meta: [("source", payload["source"]), ("transcriptPath", payload["transcript_path"])],
                entry: payload["source"] ?? "startup")
        case "BeforeAgent": return [requests.prompt(payload["prompt"])]
        case "AfterTool":
            guard let name = payload["tool_name"]?.string else { return [] }
            let fault = payload["tool_response"]?["error"]
            let report = ToolReport(
                name: name, id: payload["tool_use_id"], input: payload["tool_input"],
                response: payload["tool_response"], failure: fault?.string ?? fault?["message"]?.string)
            return [requests.call(report)]
        case "AfterAgent": return [requests.end(payload["prompt_response"], userText: payload["prompt"])]
        case "PreCompress": return [requests.compacted]
        case "SessionEnd": return [requests.close]
        default: return []
        }
    }

    /// Never nothing: where standard output is empty, Gemini reads standard error in its place.
    package func output(event: String, answer: HookAnswer) -> String {
        var text = ""
        if event == "BeforeAgent" || event == "SessionStart" {
            text = HookOutput.specific(event: event, context: answer.context)
        }
        return text.isEmpty ? "{}" : text
    }
}
