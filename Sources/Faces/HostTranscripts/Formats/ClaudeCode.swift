import JSONText

/// Claude Code: `~/.claude/projects/<folder>/<session>.jsonl`. User and assistant lines have been steady for years;
/// everything else on the way is bookkeeping and passed over.
struct ClaudeCode: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(
            host: TranscriptFormat.claudeCode.host, sessionId: Path.stem(reading.source.path))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name.hasSuffix(".jsonl"), !candidate.name.hasPrefix("agent-") else { return false }
        if let projects = candidate.folders.lastIndex(of: "projects"), projects == candidate.folders.count - 2 {
            let home = projects > 0 ? candidate.folders[projects - 1] : ""
            if home == ".claude" || home == "claude" { return true }
        }
        return candidate.anyLine { line in
            guard line["sessionId"]?.string != nil, let role = line["message"]?["role"]?.string else { return false }
            return line["type"]?.string == role && line["message"]?["content"] != nil
        }
    }

    /// File snapshots and hook output can be long, and say early what they are.
    static func mayMatter(_ line: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: line.prefix(600))
        return !bookkeeping.contains { head.contains($0) }
    }

    private static let bookkeeping = [
        "file-history-snapshot", "attachment", "progress", "queue-operation", "prompt_snapshot", "system",
    ].map { Array("\"type\":\"\($0)\"".utf8) }

    /// Further bookkeeping, in short lines.
    private static let known: Set<String> = [
        "file-history-snapshot", "attachment", "progress", "queue-operation", "prompt_snapshot", "system",
        "last-prompt", "atis-latch", "tools-used", "cost-state", "tag", "agent-name", "agent-color", "agent-setting",
        "mode",
        "permission-mode", "pr-link", "worktree-state", "content-replacement",
    ]

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        let type = line["type"]?.string
        switch type {
        case "user", "assistant": break
        case "summary":
            assembler.title = line["summary"]?.string ?? assembler.title
            return nil
        case "custom-title", "ai-title":
            assembler.title = line["customTitle"]?.string ?? line["aiTitle"]?.string ?? assembler.title
            return nil
        case let type? where Self.known.contains(type) || type.hasPrefix("api-request"): return .hostMeta
        default: return .unknownType
        }
        if line["isSidechain"]?.bool == true { return .sidechain }
        if line["isMeta"]?.bool == true || line["isCompactSummary"]?.bool == true
            || line["isApiErrorMessage"]?.bool == true
        {
            return .hostMeta
        }
        guard let message = line["message"], let content = message["content"] else { return .unknownType }
        if let id = line["sessionId"]?.string { assembler.sessionId = id }
        if let folder = line["cwd"]?.string { assembler.workspace = folder }
        if let branch = line["gitBranch"]?.string, !branch.isEmpty { assembler.gitBranch = branch }
        let time = Timestamp.milliseconds(line["timestamp"])
        let key = line["uuid"]?.string ?? "line:\(number)"
        return type == "user"
            ? takeUser(content, promptId: line["promptId"]?.string, key: key, time: time)
            : takeAssistant(message, content, key: key, time: time)
    }

    private mutating func takeUser(
        _ content: JSON, promptId: String?, key: String, time: Int64?
    ) -> TranscriptSkip? {
        var hasResult = false
        for block in content.array ?? [] where block["type"]?.string == "tool_result" {
            hasResult = true
            assembler.result(
                id: block["tool_use_id"]?.string, output: HostText.output(block["content"]),
                isError: block["is_error"]?.bool == true, at: time)
        }
        let text = Self.userText(HostText.text(of: content))
        if text.isEmpty { return hasResult ? nil : .injected }
        assembler.user(text, keys: [promptId, key], at: time)
        return nil
    }

    private mutating func takeAssistant(
        _ message: JSON, _ content: JSON, key: String, time: Int64?
    ) -> TranscriptSkip? {
        if message["model"]?.string == "<synthetic>" { return .hostMeta }
        let id = message["id"]?.string
        for block in content.array ?? [["type": "text", "text": content]] {
            switch block["type"]?.string {
            case "text":
                assembler.agent(block["text"]?.string ?? "", messageId: id, key: key, at: time)
            case "thinking":
                assembler.thinking(block["thinking"]?.string ?? "", messageId: id, key: key, at: time)
            case "tool_use", "server_tool_use":
                assembler.call(
                    id: block["id"]?.string, name: block["name"]?.string ?? "", input: block["input"] ?? .null,
                    messageId: id, key: key, at: time)
            case let type? where type.hasSuffix("_tool_result"):
                assembler.result(
                    id: block["tool_use_id"]?.string, output: HostText.output(block["content"]), isError: false,
                    at: time)
            default: continue
            }
        }
        return nil
    }

    /// A slash command is stored as three blocks; what the user typed is its name and arguments.
    private static func userText(_ text: String) -> String {
        if let command = HostText.inner("command-name", of: text) {
            let arguments = HostText.inner("command-args", of: text) ?? ""
            let name = command.hasPrefix("/") ? command : "/" + command
            return arguments.isEmpty ? name : "\(name) \(arguments)"
        }
        if let command = HostText.inner("bash-input", of: text) { return "! \(command)" }
        if text.hasPrefix("[Request interrupted by user") { return "" }
        return HostText.user(text, removing: ["bash-stdout", "bash-stderr"])
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        var position = 0
        while position < count, let offset = self[position...].firstIndex(of: needle[0]), offset + needle.count <= count
        {
            if self[offset...].starts(with: needle) { return true }
            position = offset + 1
        }
        return false
    }
}
