import JSONText
import MemoryModel

/// Goose: `sessions.db`, and before that one `.jsonl` a session whose first line describes it. Both hold the same
/// messages; tools answer in the user's role.
enum Goose: TranscriptFormatReader {
    private static let pageSize = 500

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        if candidate.name == "goose.db" { return candidate.isSQLite }
        if candidate.name == "sessions.db" {
            return candidate.isSQLite && candidate.folders.contains { $0.contains("goose") || $0 == "sessions" }
        }
        guard candidate.name.hasSuffix(".jsonl"), let first = candidate.lines.first else { return false }
        return first["working_dir"]?.string != nil && first["type"] == nil
    }

    static func read(_ reading: TranscriptReading) throws {
        if reading.source.path.hasSuffix(".jsonl") {
            try readLines(reading)
        } else {
            try readDatabase(reading)
        }
    }

    private static func readLines(_ reading: TranscriptReading) throws {
        var assembler = TurnAssembler(
            host: TranscriptFormat.goose.host, sessionId: Path.stem(reading.source.path))
        try TranscriptLines.forEach(in: reading) { line, number in
            if line["role"] == nil, let folder = line["working_dir"]?.string {
                assembler.sessionId = line["id"]?.string ?? assembler.sessionId
                assembler.workspace = folder
                assembler.title = line["description"]?.string
                assembler.note(Timestamp.milliseconds(line["created_at"]))
                return nil
            }
            let skip = take(
                role: line["role"]?.string, line["content"], key: line["id"]?.string ?? "line:\(number)",
                time: Timestamp.milliseconds(line["created"]), into: &assembler)
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
            return skip
        }
        try reading.emit(assembler.finish())
    }

    private static func readDatabase(_ reading: TranscriptReading) throws {
        let rows = try reading.database()
        let sessions = try ForeignTable(rows, "sessions")
        let messages = try ForeignTable(rows, "messages")
        guard sessions.has("id"), messages.has("content_json") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) has no Goose sessions", hint: "Name the sessions.db of Goose.")
        }
        let columns = sessions.select(["id", "name", "description", "session_type", "working_dir", "created_at"])
        for session in try rows.rows("select \(columns) from sessions order by created_at, id") {
            guard let id = session["id"]?.string else { continue }
            if let type = session["session_type"]?.string, type == "sub_agent" || type == "hidden" {
                reading.note(.sidechain)
                continue
            }
            var assembler = TurnAssembler(host: TranscriptFormat.goose.host, sessionId: id)
            assembler.title = [session["description"], session["name"]].compactMap { $0?.string }.first { !$0.isEmpty }
            assembler.workspace = session["working_dir"]?.string
            assembler.note(Timestamp.milliseconds(session["created_at"]))
            try readMessages(reading, rows, messages, &assembler)
            try reading.emit(assembler.finish())
        }
    }

    private static func readMessages(
        _ reading: TranscriptReading, _ rows: any ForeignRows, _ table: ForeignTable,
        _ assembler: inout TurnAssembler
    ) throws {
        var last: Int64 = -1
        while true {
            let page = try rows.rows(
                """
                select id, role, content_json, \(table.select(["message_id", "created_timestamp", "timestamp"]))
                from messages where session_id = \(ForeignTable.quoted(assembler.sessionId)) and id > \(last)
                order by id limit \(pageSize)
                """)
            for row in page {
                last = row["id"]?.int ?? last
                let content = TranscriptJSON.column(row["content_json"])
                reading.note(
                    take(
                        role: row["role"]?.string, content, key: row["message_id"]?.string ?? "\(last)",
                        time: Timestamp.milliseconds(row["created_timestamp"])
                            ?? Timestamp.milliseconds(row["timestamp"]),
                        into: &assembler))
            }
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
            if page.count < pageSize { break }
        }
    }

    private static func take(
        role: String?, _ content: JSON?, key: String, time: Int64?, into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        guard let role, let blocks = content?.array else { return .unknownType }
        var userTexts: [String] = []
        for block in blocks {
            switch block["type"]?.string {
            case "text" where role == "user": userTexts.append(block["text"]?.string ?? "")
            case "text": assembler.agent(block["text"]?.string ?? "", messageId: key, key: key, at: time)
            case "thinking":
                assembler.thinking(block["thinking"]?.string ?? "", messageId: key, key: key, at: time)
            case "toolRequest":
                let call = block["toolCall"]?["value"] ?? .null
                assembler.call(
                    id: block["id"]?.string, name: call["name"]?.string ?? "", input: call["arguments"] ?? .null,
                    messageId: key, key: key, at: time)
            case "toolResponse":
                let result = block["toolResult"] ?? .null
                let isError = result["status"]?.string == "error" || result["value"]?["isError"]?.bool == true
                assembler.result(
                    id: block["id"]?.string, output: HostText.output(result["value"] ?? result["error"]),
                    isError: isError, at: time)
            default: continue
            }
        }
        if userTexts.isEmpty { return nil }
        let text = HostText.user(userTexts.joined(separator: "\n\n"), removing: ["info-msg"])
        if text.isEmpty { return .injected }
        assembler.user(text, keys: [key], at: time)
        return nil
    }
}
