import JSONText

/// OpenClaw: `~/.openclaw/agents/<agent>/sessions/<id>.jsonl`, and `….jsonl.reset.<time>` for a conversation that was
/// reset. The gateway wraps what people write into envelopes, and prompts the agent itself for heartbeats.
struct OpenClaw: TranscriptLineReader {
    private var style: PiStyle
    var assembler: TurnAssembler {
        get { style.assembler }
        set { style.assembler = newValue }
    }

    init(_ reading: TranscriptReading) {
        style = PiStyle(.openclaw, path: reading.source.path, userText: Self.userText)
    }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        guard candidate.name.hasSuffix(".jsonl") || candidate.name.contains(".jsonl.reset.") else { return false }
        let folders = candidate.folders
        guard folders.count > 2, folders[folders.count - 1] == "sessions", folders[folders.count - 3] == "agents" else {
            return false
        }
        return candidate.head.isEmpty || PiStyle.recognises(candidate)
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? { style.take(line, number: number) }

    static func userText(_ stored: String) -> String {
        var text = HostText.user(stored)
        while let rest = withoutMetadataBlock(text) { text = rest }
        text = withoutEnvelope(text)
        if let mark = text.firstRange(of: "\n[message_id:"), !text[mark.upperBound...].contains("\n") {
            text = String(text[..<mark.lowerBound]).trimmed
        }
        for opening in ["Read HEARTBEAT.md if it exists", "A new session was started via /new or /reset"]
        where text.hasPrefix(opening) {
            return ""
        }
        return text
    }

    /// `Conversation info (untrusted metadata):` and a fenced JSON block, at the beginning.
    private static func withoutMetadataBlock(_ text: String) -> String? {
        let fence = "(untrusted metadata):\n```json\n"
        guard let start = text.firstRange(of: fence), !text[..<start.lowerBound].contains("\n"),
            let end = text[start.upperBound...].firstRange(of: "\n```")
        else { return nil }
        return String(text[end.upperBound...]).trimmed
    }

    /// `[Channel sender 2026-03-05 09:41 UTC] …`: a bracket that holds a date.
    private static func withoutEnvelope(_ text: String) -> String {
        guard text.hasPrefix("["), let end = text.firstIndex(of: "]"),
            text.utf8.distance(from: text.startIndex, to: end) < 200
        else { return text }
        let inside = text[text.index(after: text.startIndex)..<end]
        guard !inside.contains("\n"), inside.split(separator: " ").contains(where: isDate) else { return text }
        return String(text[text.index(after: end)...]).trimmed
    }

    private static func isDate(_ word: Substring) -> Bool {
        word.utf8.count == 10 && Timestamp.fields(String(word)) != nil
    }
}
