import JSONText

/// Cline, in both its shapes: `tasks/<id>/api_conversation_history.json`, described in `state/taskHistory.json`, and
/// since the command line version `sessions/<id>/<id>.messages.json`, described in `<id>.json`.
enum Cline: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        if candidate.name == "api_conversation_history.json" { return true }
        guard candidate.name.hasSuffix(".messages.json") else { return false }
        return candidate.name.dropLast(".messages.json".count) == candidate.parentName
    }

    static func read(_ reading: TranscriptReading) throws {
        if reading.source.path.hasSuffix(".messages.json") {
            try readSession(reading)
        } else {
            try readTask(reading)
        }
    }

    private static func readTask(_ reading: TranscriptReading) throws {
        let folder = Path.parent(reading.source.path)
        let home = Path.parent(Path.parent(folder))
        let id = Path.name(folder)
        let tasks = TranscriptJSON.sidecar(Path.join(home, "state/taskHistory.json"))?.array ?? []
        let task = tasks.first { $0["id"]?.string == id }
        var assembler = TurnAssembler(host: TranscriptFormat.cline.host, sessionId: id)
        assembler.title = task?["task"]?.string
        assembler.workspace = task?["cwdOnTaskInitialization"]?.string
        try TaskHistory.read(reading, &assembler, startedAt: Timestamp.milliseconds(task?["ts"]))
    }

    private static func readSession(_ reading: TranscriptReading) throws {
        let document = try reading.wholeFile()
        let folder = Path.parent(reading.source.path)
        let info = TranscriptJSON.sidecar(Path.join(folder, Path.name(folder) + ".json"))
        var assembler = TurnAssembler(
            host: TranscriptFormat.cline.host, sessionId: document["sessionId"]?.string ?? Path.name(folder))
        assembler.title = info?["metadata"]?["title"]?.string
        assembler.workspace = info?["workspace_root"]?.string ?? info?["cwd"]?.string
        assembler.note(Timestamp.milliseconds(info?["created_at"]))
        for (index, message) in (document["messages"]?.array ?? []).enumerated() {
            let keys = [message["id"]?.string, "message:\(index + 1)"].compactMap { $0 }
            reading.note(
                ContentBlocks.take(
                    message, keys: keys, at: Timestamp.milliseconds(message["ts"]), into: &assembler))
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
        }
        try reading.emit(assembler.finish())
    }
}
