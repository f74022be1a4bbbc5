import JSONText

/// Gemini CLI: `~/.gemini/tmp/<project>/chats/session-*.jsonl`, before that one `.json`. Later lines may replace or
/// take back messages, so that a session is put together before it is told.
enum Gemini: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        let isInChats = candidate.parentName == "chats" && candidate.name.hasPrefix("session-")
        if candidate.name.hasSuffix(".json") { return isInChats && !candidate.hasFolder(".qwen") }
        guard candidate.name.hasSuffix(".jsonl") else { return false }
        return candidate.lines.first.map { $0["sessionId"]?.string != nil && $0["startTime"] != nil } ?? false
            || isInChats && candidate.hasFolder(".gemini")
    }

    static func read(_ reading: TranscriptReading) throws {
        var session = GeminiSession()
        if reading.source.path.hasSuffix(".json") {
            let document = try reading.wholeFile()
            reading.note(session.take(document))
            session.replaceAll(document["messages"])
        } else {
            try TranscriptLines.forEach(in: reading) { line, _ in session.take(line) }
        }
        var assembler = TurnAssembler(
            host: TranscriptFormat.gemini.host, sessionId: session.id ?? Path.stem(reading.source.path))
        assembler.workspace = session.folder ?? projectFolder(of: reading.source.path)
        assembler.title = session.summary
        if session.isSubagent { return reading.report.skip(.sidechain) }
        assembler.note(session.startedAt)
        for (index, message) in session.messages.enumerated() {
            tell(message, key: "message:\(index + 1)", to: &assembler, reading)
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
        }
        try reading.emit(assembler.finish())
    }

    /// Newer versions note the project's folder beside the chats.
    private static func projectFolder(of path: String) -> String? {
        let mark = Path.join(Path.parent(Path.parent(path)), ".project_root")
        guard let bytes = try? StoredFile.head(of: mark, limit: 4096), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmed
    }

    private static func tell(
        _ message: JSON, key: String, to assembler: inout TurnAssembler, _ reading: TranscriptReading
    ) {
        let time = Timestamp.milliseconds(message["timestamp"])
        let id = message["id"]?.string
        let key = id ?? key
        let text = HostText.text(of: message["content"])
        switch message["type"]?.string {
        case "user":
            let text = HostText.user(text)
            if text.isEmpty { return reading.report.skip(.injected) }
            assembler.user(text, keys: [key], at: time)
        case "gemini", "model":
            for thought in message["thoughts"]?.array ?? [] {
                let parts = [thought["subject"]?.string, thought["description"]?.string]
                assembler.thinking(
                    parts.compactMap { $0 }.joined(separator: ": "), messageId: id, key: key, at: time)
            }
            assembler.agent(text, messageId: id, key: key, at: time)
            for call in message["toolCalls"]?.array ?? [] { tell(call: call, id, key, time, to: &assembler) }
        default: reading.report.skip(.hostMeta)
        }
    }

    private static func tell(
        call: JSON, _ messageId: String?, _ key: String, _ time: Int64?, to assembler: inout TurnAssembler
    ) {
        let time = Timestamp.milliseconds(call["timestamp"]) ?? time
        assembler.call(
            id: call["id"]?.string, name: call["name"]?.string ?? "", input: call["args"] ?? .null,
            messageId: messageId, key: key, at: time)
        guard let status = call["status"]?.string else { return }
        let responses = (call["result"]?.array ?? []).compactMap { $0["functionResponse"]?["response"] }
        let output = responses.isEmpty ? call["resultDisplay"] ?? call["result"] : .array(responses)
        let isError = status == "error" || responses.contains { $0["error"] != nil }
        assembler.result(id: call["id"]?.string, output: HostText.output(output), isError: isError, at: time)
    }
}

/// A session while its lines are read.
private struct GeminiSession {
    var id: String?
    var folder: String?
    var summary: String?
    var startedAt: Int64?
    var isSubagent = false
    private(set) var messages: [JSON] = []
    private var positions: [String: Int] = [:]

    mutating func take(_ line: JSON) -> TranscriptSkip? {
        if let target = line["$rewindTo"]?.string {
            rewind(to: target)
        } else if let changes = line["$set"] {
            describe(changes)
            if changes["messages"] != nil { replaceAll(changes["messages"]) }
        } else if line["sessionId"] != nil, line["type"] == nil {
            describe(line)
        } else if line["type"]?.string != nil {
            add(line)
        } else {
            return .unknownType
        }
        return nil
    }

    mutating func replaceAll(_ all: JSON?) {
        messages = []
        positions = [:]
        for message in all?.array ?? [] { add(message) }
    }

    /// A message written again replaces the earlier one.
    private mutating func add(_ message: JSON) {
        guard let id = message["id"]?.string else { return messages.append(message) }
        if let position = positions[id] {
            messages[position] = message
        } else {
            positions[id] = messages.count
            messages.append(message)
        }
    }

    /// Takes back that message and all after it.
    private mutating func rewind(to id: String) {
        guard let position = positions[id] else { return }
        messages.removeSubrange(position...)
        positions = positions.filter { $0.value < position }
    }

    private mutating func describe(_ changes: JSON) {
        id = changes["sessionId"]?.string ?? id
        summary = changes["summary"]?.string ?? summary
        folder = changes["directories"]?[0]?.string ?? folder
        startedAt = startedAt ?? Timestamp.milliseconds(changes["startTime"])
        if let kind = changes["kind"]?.string { isSubagent = kind == "subagent" }
    }
}
