/// What one reading found and what it left out, so that nothing disappears silently.
package struct TranscriptReadReport: Sendable, Equatable {
    /// Distinct sessions, not the pieces they were handed over in.
    package var sessions = 0
    package var turns = 0
    package var messages = 0
    /// Lines, rows or list elements looked at.
    package var records = 0
    package var skipped: [TranscriptSkip: Int] = [:]
    /// Records of types that the reader does not know, by their type; the first fifty types by name, the others together.
    package var unknown: [String: Int] = [:]

    package init() {}

    mutating func skip(_ reason: TranscriptSkip) {
        skipped[reason, default: 0] += 1
    }

    mutating func meet(unknown type: String) {
        let name = String(type.prefix(80))
        unknown[unknown[name] == nil && unknown.count >= Self.mostTypes ? "others" : name, default: 0] += 1
    }

    private static let mostTypes = 50
}

/// Why a line or record was left out.
package enum TranscriptSkip: String, Sendable, CaseIterable {
    case brokenLine = "broken_line"
    /// The last line ends in the middle: the host is still writing, or was killed.
    case brokenTail = "broken_tail"
    case invalidUTF8 = "invalid_utf8"
    case lineTooLong = "line_too_long"
    case unknownType = "unknown_type"
    /// The host's own bookkeeping.
    case hostMeta = "host_meta"
    /// Text a host or a plugin wrote in the user's name.
    case injected
    /// A sub-agent's conversation.
    case sidechain
}
