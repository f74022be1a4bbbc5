import JSONText
import MemoryModel

/// Cursor's editor: `Cursor/User/globalStorage/state.vscdb`, keys and values. `composerData:<session>` names the messages
/// in order, `bubbleId:<session>:<message>` holds one each. Nobody documents the form, so what is not as expected is counted
/// and left out. The file also holds log-ins and may have gigabytes: only these keys are asked for, one by one.
enum CursorEditor: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name == "state.vscdb" && candidate.isSQLite && candidate.hasHead("cursorDiskKV")
    }

    static func read(_ reading: TranscriptReading) throws {
        let rows = try reading.database()
        guard try ForeignTable(rows, "cursorDiskKV").has("value") else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) has no conversations of Cursor",
                hint: "Name the state.vscdb in Cursor/User/globalStorage.")
        }
        // `;` follows `:`.
        let keys = try rows.rows(
            "select key from cursorDiskKV where key >= 'composerData:' and key < 'composerData;' order by key")
        for key in keys.compactMap({ $0["key"]?.string }) {
            guard let composer = try value(of: key, rows) else {
                reading.note(.brokenLine)
                continue
            }
            try tell(composer, id: String(key.dropFirst("composerData:".count)), rows, reading)
        }
    }

    private static func value(of key: String, _ rows: any ForeignRows) throws -> JSON? {
        let found = try rows.rows(
            "select cast(value as text) as value from cursorDiskKV where key = \(ForeignTable.quoted(key))")
        return TranscriptJSON.column(found.first?["value"])
    }

    private static func tell(
        _ composer: JSON, id: String, _ rows: any ForeignRows, _ reading: TranscriptReading
    ) throws {
        if composer["subagentInfo"]?.object != nil { return reading.note(.sidechain) }
        var assembler = TurnAssembler(host: TranscriptFormat.cursorEditor.host, sessionId: id)
        assembler.title = composer["name"]?.string
        assembler.workspace = folder(composer["workspaceIdentifier"]?["uri"]?["fsPath"])
        let began = Timestamp.milliseconds(composer["createdAt"])
        assembler.note(began)
        // Before the messages had rows of their own they stood in the session itself.
        let inside = composer["conversation"]?.array ?? []
        for header in inside.isEmpty ? composer["fullConversationHeadersOnly"]?.array ?? [] : inside {
            guard let message = header["bubbleId"]?.string else {
                reading.note(.unknownType, type: "a message without an id")
                continue
            }
            let bubble =
                try header["text"] != nil
                ? header : value(of: "bubbleId:\(id):\(message)", rows) ?? composer["conversationMap"]?[message]
            guard let bubble else {
                reading.note(.brokenLine)
                continue
            }
            // Messages of before October 2025 have no times.
            let time = Timestamp.milliseconds(bubble["createdAt"]) ?? began
            reading.note(take(bubble, key: message, at: time, into: &assembler), of: bubble)
            try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
        }
        try reading.emit(assembler.finish())
    }

    private static func take(
        _ bubble: JSON, key: String, at time: Int64?, into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        let text = bubble["text"]?.string ?? ""
        switch bubble["type"]?.int {
        case 1:
            assembler.workspace = assembler.workspace ?? folder(bubble["workspaceUris"]?[0])
            let text = HostText.user(HostText.inner("user_query", of: text) ?? text)
            if text.isEmpty { return .injected }
            assembler.user(text, keys: [key], at: time)
        case 2:
            assembler.thinking(bubble["thinking"]?["text"]?.string ?? "", messageId: key, key: key, at: time)
            assembler.agent(text, messageId: key, key: key, at: time)
            if let call = bubble["toolFormerData"], let name = call["name"]?.string {
                take(call, of: name, key: key, at: time, into: &assembler)
            }
        default: return .unknownType
        }
        return nil
    }

    private static func take(
        _ call: JSON, of name: String, key: String, at time: Int64?, into assembler: inout TurnAssembler
    ) {
        let id = call["toolCallId"]?.string ?? key
        let input = call["rawArgs"] ?? call["params"]
        assembler.call(
            id: id, name: name, input: TranscriptJSON.arguments(input), messageId: key, key: key, at: time)
        guard let status = call["status"]?.string, status != "loading", status != "pending" else { return }
        let result = TranscriptJSON.arguments(call["result"])
        assembler.result(
            id: id, output: HostText.output(result["output"] ?? result["contents"] ?? result),
            isError: status == "error" || status == "cancelled", at: time)
    }

    /// A path, or a `file:` URL of one.
    private static func folder(_ value: JSON?) -> String? {
        guard let text = value?.string, !text.isEmpty else { return nil }
        guard text.hasPrefix("file://") else { return text.hasPrefix("/") ? text : nil }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8.dropFirst("file://".utf8.count))[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
