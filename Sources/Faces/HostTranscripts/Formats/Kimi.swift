import JSONText

/// Kimi Code: `~/.kimi-code/sessions/<folder>/<session>/agents/main/wire.jsonl` with `state.json` two folders up.
/// The other folders below `agents` are sub-agents'.
struct Kimi: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        let folder = Path.parent(Path.parent(Path.parent(reading.source.path)))
        let state = TranscriptJSON.sidecar(Path.join(folder, "state.json"))
        assembler = TurnAssembler(host: TranscriptFormat.kimi.host, sessionId: Path.name(folder))
        assembler.title = state?["title"]?.string
        assembler.workspace = state?["workDir"]?.string
        assembler.note(Timestamp.milliseconds(state?["createdAt"]))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name == "wire.jsonl", candidate.parentName == "main" else { return false }
        return candidate.folders.dropLast().last == "agents"
    }

    /// What the host's own types begin with.
    private static let bookkeeping = ["metadata", "config.", "usage.", "turn.", "context.", "status", "step."]

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        let time = Timestamp.milliseconds(line["time"])
        let key = "line:\(number)"
        switch line["type"]?.string {
        case "context.append_message":
            guard let message = line["message"] else { return .unknownType }
            return take(message: message, key: key, time: time)
        case "context.append_loop_event":
            guard let event = line["event"] else { return .unknownType }
            return take(event: event, key: key, time: time)
        case let type? where Self.bookkeeping.contains { type.hasPrefix($0) }: return .hostMeta
        default: return .unknownType
        }
    }

    private mutating func take(message: JSON, key: String, time: Int64?) -> TranscriptSkip? {
        let text = HostText.text(of: message["content"])
        switch message["role"]?.string {
        case "user":
            if let kind = message["origin"]?["kind"]?.string, kind != "user" { return .injected }
            let text = HostText.user(text, removing: ["system"])
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [message["id"]?.string, key], at: time)
        case "assistant": assembler.agent(text, messageId: message["id"]?.string, key: key, at: time)
        case "tool":
            assembler.result(
                id: message["toolCallId"]?.string, output: HostText.output(message["content"]),
                isError: message["isError"]?.bool == true, at: time)
        default: return .injected
        }
        return nil
    }

    private mutating func take(event: JSON, key: String, time: Int64?) -> TranscriptSkip? {
        let step = event["stepUuid"]?.string
        switch event["type"]?.string {
        case "content.part":
            let part = event["part"] ?? .null
            switch part["type"]?.string {
            case "text":
                assembler.agent(
                    part["text"]?.string ?? "", messageId: step, isStreamed: true, key: key, at: time)
            case "think":
                assembler.thinking(
                    part["think"]?.string ?? part["text"]?.string ?? "", messageId: step, isStreamed: true, key: key,
                    at: time)
            default: return .unknownType
            }
        case "tool.call":
            assembler.call(
                id: event["toolCallId"]?.string, name: event["name"]?.string ?? event["toolName"]?.string ?? "",
                input: TranscriptJSON.arguments(event["args"] ?? event["arguments"] ?? event["input"]),
                messageId: step, key: key, at: time)
        case "tool.result":
            let result = event["result"] ?? event
            assembler.result(
                id: event["toolCallId"]?.string, output: HostText.output(result["output"] ?? result["content"]),
                isError: result["isError"]?.bool == true, at: time)
        default: return .hostMeta
        }
        return nil
    }
}
