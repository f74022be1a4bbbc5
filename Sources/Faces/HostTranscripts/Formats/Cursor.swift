import JSONText

/// Cursor: `~/.cursor/projects/<folder>/agent-transcripts/…/<session>.jsonl`. The lines carry neither ids nor times.
/// The editor keeps more in its own database (`CursorEditor`); the blobs of `~/.cursor/chats` are read by nobody here.
struct Cursor: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(host: TranscriptFormat.cursor.host, sessionId: Path.stem(reading.source.path))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasSuffix(".jsonl") && candidate.hasFolder("agent-transcripts")
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        guard let role = line["role"]?.string else { return line["type"] == nil ? .unknownType : .hostMeta }
        guard let content = line["message"]?["content"] else { return .unknownType }
        let time = Timestamp.milliseconds(line["timestamp"])
        let key = "line:\(number)"
        switch role {
        case "user":
            let stored = HostText.text(of: content)
            let text = HostText.user(HostText.inner("user_query", of: stored) ?? stored)
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case "assistant":
            for block in content.array ?? [["type": "text", "text": content]] {
                switch block["type"]?.string {
                case "text":
                    assembler.agent(block["text"]?.string ?? "", messageId: key, key: key, at: time)
                case "thinking", "reasoning":
                    let text = block["thinking"]?.string ?? block["text"]?.string ?? ""
                    assembler.thinking(text, messageId: key, key: key, at: time)
                case "tool_use":
                    assembler.call(
                        id: block["id"]?.string, name: block["name"]?.string ?? "",
                        input: block["input"] ?? .null, messageId: key, key: key, at: time)
                default: continue
                }
            }
        case "tool":
            for block in content.array ?? [] where block["type"]?.string == "tool_result" {
                assembler.result(
                    id: block["tool_use_id"]?.string, output: HostText.output(block["content"]),
                    isError: block["is_error"]?.bool == true, at: time)
            }
        default: return .unknownType
        }
        return nil
    }
}
