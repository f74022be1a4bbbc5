import JSONText

/// GitHub Copilot CLI: `~/.copilot/session-state/<session>/events.jsonl`, events with a `data` member. Events with a
/// parent tool call belong to a sub-agent.
struct Copilot: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(
            host: TranscriptFormat.copilot.host, sessionId: Path.name(Path.parent(reading.source.path)))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name == "events.jsonl" else { return false }
        return candidate.hasFolder(".copilot")
            || candidate.anyLine { $0["type"]?.string == "session.start" && $0["data"]?["sessionId"] != nil }
    }

    /// What the host's own types begin with.
    private static let bookkeeping = [
        "session.", "assistant.", "tool.", "hook.", "subagent.", "skill.", "system.", "permission.", "abort", "user.",
    ]

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        guard let data = line["data"], let type = line["type"]?.string else { return .unknownType }
        if data["parentToolCallId"]?.string != nil { return .sidechain }
        let time = Timestamp.milliseconds(line["timestamp"])
        let key = line["id"]?.string ?? "line:\(number)"
        switch type {
        case "session.start", "session.resume":
            assembler.sessionId = data["sessionId"]?.string ?? assembler.sessionId
            assembler.workspace = data["context"]?["cwd"]?.string ?? assembler.workspace
            assembler.gitBranch = data["context"]?["branch"]?.string ?? assembler.gitBranch
            assembler.note(Timestamp.milliseconds(data["startTime"]))
        case "user.message":
            let text = HostText.user(data["content"]?.string ?? "")
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case "assistant.message":
            let id = data["messageId"]?.string ?? key
            assembler.thinking(data["reasoningText"]?.string ?? "", messageId: id, key: key, at: time)
            assembler.agent(data["content"]?.string ?? "", messageId: id, key: key, at: time)
            for request in data["toolRequests"]?.array ?? [] {
                takeCall(request, messageId: id, key: key, time: time)
            }
        case "assistant.reasoning":
            assembler.thinking(data["content"]?.string ?? "", key: key, at: time)
        case "tool.execution_start": takeCall(data, messageId: nil, key: key, time: time)
        case "tool.execution_complete":
            let isError = data["success"]?.bool == false
            assembler.result(
                id: data["toolCallId"]?.string,
                output: HostText.output(isError ? data["error"] ?? data["result"] : data["result"]), isError: isError,
                at: time)
        case "system.message": return .injected
        case let type where Self.bookkeeping.contains { type.hasPrefix($0) }: return .hostMeta
        default: return .unknownType
        }
        return nil
    }

    private mutating func takeCall(_ call: JSON, messageId: String?, key: String, time: Int64?) {
        assembler.call(
            id: call["toolCallId"]?.string, name: call["name"]?.string ?? call["toolName"]?.string ?? "",
            input: TranscriptJSON.arguments(call["arguments"]), messageId: messageId, key: key, at: time)
    }
}
