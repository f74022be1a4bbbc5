/// Reads the sentences of one file, as they are written and as disguised words may be meant.
enum ProseScreen {
    static func read(_ lines: [SourceLine], into ledger: inout FindingLedger) {
        read(lines, isLoose: false, into: &ledger)
        read(lines, isLoose: true, into: &ledger)
    }

    private static func read(_ lines: [SourceLine], isLoose: Bool, into ledger: inout FindingLedger) {
        let stream = ProseStream(lines, isLoose: isLoose)
        let hits = ProseLexicon.automaton.hits(in: stream.text, limit: .max)
        for match in ProseMatcher.matches(of: hits, stops: stream.stops, in: stream.text) {
            // Reading digits as letters makes words out of code.
            if isLoose, match.rule.kind != .override { continue }
            if match.isNegated { continue }
            let line = lines[stream.line(at: match.start)]
            if line.role == .code, isRead(asCommand: match.rule.kind), isCommand(line) { continue }
            ledger.add(
                match.rule.kind, weight(match, line, isTest: ledger.path.lowercased().contains("test")),
                match.rule.says, line: line, around: 0)
        }
    }

    private static func weight(
        _ match: ProseMatcher.Match, _ line: SourceLine, isTest: Bool
    ) -> ScreeningSeverity {
        let base = match.rule.severity
        let isQuoted = isQuoted(line)
        let isWarned = line.isWarned || match.isWarned
        if isWarned, isQuoted { return .low }
        if isWarned || line.role == .code && isQuoted && (isLookedFor(line) || isTest) {
            return base == .high ? .medium : .low
        }
        return base
    }

    /// What statements are read for already.
    private static func isRead(asCommand kind: ScreeningFinding.Kind) -> Bool {
        kind == .exfiltration || kind == .remoteCode || kind == .persistence || kind == .encoded
    }

    private static func isCommand(_ line: SourceLine) -> Bool {
        !line.isFenced || line.folded.contains { "$(={|".utf8.contains($0) }
            || ByteRuns.contains(line.folded[...], " -")
    }

    /// Whether the line quotes something at all: a finding in it may be what is quoted.
    private static func isQuoted(_ line: SourceLine) -> Bool {
        line.folded.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "`") } >= 2
            || ["「", "“", "『", "《"].contains { ByteRuns.contains(line.raw, $0) }
            || line.folded.count { $0 == UInt8(ascii: "'") } >= 2
    }

    /// In a list of patterns of a program that looks for them.
    private static func isLookedFor(_ line: SourceLine) -> Bool {
        [
            "pattern", "regex", "re.compile", "grep", "blocked", "forbidden", "match", "detect", "suspicious", "test(",
            "assert", "expect",
        ]
        .contains { ByteRuns.contains(line.folded[...], $0) }
    }
}
