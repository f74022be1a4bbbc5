import JSONText

/// Codex CLI: `~/.codex/sessions/YYYY/MM/DD/rollout-*.jsonl`, packed as `….jsonl.zst` after a week without use. Only
/// `response_item` lines are read; `event_msg` lines say the same once more. The oldest files have the items without an
/// envelope.
struct Codex: TranscriptLineReader {
    var assembler: TurnAssembler
    private var turnId: String?

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(
            host: TranscriptFormat.codex.host, sessionId: Path.stem(reading.source.path))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name.hasSuffix(".jsonl") else { return false }
        if candidate.name.hasPrefix("rollout-") { return true }
        return candidate.anyLine { $0["type"]?.string == "session_meta" && $0["payload"]?.object != nil }
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        if assembler.isSidechain { return .sidechain }
        let time = Timestamp.milliseconds(line["timestamp"])
        let payload = line["payload"] ?? line
        switch line["type"]?.string {
        case "session_meta": return takeMeta(payload)
        case nil where line["id"]?.string != nil: return takeMeta(payload)
        case "turn_context":
            assembler.workspace = payload["cwd"]?.string ?? assembler.workspace
            turnId = payload["turn_id"]?.string ?? turnId
            return nil
        case "event_msg":
            if payload["type"]?.string == "task_started" { turnId = payload["turn_id"]?.string ?? turnId }
            return .hostMeta
        case "response_item": return takeItem(payload, number: number, time: time)
        case "message", "function_call", "function_call_output", "reasoning", "local_shell_call":
            return takeItem(line, number: number, time: time)
        case "compacted", "world_state", "token_usage_record": return .hostMeta
        default: return .unknownType
        }
    }

    private mutating func takeMeta(_ meta: JSON) -> TranscriptSkip? {
        // A forked or resumed file repeats the head of its parent; the first one names the session.
        guard assembler.workspace == nil else { return .hostMeta }
        if meta["source"]?["subagent"] != nil { assembler.isSidechain = true }
        assembler.sessionId = meta["session_id"]?.string ?? meta["id"]?.string ?? assembler.sessionId
        assembler.workspace = meta["cwd"]?.string
        assembler.gitBranch = meta["git"]?["branch"]?.string
        assembler.note(Timestamp.milliseconds(meta["timestamp"]))
        return nil
    }

    private mutating func takeItem(_ item: JSON, number: Int, time: Int64?) -> TranscriptSkip? {
        let key = "line:\(number)"
        let callId = item["call_id"]?.string ?? item["id"]?.string
        switch item["type"]?.string ?? "message" {
        case "message": return takeMessage(item, key: key, time: time)
        case "reasoning":
            let parts = (item["summary"]?.array ?? []) + (item["content"]?.array ?? [])
            let text = parts.compactMap { $0["text"]?.string }.joined(separator: "\n\n")
            assembler.thinking(text, key: key, at: time)
        case "function_call":
            assembler.call(
                id: callId, name: item["name"]?.string ?? "",
                input: TranscriptJSON.arguments(item["arguments"]), key: key, at: time)
        case "custom_tool_call":
            assembler.call(
                id: callId, name: item["name"]?.string ?? "", input: item["input"] ?? .null, key: key, at: time)
        case "local_shell_call":
            assembler.call(id: callId, name: "shell", input: item["action"] ?? .null, key: key, at: time)
        case "web_search_call":
            assembler.call(id: callId, name: "web_search", input: item["action"] ?? .null, key: key, at: time)
        case "function_call_output", "custom_tool_call_output":
            let outcome = Self.outcome(of: item["output"])
            assembler.result(id: callId, output: outcome.text, isError: outcome.isError, at: time)
        default: return .unknownType
        }
        return nil
    }

    private mutating func takeMessage(_ item: JSON, key: String, time: Int64?) -> TranscriptSkip? {
        switch item["role"]?.string {
        case "assistant":
            assembler.agent(HostText.text(of: item["content"]), messageId: item["id"]?.string, key: key, at: time)
        case "user":
            let blocks = item["content"]?.array ?? [item["content"] ?? .null]
            let texts = blocks.map { Self.userText(HostText.text(of: [$0])) }.filter { !$0.isEmpty }
            if texts.isEmpty { return .injected }
            assembler.user(
                texts.joined(separator: "\n\n"), keys: [turnId, item["id"]?.string, key], at: time)
        case "developer", "system": return .injected
        default: return .unknownType
        }
        return nil
    }

    /// Context comes in the user's role, as whole blocks in tags or under known headings.
    private static func userText(_ text: String) -> String {
        let text = text.trimmed
        if HostText.isWrapped(text) || text.hasPrefix("# AGENTS.md instructions") { return "" }
        let request = "## My request for Codex:"
        if text.hasPrefix("# Context from my IDE setup:"), let range = text.firstRange(of: request) {
            return HostText.user(String(text[range.upperBound...]))
        }
        return HostText.user(text)
    }

    /// Shell results say how the process ended, in one of three ways.
    private static func outcome(of output: JSON?) -> (text: String?, isError: Bool) {
        var output = output ?? .null
        if case .string(let text) = output, text.utf8.first == UInt8(ascii: "{"),
            let parsed = try? JSON(parsing: text), parsed["output"] != nil
        {
            output = parsed
        }
        let text = HostText.output(output)
        if let code = output["metadata"]?["exit_code"]?.int { return (text, code != 0) }
        if let success = output["success"]?.bool { return (text, !success) }
        let head = (text ?? "").prefix(400)
        for marker in ["Process exited with code ", "Exit code: "] {
            guard let range = head.firstRange(of: marker) else { continue }
            let digits = head[range.upperBound...].prefix { $0.isNumber || $0 == "-" }
            if let code = Int(digits) { return (text, code != 0) }
        }
        return (text, false)
    }
}
