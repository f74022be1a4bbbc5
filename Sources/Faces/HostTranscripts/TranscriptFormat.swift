package import JSONText
package import MemoryModel

/// The shapes of transcript this room reads. The raw value is what people type after `--format`.
package enum TranscriptFormat: String, CaseIterable, Sendable {
    case claudeCode = "claude-code"
    case codex, hermes, openclaw, gemini, cursor, opencode, qwen, omp, pi, aider, grok, roo, cline, zed, kimi
    case copilot, antigravity, deepseek, goose
    case cursorEditor = "cursor-editor"
    case claudeNotes = "claude-notes"
    case openclawNotes = "openclaw-notes"
    case hermesNotes = "hermes-notes"
    case pluginDatabase = "memos-plugin-db"
    case pluginExport = "memos-plugin-json"

    /// The host's name on our wire. What the MemOS plugin kept is of several hosts; each row says of which.
    package var host: String {
        switch self {
        case .claudeCode, .claudeNotes: "claude"
        case .cursorEditor: "cursor"
        case .openclawNotes: "openclaw"
        case .hermesNotes: "hermes"
        case .deepseek: "dsh"
        case .pluginDatabase, .pluginExport: "memos-plugin"
        default: rawValue
        }
    }

    /// Whether the conversations go by other names here than in live capture, or by those of another source: a turn is
    /// then known again by its words and its time alone.
    package var hasNamesOfItsOwn: Bool {
        switch self {
        case .openclaw, .hermes, .deepseek, .pluginDatabase, .pluginExport: true
        default: false
        }
    }

    /// Whether other records of the same conversation have no times, or other ones: a turn is then known again by its
    /// words within the conversation.
    package var isKnownByWords: Bool { self == .cursorEditor }

    /// Every host once, in the order of the formats.
    package static var hosts: [String] {
        allCases.reduce(into: []) { hosts, format in
            if !hosts.contains(format.host) { hosts.append(format.host) }
        }
    }

    /// What a host leaves behind: its transcripts first, then its notes. Empty for a host that we do not know.
    ///
    /// - Parameter host: as on the wire, or the name of a format.
    package static func formats(of host: String) -> [TranscriptFormat] {
        let formats = allCases.filter { $0.host == host }
        return formats.isEmpty ? allCases.filter { $0.rawValue == host } : formats
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
