import JSONText
import RuntimeHome

/// What a host says at each event of a turn, in its own words.
struct HookScript {
    let agent: Agent
    /// Where the host works.
    let folder: String

    enum Moment: CaseIterable {
        case sessionStart, prompt, answer, stop, sessionEnd
    }

    /// Hosts whose prompt event gives context back.
    var recallsAtPrompt: Bool { agent != .cursor }

    /// The name of an event; `nil` where the host has none for the moment.
    func event(_ moment: Moment) -> String? {
        switch (moment, agent) {
        case (.sessionStart, .cursor): "sessionStart"
        case (.sessionStart, _): "SessionStart"
        case (.prompt, .cursor): "beforeSubmitPrompt"
        case (.prompt, .gemini): "BeforeAgent"
        case (.prompt, _): "UserPromptSubmit"
        case (.answer, .cursor): "afterAgentResponse"
        case (.answer, _): nil
        case (.stop, .cursor): "stop"
        case (.stop, .gemini): "AfterAgent"
        case (.stop, _): "Stop"
        case (.sessionEnd, .cursor): "sessionEnd"
        case (.sessionEnd, _): "SessionEnd"
        }
    }

    /// - Parameters:
    ///   - session: a turn's key too, as ours have one turn each.
    ///   - prompt: what the person said.
    ///   - answer: what the agent said.
    func payload(_ moment: Moment, session: String, prompt: String, answer: String) -> JSON? {
        guard let event = event(moment) else { return nil }
        let all: [(String, JSON?)] = [("hook_event_name", .string(event)), ("session_id", .string(session))]
        return .object(present: all + place(session) + words(moment, session, prompt, answer))
    }

    private func place(_ session: String) -> [(String, JSON?)] {
        switch agent {
        case .cursor:
            [
                ("conversation_id", .string(session)), ("generation_id", .string(session)),
                ("cursor_version", "0"), ("workspace_roots", [.string(folder)]),
            ]
        case .codex: [("cwd", .string(folder)), ("turn_id", .string(session)), ("model", "memos-rehearsal")]
        case .gemini: [("cwd", .string(folder)), ("transcript_path", ""), ("timestamp", "2026-01-01T00:00:00.000Z")]
        default: [("cwd", .string(folder)), ("prompt_id", .string(session))]
        }
    }

    private func words(
        _ moment: Moment, _ session: String, _ prompt: String, _ answer: String
    ) -> [(String, JSON?)] {
        switch (moment, agent) {
        case (.sessionStart, .cursor): [("is_background_agent", false)]
        case (.sessionStart, _): [("source", "startup")]
        case (.prompt, .cursor): [("prompt", .string(prompt)), ("attachments", [])]
        case (.prompt, _): [("prompt", .string(prompt))]
        case (.answer, _): [("text", .string(answer))]
        case (.stop, .cursor): [("status", "completed"), ("loop_count", 0)]
        case (.stop, .gemini):
            [("prompt", .string(prompt)), ("prompt_response", .string(answer)), ("stop_hook_active", false)]
        case (.stop, _): [("stop_hook_active", false), ("last_assistant_message", .string(answer))]
        case (.sessionEnd, .cursor): [("reason", "completed"), ("duration_ms", 1)]
        case (.sessionEnd, _): [("reason", "other")]
        }
    }
}
