import JSONText
import MemoryModel

/// Hermes: `state.db`, one table of messages for all sessions; older versions wrote `sessions/session_<id>.json`.
/// Columns came and went, so only those that exist are asked for.
enum Hermes: TranscriptFormatReader {
    private static let pageSize = 500
    /// Structured content is marked by a NUL, which SQLite's text functions stop at.
    private static let structuredMark = "006A736F6E3A"

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        switch candidate.name {
        case "state.db", "hermes.db": return candidate.isSQLite
        case let name where name.hasPrefix("session_") && name.hasSuffix(".json"):
            return candidate.parentName == "sessions"
                && (candidate.hasFolder(".hermes") || candidate.hasFolder("hermes"))
        default: return false
        }
    }

    static func read(_ reading: TranscriptReading) throws {
        if reading.source.path.hasSuffix(".json") { return try readFile(reading) }
        let rows = try reading.database()
        let columns = try ForeignTable(rows, "messages")
        guard columns.has("session_id"), columns.has("content") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) has no Hermes messages",
                hint: "Name the state.db of a Hermes home.")
        }
        let sessions = try ForeignTable(rows, "sessions")
        let active = columns.has("active") ? "and active = 1" : ""
        let ids = try rows.rows("select session_id as id from messages group by session_id order by min(id)")
        for id in ids.compactMap({ $0["id"]?.string }) {
            var assembler = TurnAssembler(host: TranscriptFormat.hermes.host, sessionId: id)
            try describe(&assembler, rows, sessions)
            var last: Int64 = 0
            while true {
                let page = try rows.rows(
                    """
                    select id, role, timestamp, \(columns.select(["tool_call_id", "tool_calls", "tool_name"])),
                        case when hex(substr(cast(content as blob), 1, 6)) = '\(structuredMark)'
                            then hex(cast(content as blob)) end as structured,
                        content, \(columns.select(["reasoning"]))
                    from messages where session_id = \(ForeignTable.quoted(id)) and id > \(last) \(active)
                    order by id limit \(pageSize)
                    """)
                for row in page {
                    last = row["id"]?.int ?? last
                    reading.note(take(row, key: "\(last)", into: &assembler), type: row["role"]?.string)
                }
                try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
                if page.count < pageSize { break }
            }
            try reading.emit(assembler.finish())
        }
    }

    private static func describe(
        _ assembler: inout TurnAssembler, _ rows: any ForeignRows, _ sessions: ForeignTable
    ) throws {
        guard sessions.has("id") else { return }
        let columns = sessions.select(["title", "cwd", "git_branch", "started_at"])
        guard
            let row = try rows.rows(
                "select \(columns) from sessions where id = \(ForeignTable.quoted(assembler.sessionId))"
            ).first
        else { return }
        assembler.title = row["title"]?.string
        assembler.workspace = row["cwd"]?.string
        assembler.gitBranch = row["git_branch"]?.string
        assembler.note(Timestamp.milliseconds(row["started_at"]))
    }

    private static func readFile(_ reading: TranscriptReading) throws {
        let document = try reading.wholeFile()
        let name = Path.stem(reading.source.path)
        var assembler = TurnAssembler(
            host: TranscriptFormat.hermes.host,
            sessionId: document["session_id"]?.string ?? String(name.dropFirst("session_".count)))
        assembler.note(Timestamp.milliseconds(document["session_start"]))
        for (index, message) in (document["messages"]?.array ?? []).enumerated() {
            var row: [String: JSON] = [:]
            for member in message.object?.members ?? [] { row[member.key] = member.value }
            reading.note(take(row, key: "message:\(index + 1)", into: &assembler), of: message)
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
        }
        try reading.emit(assembler.finish())
    }

    private static func take(
        _ row: [String: JSON], key: String, into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        let time = Timestamp.milliseconds(row["timestamp"])
        let content = row["structured"]?.string.flatMap(structured) ?? row["content"]
        switch row["role"]?.string {
        case "user":
            let text = HostText.user(HostText.text(of: content))
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case "assistant":
            assembler.thinking(row["reasoning"]?.string ?? "", messageId: key, key: key, at: time)
            assembler.agent(HostText.text(of: content), messageId: key, key: key, at: time)
            let calls = row["tool_calls"]
            for call in calls?.array ?? calls?.string.flatMap({ try? JSON(parsing: $0).array }) ?? [] {
                let function = call["function"] ?? call
                assembler.call(
                    id: call["id"]?.string ?? call["call_id"]?.string, name: function["name"]?.string ?? "",
                    input: TranscriptJSON.arguments(function["arguments"]), messageId: key, key: key, at: time)
            }
        case "tool":
            assembler.result(
                id: row["tool_call_id"]?.string, output: HostText.output(content), isError: isFailure(content),
                at: time)
        case "system", "session_meta": return .hostMeta
        default: return .unknownType
        }
        return nil
    }

    /// The value behind the mark, out of the hexadecimal text of the whole content.
    private static func structured(_ hexadecimal: String) -> JSON? {
        let digits = Array(hexadecimal.utf8.dropFirst(structuredMark.utf8.count))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return try? JSON(parsing: bytes, maximumDepth: TranscriptJSON.maximumDepth)
    }

    /// Tools answer with a JSON object that says whether they failed.
    private static func isFailure(_ content: JSON?) -> Bool {
        guard let text = content?.string, text.utf8.first == UInt8(ascii: "{"), let result = try? JSON(parsing: text)
        else { return false }
        if let code = result["exit_code"]?.int, code != 0 { return true }
        if result["success"]?.bool == false { return true }
        return result["error"]?.string.map { !$0.isEmpty } ?? false
    }
}
