import BinaryText
import JSONText
import MemoryModel
import ZstandardReading

/// Zed: `threads.db`, one row a thread, its messages as one JSON text that is packed with Zstandard in what Zed saves
/// today. A thread that is packed otherwise is counted as unknown.
enum Zed: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        (candidate.name == "threads.db" || candidate.name == "zed.db") && candidate.isSQLite
    }

    static func read(_ reading: TranscriptReading) throws {
        let rows = try reading.database()
        let columns = try ForeignTable(rows, "threads")
        guard columns.has("data_type"), columns.has("data") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) has no Zed threads", hint: "Name the threads.db of Zed.")
        }
        let list = columns.select(["id", "summary", "data_type", "parent_id", "folder_paths", "created_at"])
        for thread in try rows.rows("select \(list) from threads order by updated_at, id") {
            guard let id = thread["id"]?.string else { continue }
            if thread["parent_id"]?.string != nil {
                reading.note(.sidechain)
                continue
            }
            let encoding = thread["data_type"]?.string ?? "unknown"
            guard encoding == "json" || encoding == "zstd" else {
                reading.note(.unknownType, type: "thread stored as \(encoding)")
                continue
            }
            guard let document = try document(of: id, isPacked: encoding == "zstd", rows) else {
                reading.note(.brokenLine)
                continue
            }
            try tell(document, of: thread, id: id, reading)
        }
    }

    private static let largestThread = 256 << 20

    /// - Returns: `nil` when it is damaged.
    private static func document(of id: String, isPacked: Bool, _ rows: any ForeignRows) throws -> JSON? {
        let column = isPacked ? "lower(hex(data))" : "cast(data as text)"
        let data = try rows.rows("select \(column) as data from threads where id = \(ForeignTable.quoted(id))")
        guard isPacked else { return TranscriptJSON.column(data.first?["data"]) }
        guard let bytes = data.first?["data"]?.string.flatMap(Hexadecimal.bytes),
            let contents = try? ZstandardUnpacking.contents(of: bytes, limit: largestThread)
        else { return nil }
        return try? JSON(parsing: contents, maximumDepth: TranscriptJSON.maximumDepth)
    }

    private static func tell(
        _ document: JSON, of thread: [String: JSON], id: String, _ reading: TranscriptReading
    ) throws {
        var assembler = TurnAssembler(host: TranscriptFormat.zed.host, sessionId: id)
        assembler.title = thread["summary"]?.string
        assembler.workspace = thread["folder_paths"]?.string?.split(separator: "\n").first.map(String.init)
        assembler.note(Timestamp.milliseconds(thread["created_at"]))
        for (index, message) in (document["messages"]?.array ?? []).enumerated() {
            reading.note(take(message, key: "message:\(index + 1)", into: &assembler))
        }
        try reading.emit(assembler.finish())
    }

    private static func take(_ message: JSON, key: String, into assembler: inout TurnAssembler) -> TranscriptSkip? {
        let time = assembler.startedAt
        if let user = message["User"] {
            let texts = (user["content"]?.array ?? []).compactMap {
                $0["Text"]?.string ?? $0["Mention"]?["uri"]?.string
            }
            assembler.user(HostText.user(texts.joined(separator: " ")), keys: [user["id"]?.string, key], at: time)
        } else if let agent = message["Agent"] {
            takeAgent(agent, key: key, time: time, into: &assembler)
        } else if let role = message["role"]?.string {
            takeSegments(message, role: role, key: key, time: time, into: &assembler)
        } else {
            return .hostMeta
        }
        return nil
    }

    /// Messages as Rust writes an enumeration: `{"Text": …}`, `{"ToolUse": {…}}`.
    private static func takeAgent(_ agent: JSON, key: String, time: Int64?, into assembler: inout TurnAssembler) {
        for block in agent["content"]?.array ?? [] {
            if let text = block["Text"]?.string {
                assembler.agent(text, messageId: key, key: key, at: time)
            } else if let text = block["Thinking"]?["text"]?.string {
                assembler.thinking(text, messageId: key, key: key, at: time)
            } else if let call = block["ToolUse"] {
                assembler.call(
                    id: call["id"]?.string, name: call["name"]?.string ?? "", input: call["input"] ?? .null,
                    messageId: key, key: key, at: time)
            }
        }
        for member in agent["tool_results"]?.object?.members ?? [] {
            let content = member.value["content"]
            assembler.result(
                id: member.key, output: HostText.output(content?["Text"] ?? content ?? member.value["output"]),
                isError: member.value["is_error"]?.bool == true, at: time)
        }
    }

    /// The older shape: a role and segments, tool uses and results beside them.
    private static func takeSegments(
        _ message: JSON, role: String, key: String, time: Int64?, into assembler: inout TurnAssembler
    ) {
        let segments = message["segments"]?.array ?? []
        let text = segments.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }
            .joined(separator: "\n\n")
        guard role == "assistant" else {
            let text = HostText.user(text)
            if role == "user", !text.isEmpty { assembler.user(text, keys: [key], at: time) }
            takeResults(message, time: time, into: &assembler)
            return
        }
        for segment in segments where segment["type"]?.string == "thinking" {
            assembler.thinking(segment["text"]?.string ?? "", messageId: key, key: key, at: time)
        }
        assembler.agent(text, messageId: key, key: key, at: time)
        for call in message["tool_uses"]?.array ?? [] {
            assembler.call(
                id: call["id"]?.string, name: call["name"]?.string ?? "", input: call["input"] ?? .null,
                messageId: key, key: key, at: time)
        }
        takeResults(message, time: time, into: &assembler)
    }

    private static func takeResults(_ message: JSON, time: Int64?, into assembler: inout TurnAssembler) {
        for result in message["tool_results"]?.array ?? [] {
            assembler.result(
                id: result["tool_use_id"]?.string, output: HostText.output(result["content"] ?? result["output"]),
                isError: result["is_error"]?.bool == true, at: time)
        }
    }
}
