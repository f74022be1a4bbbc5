import TextAnalysis

/// What was found in one file: each kind once a line and a few times in all, the weightier first.
struct FindingLedger {
    let path: String
    private(set) var findings: [ScreeningFinding] = []
    private var counts: [ScreeningFinding.Kind: Int] = [:]

    private static let mostOfAKind = 5

    init(path: String) { self.path = path }

    mutating func add(
        _ kind: ScreeningFinding.Kind, _ severity: ScreeningSeverity, _ says: String, line: SourceLine,
        around offset: Int,
        shown: [UInt8]? = nil
    ) {
        if findings.contains(where: { $0.kind == kind && $0.line == line.number && $0.severity >= severity }) { return }
        let excerpt = Self.withoutSecrets(shown.map { Excerpt.of($0[...]) } ?? Excerpt.of(line.raw, around: offset))
        add(
            ScreeningFinding(
                kind: kind, severity: severity, path: path, line: line.number, excerpt: excerpt,
                text: "Line \(line.number) of \(Excerpt.quoted(path)) \(says)."))
    }

    mutating func add(_ finding: ScreeningFinding) {
        if let index = findings.firstIndex(where: { $0.kind == finding.kind && $0.line == finding.line }) {
            if findings[index].severity < finding.severity { findings[index] = finding }
            return
        }
        if counts[finding.kind, default: 0] >= Self.mostOfAKind {
            guard let index = findings.firstIndex(where: { $0.kind == finding.kind && $0.severity < finding.severity })
            else { return }
            findings.remove(at: index)
            counts[finding.kind, default: 0] -= 1
        }
        counts[finding.kind, default: 0] += 1
        findings.append(finding)
    }

    private static func withoutSecrets(_ text: String) -> String { Redactor.redact(text).text }
}
