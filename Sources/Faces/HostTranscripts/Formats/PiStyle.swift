import JSONText

/// The line format of pi, which omp and OpenClaw share: a `session` line, then `message` lines with the roles user,
/// assistant and toolResult. They differ in where the files lie and in what is wrapped around the user's text.
struct PiStyle {
    var assembler: TurnAssembler
    /// What the user typed, out of what was stored; empty for a message no user wrote.
    private let userText: (String) -> String

    init(_ format: TranscriptFormat, path: String, userText: @escaping (String) -> String = { HostText.user($0) }) {
        assembler = TurnAssembler(host: format.host, sessionId: Path.stem(path))
        self.userText = userText
    }

    /// A file of this shape, whoever wrote it.
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard let first = candidate.lines.first, first["type"]?.string == "session" else { return false }
        return first["id"]?.string != nil && first["timestamp"] != nil && first["createdAt"] == nil
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        switch line["type"]?.string {
        case "session":
            assembler.sessionId = line["id"]?.string ?? assembler.sessionId
            assembler.workspace = line["cwd"]?.string ?? assembler.workspace
            assembler.title = line["title"]?.string ?? assembler.title
            assembler.note(Timestamp.milliseconds(line["timestamp"]))
            return nil
        case "session_info", "title_change":
            assembler.title = line["name"]?.string ?? line["title"]?.string ?? assembler.title
            return nil
        case "message": return takeMessage(line, number: number)
        case "custom_message": return .injected
        case "model_change", "thinking_level_change", "compaction", "branch_summary", "custom", "label":
            return .hostMeta
        default: return .unknownType
        }
    }

    private mutating func takeMessage(_ line: JSON, number: Int) -> TranscriptSkip? {
        guard let message = line["message"] else { return .unknownType }
        let time = Timestamp.milliseconds(line["timestamp"]) ?? Timestamp.milliseconds(message["timestamp"])
        let id = line["id"]?.string
        let key = id ?? "line:\(number)"
        switch message["role"]?.string {
        case "user":
            let text = userText(HostText.text(of: message["content"]))
            if text.isEmpty {
                assembler.hideUntilNextUser()
                return .injected
            }
            assembler.user(text, keys: [key], at: time)
        case "assistant":
            // OpenClaw repeats what it delivered to a channel.
            if message["model"]?.string == "delivery-mirror" { return .hostMeta }
            takeAssistant(message, messageId: id, key: key, time: time)
        case "toolResult":
            assembler.result(
                id: message["toolCallId"]?.string, output: HostText.output(message["content"]),
                isError: message["isError"]?.bool == true, at: time)
        case "bashExecution":
            assembler.call(
                id: id, name: "bash", input: ["command": message["command"] ?? .null], key: key, at: time)
            assembler.result(
                id: id, output: HostText.output(message["output"]), isError: (message["exitCode"]?.int ?? 0) != 0,
                at: time)
        default: return .unknownType
        }
        return nil
    }

    private mutating func takeAssistant(_ message: JSON, messageId: String?, key: String, time: Int64?) {
        for block in message["content"]?.array ?? [["type": "text", "text": message["content"] ?? .null]] {
            switch block["type"]?.string {
            case "text":
                assembler.agent(block["text"]?.string ?? "", messageId: messageId, key: key, at: time)
            case "thinking":
                assembler.thinking(block["thinking"]?.string ?? "", messageId: messageId, key: key, at: time)
            case "toolCall":
                assembler.call(
                    id: block["id"]?.string, name: block["name"]?.string ?? "",
                    input: TranscriptJSON.arguments(block["arguments"]), messageId: messageId, key: key, at: time)
            default: continue
            }
        }
    }
}
