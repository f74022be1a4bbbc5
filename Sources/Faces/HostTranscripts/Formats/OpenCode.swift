import JSONText
import MemoryModel

/// opencode: `opencode.db`, sessions with messages with parts; most of it is JSON in a column, and the columns drift.
/// A session with a parent is a sub-agent's.
enum OpenCode: TranscriptFormatReader {
    private static let pageSize = 200

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasPrefix("opencode") && candidate.name.hasSuffix(".db") && candidate.isSQLite
    }

    static func read(_ reading: TranscriptReading) throws {
        let rows = try reading.database()
        let sessions = try ForeignTable(rows, "session")
        guard sessions.has("id") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) has no opencode sessions", hint: "Name an opencode.db.")
        }
        let columns = sessions.select(["id", "parent_id", "title", "directory", "time_created"])
        for session in try rows.rows("select \(columns) from session order by time_created, id") {
            guard let id = session["id"]?.string else { continue }
            if session["parent_id"]?.string != nil {
                reading.note(.sidechain)
                continue
            }
            var assembler = TurnAssembler(host: TranscriptFormat.opencode.host, sessionId: id)
            assembler.title = session["title"]?.string
            assembler.workspace = session["directory"]?.string
            assembler.note(Timestamp.milliseconds(session["time_created"]))
            try readMessages(reading, rows, &assembler)
            try reading.emit(assembler.finish())
        }
    }

    private static func readMessages(
        _ reading: TranscriptReading, _ rows: any ForeignRows, _ assembler: inout TurnAssembler
    ) throws {
        var offset = 0
        while true {
            let page = try rows.rows(
                """
                select id, data, time_created from message
                where session_id = \(ForeignTable.quoted(assembler.sessionId))
                order by time_created, id limit \(pageSize) offset \(offset)
                """)
            for row in page {
                guard let id = row["id"]?.string else { continue }
                let parts = try rows.rows(
                    "select id, data from part where message_id = \(ForeignTable.quoted(id)) order by id")
                reading.note(take(id, row, parts.compactMap { TranscriptJSON.column($0["data"]) }, into: &assembler))
            }
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
            offset += page.count
            if page.count < pageSize { break }
        }
    }

    private static func take(
        _ id: String, _ row: [String: JSON], _ parts: [JSON], into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        guard let message = TranscriptJSON.column(row["data"]) else { return .brokenLine }
        let time = Timestamp.milliseconds(message["time"]?["created"]) ?? Timestamp.milliseconds(row["time_created"])
        // Text marked as synthetic was put in by the host or a plugin.
        let parts = parts.filter { $0["synthetic"]?.bool != true && $0["ignored"]?.bool != true }
        switch message["role"]?.string {
        case "user":
            let texts = parts.filter { $0["type"]?.string == "text" }.compactMap { $0["text"]?.string }
            let text = HostText.user(texts.joined(separator: "\n\n"))
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [id], at: time)
        case "assistant":
            for part in parts { take(part, of: id, time, into: &assembler) }
            assembler.note(Timestamp.milliseconds(message["time"]?["completed"]))
        default: return .unknownType
        }
        return nil
    }

    private static func take(_ part: JSON, of id: String, _ time: Int64?, into assembler: inout TurnAssembler) {
        let time = Timestamp.milliseconds(part["time"]?["start"]) ?? time
        switch part["type"]?.string {
        case "text": assembler.agent(part["text"]?.string ?? "", messageId: id, key: id, at: time)
        case "reasoning": assembler.thinking(part["text"]?.string ?? "", messageId: id, key: id, at: time)
        case "tool":
            let state = part["state"] ?? .null
            let callId = part["callID"]?.string
            assembler.call(
                id: callId, name: part["tool"]?.string ?? "", input: state["input"] ?? .null, messageId: id, key: id,
                at: Timestamp.milliseconds(state["time"]?["start"]) ?? time)
            let isError = state["status"]?.string == "error"
            guard isError || state["status"]?.string == "completed" else { return }
            assembler.result(
                id: callId, output: HostText.output(isError ? state["error"] : state["output"]), isError: isError,
                at: Timestamp.milliseconds(state["time"]?["end"]) ?? time)
        default: return
        }
    }
}
