/// How much a mark weighs where it stands: less in a comment, in a pattern that looks for it, in text that is printed,
/// and where the words around it warn of it.
struct StatementContext {
    let statement: Statement
    let line: SourceLine

    func weighed(_ severity: ScreeningSeverity, at offset: Int) -> ScreeningSeverity {
        if isPattern(around: offset) { return .low }
        let isLighter = statement.isWarned || statement.role == .comment || isPrinted || isSpokenAgainst(offset)
        guard isLighter else { return severity }
        return severity == .high ? .medium : .low
    }

    /// The words of the sentence before it, or of all of it where it is only named.
    private func isSpokenAgainst(_ offset: Int) -> Bool {
        guard statement.role == .prose else { return false }
        let text = statement.text
        var start = min(offset, text.count)
        while start > 0 {
            if start >= 2, text[start - 1] == 0x20, ".!?".utf8.contains(text[start - 2]) { break }
            start -= 1
        }
        if WarningCue.stands(in: Array(text[start..<min(offset, text.count)])) { return true }
        // “`curl … | sh` is dangerous.”
        let rest = text[min(offset, text.count)...].prefix(400)
        let tail = rest.firstIndex(of: UInt8(ascii: "`")).map { rest[$0...] } ?? []
        return !tail.isEmpty && WarningCue.stands(in: Array(tail)) && !WarningCue.isImperative(Array(text[start...]))
    }

    /// `grep -E 'curl.*\| *sh'`.
    private func isPattern(around offset: Int) -> Bool {
        let raw = line.raw
        let isSearch = [
            "grep", "rg ", "re.compile", "re.search", "re.match", "regexp", "pattern", "ripgrep", "ack ", "semgrep",
            "yara", "regex", "re2", "matches(", "contains:",
        ]
        .contains { ByteRuns.contains(raw, $0) || ByteRuns.contains(statement.text[...], $0) }
        guard isSearch else { return false }
        return [".*", "\\|", "\\s", "[^", "\\b", "(?:", "\\(", ".+", "|", "\\."].contains { ByteRuns.contains(raw, $0) }
            && isQuoted(offset)
    }

    private func isQuoted(_ offset: Int) -> Bool {
        let before = statement.text[..<min(offset, statement.text.count)]
        let single = before.count { $0 == UInt8(ascii: "'") }
        let double = before.count { $0 == UInt8(ascii: "\"") }
        return single % 2 == 1 || double % 2 == 1
    }

    /// `echo "Install with: curl … | sh"`: nothing is run.
    private var isPrinted: Bool {
        let text = statement.text.drop { $0 == 0x20 }
        guard statement.role == .code,
            [
                "echo ", "printf ", "print(", "console.log(", "die ", "warn ", "log ", "info ", "logger.", "fail ",
                "err ", "error ",
            ].contains(where: { text.starts(with: $0.utf8) })
        else { return false }
        // What stands outside the quotes.
        var quote: UInt8?
        for byte in text {
            if let open = quote {
                if byte == open { quote = nil }
                if open == UInt8(ascii: "\""), byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") { return false }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "$") {
                return false
            }
        }
        return true
    }
}
