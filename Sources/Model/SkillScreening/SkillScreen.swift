import TextAnalysis

/// What of a foreign text a person should look at before they let an agent read it. It looks for marks of harm, runs
/// nothing and proves nothing.
package enum SkillScreen {
    /// Bytes read of one file.
    package static let longestRead = 1 << 20
    /// Bytes read of all files of a skill.
    package static let longestTotal = 8 << 20
    /// Findings told of a skill.
    package static let mostFindings = 50

    /// - Parameters:
    ///   - name: what the skill will be kept as.
    ///   - title: what it calls itself.
    ///   - files: all of it, `SKILL.md` first.
    package static func findings(
        name: String, title: String, frontMatterKeys: [String], files: [(path: String, bytes: [UInt8])]
    ) -> [ScreeningFinding] {
        let main = files.first?.path ?? "SKILL.md"
        var all = FrontMatterScreen.findings(name: name, title: title, keys: frontMatterKeys, path: main)
        var read = 0
        for file in files {
            if FileKind.isRunnable(file.bytes, at: file.path) {
                all.append(about(file.path, .script, .low, "\(Excerpt.quoted(file.path)) can be run."))
            }
            guard read < longestTotal else {
                all.append(
                    about(
                        file.path, .unread, .high,
                        "There is more text than is screened; \(Excerpt.quoted(file.path)) and what follows was not read."
                    ))
                break
            }
            let part = FileKind.withoutCutScalar(file.bytes.prefix(longestRead), isCut: file.bytes.count > longestRead)
            read += part.count
            guard FileKind.isText(part) else {
                let isProgram = FileKind.isProgram(file.bytes)
                all.append(
                    about(
                        file.path, .binary, isProgram ? .high : .low,
                        isProgram
                            ? "\(Excerpt.quoted(file.path)) is a program that nobody can read."
                            : "\(Excerpt.quoted(file.path)) is no text and was not looked into."))
                continue
            }
            if part.count < file.bytes.count {
                all.append(
                    about(
                        file.path, .unread, .high,
                        "Only the first \(part.count) bytes of \(Excerpt.quoted(file.path)) were read."))
            }
            all += findings(in: part, at: file.path, depth: 0)
        }
        return weightiest(all)
    }

    /// For one text: Markdown of a policy or a world model, an excerpt, a name, a summary.
    package static func findings(text: String, at path: String) -> [ScreeningFinding] {
        let bytes = Array(text.utf8)
        let part = FileKind.withoutCutScalar(bytes.prefix(longestRead), isCut: bytes.count > longestRead)
        var all = findings(in: part, at: path, depth: 0)
        if part.count < bytes.count {
            all.append(
                about(path, .unread, .high, "Only the first \(part.count) bytes of \(Excerpt.quoted(path)) were read."))
        }
        return weightiest(all)
    }

    /// Whether a person has to decide: nothing with such a finding is approved by trust alone.
    package static func isAlarming(_ findings: [ScreeningFinding]) -> Bool {
        findings.contains { $0.severity == .high }
    }

    static func findings(decoded bytes: [UInt8], at path: String, depth: Int) -> [ScreeningFinding] {
        depth > 2 ? [] : findings(in: bytes, at: path, depth: depth)
    }

    /// - Parameter bytes: UTF-8.
    private static func findings(in bytes: [UInt8], at path: String, depth: Int) -> [ScreeningFinding] {
        let isMarkdown = FileKind.isMarkdown(path)
        let lines = SourceReader.lines(of: bytes, isMarkdown: isMarkdown)
        var ledger = FindingLedger(path: path)
        for (index, line) in lines.enumerated() {
            let hidden = HiddenCharacters(line.raw, isFirstLine: index == 0)
            if let severity = hidden.severity {
                ledger.add(.hidden, severity, "has \(hidden.what)", line: line, around: hidden.offset)
            }
        }
        CommandScreen.read(lines, into: &ledger)
        ProseScreen.read(lines, into: &ledger)
        MarkupScreen.read(lines, isMarkdown: isMarkdown, into: &ledger)
        if depth < 2 { EncodedScreen.read(lines, depth: depth, into: &ledger) }
        if depth == 0 { SecretScreen.read(bytes, lines, into: &ledger) }
        return ledger.findings
    }

    private static func about(
        _ path: String, _ kind: ScreeningFinding.Kind, _ severity: ScreeningSeverity, _ text: String
    ) -> ScreeningFinding {
        ScreeningFinding(kind: kind, severity: severity, path: path, text: text)
    }

    /// In the order of the files; of too many, the lightest are left out.
    private static func weightiest(_ findings: [ScreeningFinding]) -> [ScreeningFinding] {
        guard findings.count > mostFindings else { return findings }
        let kept = findings.enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .prefix(mostFindings)
        return kept.sorted { $0.offset < $1.offset }.map(\.element)
    }
}
