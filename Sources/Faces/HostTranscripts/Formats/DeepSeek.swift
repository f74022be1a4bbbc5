import JSONText

/// DeepSeek Harness: `~/.dsh/sessions/<folder>/<session>/session.v4.jsonl.zstd`, events with the time in milliseconds.
/// Streamed chunks repeat what the message lines say. A harness that knows a newer format writes the session anew beside
/// the old file; the newest is read.
struct DeepSeek: TranscriptLineReader {
    var assembler: TurnAssembler

    init(_ reading: TranscriptReading) {
        assembler = TurnAssembler(
            host: TranscriptFormat.deepseek.host, sessionId: Path.name(Path.parent(reading.source.path)))
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard let generation = generation(of: candidate.name) else { return false }
        let newest = (try? StoredFile.names(in: Path.parent(candidate.path)))?
            .compactMap { Self.generation(of: Path.unpackedName($0)) }.max()
        guard generation == newest ?? generation else { return false }
        return candidate.lines.first.map { $0["type"]?.string == "session" && $0["createdAt"] != nil } ?? false
            || candidate.hasFolder(".dsh")
    }

    /// 0 of `session.jsonl`, 4 of `session.v4.jsonl`.
    private static func generation(of name: String) -> Int? {
        let parts = name.split(separator: ".")
        guard parts.first == "session", parts.last == "jsonl" else { return nil }
        if parts.count == 2 { return 0 }
        guard parts.count == 3, parts[1].first == "v" else { return nil }
        return Int(parts[1].dropFirst())
    }

    /// What the host's own types begin with, and what repeats the messages in pieces.
    private static let bookkeeping = [
        "session/", "permission/", "assistant/", "text-chunks", "step/", "turn/", "tool/", "reasoning-chunks", "user/",
    ]

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? {
        if assembler.isSidechain { return .sidechain }
        let time = Timestamp.milliseconds(line["time"])
        let key = line["seq"]?.int.map { "seq:\($0)" } ?? "line:\(number)"
        let data = line["data"] ?? .null
        switch line["type"]?.string {
        case "session":
            assembler.sessionId = line["id"]?.string ?? assembler.sessionId
            assembler.workspace = line["cwd"]?.string
            assembler.isSidechain = (line["delegationDepth"]?.int ?? 0) > 0
            assembler.note(Timestamp.milliseconds(line["createdAt"]))
        case "session/title": assembler.title = data["title"]?.string ?? assembler.title
        case "user/message":
            if let kind = data["source"]?["kind"]?.string, kind != "user" { return .injected }
            let text = HostText.user(HostText.text(of: data["content"]))
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case "assistant/message":
            for block in data["message"]?["content"]?.array ?? [] {
                let text = block["text"]?.string ?? ""
                switch block["type"]?.string {
                case "text": assembler.agent(text, messageId: key, key: key, at: time)
                case "reasoning": assembler.thinking(text, messageId: key, key: key, at: time)
                default: continue
                }
            }
        case "tool/call":
            assembler.call(
                id: data["callId"]?.string, name: data["name"]?.string ?? "",
                input: TranscriptJSON.arguments(data["arguments"]), key: key, at: time)
        case "tool/result": takeResult(data, time: time)
        case let type? where Self.bookkeeping.contains { type.hasPrefix($0) }: return .hostMeta
        default: return .unknownType
        }
        return nil
    }

    /// Up to format 3 a message in the user's role with blocks of results, since format 4 one message a result.
    private mutating func takeResult(_ data: JSON, time: Int64?) {
        let message = data["message"] ?? .null
        if let id = message["toolCallId"]?.string {
            assembler.result(
                id: id, output: HostText.output(message["content"]), isError: message["isError"]?.bool == true,
                at: time)
            return
        }
        for block in message["content"]?.array ?? [] where block["type"]?.string == "tool-result" {
            assembler.result(
                id: block["toolCallId"]?.string ?? message["source"]?["callId"]?.string,
                output: HostText.output(block["content"] ?? block["output"]),
                isError: block["isError"]?.bool == true || data["isError"]?.bool == true, at: time)
        }
    }
}
