import TextAnalysis

/// What of a foreign skill a person should look at before they approve it. It looks for marks of harm and proves
/// nothing.
struct Screening {
    private(set) var warnings: [ImportedSkill.Warning] = []
    private var readBytes = 0

    /// Of one file, and of all.
    private static let longestRead = 1 << 20
    private static let longestTotal = 8 << 20

    init(name: String, title: String, keys: [String]) {
        if name != title {
            warn(.renamed, "It is called \(SkillArchive.shown(title)) and will be kept as “\(name)”.")
        }
        if keys.contains("allowed-tools") {
            warn(.permissions, "Its front matter has allowed-tools: some hosts then run those tools without asking.")
        }
        if let key = ["hooks", "model", "agent", "context"].first(where: keys.contains) {
            warn(.permissions, "Its front matter has \(key), by which some hosts change how they run.")
        }
    }

    mutating func read(_ bytes: [UInt8], at path: String) {
        let shown = SkillArchive.shown(path)
        let isScript = Self.isScript(bytes, at: path)
        if isScript { warn(.script, "\(shown) can be run.") }
        guard readBytes < Self.longestTotal else {
            return warn(.unread, "There is more text than is screened; \(shown) and what follows was not read.")
        }
        let part = Array(bytes.prefix(Self.longestRead))
        readBytes += part.count
        if part.contains(0) || String(validating: Self.withoutCutScalar(part), as: UTF8.self) == nil {
            return isScript ? () : warn(.binary, "\(shown) is no text and was not looked into.")
        }
        if part.count < bytes.count { warn(.unread, "Only the first \(part.count) bytes of \(shown) were read.") }
        let text = String(decoding: part, as: UTF8.self)
        let found = Findings(text)
        if let line = found.remoteCode {
            warn(.remoteCode, "Line \(line) of \(shown) runs what it fetches from a network.")
        }
        if let line = found.destructive { warn(.destructive, "Line \(line) of \(shown) removes or overwrites much.") }
        if let phrase = found.override { warn(.override, "\(shown) tells the agent “\(phrase)”.") }
        if found.isHiding { warn(.hidden, "\(shown) has characters or comments that a reader does not see.") }
        let secrets = Redactor.redact(text).findings
        if let first = secrets.first { warn(.secret, "\(shown) holds what looks like a secret (\(first.kind)).") }
    }

    private mutating func warn(_ kind: ImportedSkill.Warning.Kind, _ text: String) {
        guard warnings.count < 50, kind != .unread || !warnings.contains(where: { $0.kind == .unread }) else { return }
        warnings.append(.init(kind: kind, text: text))
    }

    private static func isScript(_ bytes: [UInt8], at path: String) -> Bool {
        let name = path.lowercased()
        if bytes.starts(with: [0x23, 0x21]) || name.hasPrefix("scripts/") && !name.hasSuffix(".md") { return true }
        if programs.contains(where: bytes.starts) { return true }
        return endings.contains { name.hasSuffix($0) }
    }

    /// ELF, Windows, Mach-O.
    private static let programs: [[UInt8]] = [
        [0x7f, 0x45, 0x4c, 0x46], [0x4d, 0x5a, 0x90], [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe],
    ]
    private static let endings = [
        ".sh", ".bash", ".zsh", ".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".php", ".lua", ".ps1", ".bat",
        ".cmd", ".vbs", ".exe", ".dll", ".so", ".dylib", ".jar", ".command", ".applescript", ".swift", ".go",
    ]

    /// The cut at the limit may go through a character.
    private static func withoutCutScalar(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.count == longestRead else { return bytes[...] }
        var end = bytes.count
        while end > 0, bytes.count - end < 4, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        return bytes[..<max(end - 1, 0)]
    }
}
