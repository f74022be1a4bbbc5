package import JSONText
package import MemoryModel

/// The shapes of transcript this room reads. The raw value is what people type after `--format`.
package enum TranscriptFormat: String, CaseIterable, Sendable {
    case claudeCode = "claude-code"
    case codex, hermes, openclaw, gemini, cursor, opencode, qwen, omp, pi, aider, grok, roo, cline, zed, kimi
    case copilot, antigravity, deepseek, goose

    /// The host's name on our wire.
    package var host: String { self == .claudeCode ? "claude" : rawValue }

    package init?(host: String) {
        guard let format = Self.allCases.first(where: { $0.host == host || $0.rawValue == host }) else { return nil }
        self = format
    }
}

/// One file to read: a conversation, or a database of many.
package struct TranscriptSource: Sendable, Hashable {
    package var path: String
    package var format: TranscriptFormat
    package var size: Int64
    package var modifiedAt: Int64

    package init(path: String, format: TranscriptFormat, size: Int64, modifiedAt: Int64) {
        self.path = path
        self.format = format
        self.size = size
        self.modifiedAt = modifiedAt
    }
}

/// Read-only access to somebody's SQLite file, given by the caller: this room does not know SQLite.
///
/// The queries return text, numbers and null only; blobs are asked for as hexadecimal text.
package protocol ForeignRows: Sendable {
    func rows(_ sql: String) throws(MemoryError) -> [[String: JSON]]
}
