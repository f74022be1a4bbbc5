import JSONText

/// Roo Code: `<editor storage>/tasks/<id>/api_conversation_history.json` with `history_item.json` beside it, which is
/// how it differs from Cline's.
enum Roo: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name == "api_conversation_history.json" else { return false }
        return candidate.folders.contains { $0.contains("roo-cline") || $0 == ".roo" }
            || StoredFile.exists(Path.join(Path.parent(candidate.path), "history_item.json"))
    }

    static func read(_ reading: TranscriptReading) throws {
        let folder = Path.parent(reading.source.path)
        let item = TranscriptJSON.sidecar(Path.join(folder, "history_item.json"))
        var assembler = TurnAssembler(
            host: TranscriptFormat.roo.host, sessionId: item?["id"]?.string ?? Path.name(folder))
        assembler.title = item?["task"]?.string
        assembler.workspace = item?["workspace"]?.string
        try TaskHistory.read(reading, &assembler, startedAt: nil)
    }
}

/// The list of messages of one task.
enum TaskHistory {
    static func read(_ reading: TranscriptReading, _ assembler: inout TurnAssembler, startedAt: Int64?) throws {
        let messages = try reading.wholeFile().array ?? []
        // A task is named after the millisecond it began.
        assembler.note(Int64(assembler.sessionId).flatMap { Timestamp.milliseconds(.integer($0)) } ?? startedAt)
        for (index, message) in messages.enumerated() {
            let time = Timestamp.milliseconds(message["ts"]) ?? (index == 0 ? assembler.startedAt : nil)
            reading.note(
                ContentBlocks.take(message, keys: ["message:\(index + 1)"], at: time, into: &assembler))
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
        }
        try reading.emit(assembler.finish())
    }
}
