import JSONText

/// Antigravity: `…/brain/<session>/.system_generated/logs/transcript.jsonl`. The user's text stands in
/// `<USER_REQUEST>`, the folder in metadata beside it.
struct Antigravity: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        let folder = Path.parent(Path.parent(Path.parent(reading.source.path)))
        assembler = TurnAssembler(host: TranscriptFormat.antigravity.host, sessionId: Path.name(folder))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name == "transcript.jsonl" && candidate.hasFolder(".system_generated")
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        let time = Timestamp.milliseconds(line["created_at"])
        let key = line["id"]?.string ?? "line:\(number)"
        let stored = HostText.text(of: line["content"])
        switch line["source"]?.string {
        case "USER_EXPLICIT":
            if let metadata = HostText.inner("ADDITIONAL_METADATA", of: stored),
                let folder = (try? JSON(parsing: metadata))?["cwd"]?.string
            {
                assembler.workspace = folder
            }
            let request = HostText.withoutBlocks(stored, tags: ["ADDITIONAL_METADATA"])
            let text = HostText.user(HostText.inner("USER_REQUEST", of: request) ?? request)
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case "MODEL":
            assembler.thinking(line["thinking"]?.string ?? "", messageId: key, key: key, at: time)
            for call in line["tool_calls"]?.array ?? [] {
                assembler.call(
                    id: call["id"]?.string, name: call["name"]?.string ?? "",
                    input: TranscriptJSON.arguments(call["args"] ?? call["arguments"]), messageId: key, key: key,
                    at: time)
            }
            assembler.agent(stored, messageId: key, key: key, at: time)
        case nil: return .unknownType
        default: return .hostMeta
        }
        return nil
    }
}
