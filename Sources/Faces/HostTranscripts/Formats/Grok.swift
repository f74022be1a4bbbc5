import JSONText

/// Grok CLI: `~/.grok/sessions/<folder>/<session>/updates.jsonl`, the stream of an agent-client protocol, with
/// `summary.json` beside it. Texts come in chunks.
struct Grok: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        let folder = Path.parent(reading.source.path)
        let summary = TranscriptJSON.sidecar(Path.join(folder, "summary.json"))
        assembler = TurnAssembler(
            host: TranscriptFormat.grok.host, sessionId: summary?["info"]?["id"]?.string ?? Path.name(folder))
        assembler.workspace = summary?["info"]?["cwd"]?.string
        assembler.title = summary?["generated_title"]?.string ?? summary?["session_summary"]?.string
        assembler.note(Timestamp.milliseconds(summary?["created_at"]))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name == "updates.jsonl" else { return false }
        return candidate.hasFolder(".grok") || candidate.anyLine { $0["params"]?["update"] != nil }
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        guard let update = line["params"]?["update"], let kind = update["sessionUpdate"]?.string else {
            return .unknownType
        }
        let time = Timestamp.milliseconds(line["timestamp"])
        let key = "line:\(number)"
        let text = HostText.text(of: update["content"])
        let messageId = (update["_meta"] ?? line["params"]?["_meta"])?["promptId"]?.string
        switch kind {
        case "user_message_chunk":
            takeUser(text, index: update["_meta"]?["promptIndex"]?.int, number: number, time: time)
            return nil
        case "agent_message_chunk":
            assembler.agent(text, messageId: messageId, isStreamed: true, key: key, at: time)
        case "agent_thought_chunk":
            assembler.thinking(text, messageId: messageId, isStreamed: true, key: key, at: time)
        case "tool_call", "tool_call_update":
            takeCall(update, messageId: messageId, key: key, time: time)
        case "plan", "available_commands_update", "current_mode_update", "usage_update", "session_info_update",
            "config_option_update":
            return .hostMeta
        default: return .unknownType
        }
        return nil
    }

    /// Chunks of one prompt have the same number.
    private mutating func takeUser(_ text: String, index: Int64?, number: Int, time: Int64?) {
        let key = index.map { "prompt:\($0)" } ?? "line:\(number)"
        let text = HostText.user(text)
        guard !text.isEmpty else { return }
        assembler.user(text, keys: [key], at: time)
    }

    private mutating func takeCall(_ update: JSON, messageId: String?, key: String, time: Int64?) {
        let id = update["toolCallId"]?.string
        if update["sessionUpdate"]?.string == "tool_call" || update["rawInput"] != nil {
            assembler.call(
                id: id, name: update["title"]?.string ?? update["kind"]?.string ?? "",
                input: update["rawInput"] ?? .null, messageId: messageId, key: key, at: time)
        }
        guard let status = update["status"]?.string, status == "completed" || status == "failed" else { return }
        let content = update["content"]?.array?.compactMap { $0["content"] ?? $0 } ?? []
        let output = content.isEmpty ? update["rawOutput"] : .array(content)
        assembler.result(id: id, output: HostText.output(output), isError: status == "failed", at: time)
    }
}
