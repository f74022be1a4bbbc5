import JSONText

/// Qwen Code: `~/.qwen/projects/<folder>/chats/<session>.jsonl`; lines like Claude Code's around Gemini's parts.
struct Qwen: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(host: TranscriptFormat.qwen.host, sessionId: Path.stem(reading.source.path))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        // A ledger lies beside its conversation and says nothing of it.
        guard candidate.name.hasSuffix(".jsonl"), !candidate.name.hasSuffix(".ledger.jsonl") else { return false }
        if candidate.hasFolder(".qwen"), candidate.parentName == "chats" { return true }
        return candidate.anyLine { $0["sessionId"]?.string != nil && $0["message"]?["parts"]?.array != nil }
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        if line["isSidechain"]?.bool == true { return .sidechain }
        guard let type = line["type"]?.string else { return .unknownType }
        if let id = line["sessionId"]?.string { assembler.sessionId = id }
        assembler.workspace = line["cwd"]?.string ?? assembler.workspace
        assembler.gitBranch = line["gitBranch"]?.string ?? assembler.gitBranch
        guard ["user", "assistant", "tool_result"].contains(type) else {
            return type == "system" ? .hostMeta : .unknownType
        }
        guard let parts = line["message"]?["parts"]?.array else { return .unknownType }
        let time = Timestamp.milliseconds(line["timestamp"])
        let id = line["uuid"]?.string
        let key = id ?? "line:\(number)"
        var userTexts: [String] = []
        for part in parts {
            if let text = part["text"]?.string {
                if type == "user" {
                    userTexts.append(text)
                } else if part["thought"]?.bool == true {
                    assembler.thinking(text, messageId: id, key: key, at: time)
                } else {
                    assembler.agent(text, messageId: id, key: key, at: time)
                }
            } else if let call = part["functionCall"] {
                assembler.call(
                    id: call["id"]?.string, name: call["name"]?.string ?? "", input: call["args"] ?? .null,
                    messageId: id, key: key, at: time)
            } else if let response = part["functionResponse"] {
                assembler.result(
                    id: response["id"]?.string, output: HostText.output(response["response"]),
                    isError: response["response"]?["error"].map { !$0.isNull } ?? false, at: time)
            }
        }
        guard type == "user", !userTexts.isEmpty else { return nil }
        let text = HostText.user(userTexts.joined(separator: "\n\n"))
        if text.isEmpty { return .injected }
        assembler.user(text, keys: [key], at: time)
        return nil
    }
}
