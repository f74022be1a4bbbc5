import JSONText
import MemoryModel

/// The database of the MemOS plugin, `<home>/memos-plugin/data/memos.db`: what it recorded, and as notes what it learned.
/// Its scores, vectors, feedback, logs and settings are not read.
enum PluginDatabase: TranscriptFormatReader {
    private static let pageSize = 500

    /// Ours lies under the same name at the same place; its table of migrations has another name.
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name.hasSuffix(".db"), candidate.isSQLite, candidate.hasHead("owner_agent_kind") else {
            return false
        }
        return !candidate.hasHead("grdb_migrations")
    }

    static func read(_ reading: TranscriptReading) throws {
        let rows = try reading.database()
        let traces = try ForeignTable(rows, "traces")
        guard traces.has("session_id"), traces.has("user_text"), traces.has("tool_calls_json"), traces.has("ts") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) is no database of the MemOS plugin",
                hint: "Name the data/memos.db of a home of that plugin.")
        }
        let sessions = try rows.rows("select session_id as id from traces group by session_id order by min(ts)")
        for session in sessions.compactMap({ $0["id"]?.string }) {
            try readSession(session, rows, traces, reading)
        }
        try readLessons(rows, reading)
    }

    private static func readSession(
        _ id: String, _ rows: any ForeignRows, _ traces: ForeignTable, _ reading: TranscriptReading
    ) throws {
        let about = try description(of: id, rows)
        let order = traces.has("turn_id") ? "turn_id, ts, id" : "ts, id"
        var turns = PluginTurns()
        var offset = 0
        func emit(_ finished: [TranscriptTurn]) throws {
            guard !finished.isEmpty else { return }
            try reading.emit(
                TranscriptSession(
                    id: id, host: about.agent, workspace: about.workspace, startedAt: finished.first?.startedAt,
                    turns: finished))
        }
        while true {
            let page = try rows.rows(
                """
                select \(traces.select([
                    "id", "episode_id", "session_id", "ts", "user_text", "agent_text", "agent_thinking",
                    "tool_calls_json", "turn_id", "owner_agent_kind", "owner_workspace_id",
                ])) from traces where session_id = \(ForeignTable.quoted(id))
                order by \(order) limit \(pageSize) offset \(offset)
                """)
            for row in page {
                reading.note(nil)
                let at = Timestamp.milliseconds(row["ts"])
                turns.add(
                    PluginStep(
                        session: id, episode: row["episode_id"]?.string ?? "",
                        turn: row["turn_id"]?.int.map { String($0) } ?? row["id"]?.string ?? "", at: at,
                        agent: about.agent, workspace: about.workspace, userText: row["user_text"]?.string ?? "",
                        agentText: row["agent_text"]?.string ?? "", thinking: row["agent_thinking"]?.string,
                        calls: TranscriptJSON.column(row["tool_calls_json"])?.array ?? []))
            }
            offset += page.count
            if page.count < pageSize { break }
            try emit(turns.takeFinished())
        }
        try emit(turns.turns)
    }

    /// Whose session it is, and where its work lies if the host said so.
    private static func description(
        of session: String, _ rows: any ForeignRows
    ) throws -> (agent: String, workspace: String?) {
        let table = try ForeignTable(rows, "sessions")
        guard table.has("id") else { return (PluginAgent.name(nil), nil) }
        let columns = table.select(["agent", "owner_agent_kind", "meta_json"])
        let row = try rows.rows("select \(columns) from sessions where id = \(ForeignTable.quoted(session))").first
        let meta = row?["meta_json"]?.string.flatMap { try? JSON(parsing: $0) }
        let folder = [meta?["workspacePath"], meta?["namespace"]?["workspacePath"], meta?["cwd"]]
            .lazy.compactMap { $0?.string }.first { $0.hasPrefix("/") }
        let kinds = [row?["owner_agent_kind"]?.string, row?["agent"]?.string]
        return (PluginAgent.name(kinds.lazy.compactMap { $0 }.first { $0 != "unknown" }), folder)
    }

    private static func readLessons(_ rows: any ForeignRows, _ reading: TranscriptReading) throws {
        typealias Reading = (_ field: (String) -> String?) -> (headings: [String], text: String)?
        let tables: [(name: String, columns: [String: String], reading: Reading)] = [
            (
                "policies",
                [
                    "title": "title", "trigger": "trigger", "procedure": "procedure", "verification": "verification",
                    "boundary": "boundary", "status": "status",
                ], PluginLessons.policy
            ),
            ("world_model", ["title": "title", "body": "body", "status": "status"], PluginLessons.worldModel),
            (
                "skills", ["name": "name", "invocationGuide": "invocation_guide", "status": "status"],
                PluginLessons.skill
            ),
        ]
        var notes: [String: [(headings: [String], text: String, at: Int64?)]] = [:]
        for (name, columns, lesson) in tables {
            let table = try ForeignTable(rows, name)
            guard table.has("id") else { continue }
            let wanted = table.select(columns.values.sorted() + ["owner_agent_kind", "updated_at"])
            for row in try rows.rows("select \(wanted) from \(name) order by id") {
                reading.note(nil)
                guard let note = lesson({ columns[$0].flatMap { row[$0]?.string } }) else { continue }
                notes[PluginAgent.name(row["owner_agent_kind"]?.string), default: []]
                    .append((note.headings, note.text, Timestamp.milliseconds(row["updated_at"])))
            }
        }
        for (agent, notes) in notes.sorted(by: { $0.key < $1.key }) {
            try NoteReading.emit(notes, as: "notes:\(reading.source.path)#\(agent)", of: agent, in: reading)
        }
    }
}

/// The agents of the plugin by our names.
enum PluginAgent {
    static func name(_ kind: String?) -> String {
        switch kind {
        case nil, "", "unknown": "openclaw"
        case "deepseek-harness", "deepseek": "dsh"
        case "claude-code": "claude"
        case .some(let kind): kind
        }
    }
}
