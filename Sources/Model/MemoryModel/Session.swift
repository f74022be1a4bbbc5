package import JSONText

/// A conversation of a host, named by the host.
package struct Session: Sendable, Equatable {
    package var id: SessionID
    package var owner: Namespace
    package var openedAt: Timestamp
    package var lastActiveAt: Timestamp
    package var closedAt: Timestamp?
    /// When the host last cut its context short; what was said before is out of the model's sight.
    package var compactedAt: Timestamp?
    /// What the host told about itself; never interpreted.
    package var meta: JSON

    package init(
        id: SessionID, owner: Namespace, openedAt: Timestamp, lastActiveAt: Timestamp, closedAt: Timestamp? = nil,
        compactedAt: Timestamp? = nil, meta: JSON = .object(JSONObject())
    ) {
        self.id = id
        self.owner = owner
        self.openedAt = openedAt
        self.lastActiveAt = lastActiveAt
        self.closedAt = closedAt
        self.compactedAt = compactedAt
        self.meta = meta
    }
}

/// A task: the turns that pursue one goal. It is what gets a reward.
package struct Episode: Sendable, Equatable {
    package var id: EpisodeID
    package var sessionID: SessionID
    package var openedAt: Timestamp
    package var lastActiveAt: Timestamp
    package var closedAt: Timestamp?
    package var closeReason: CloseReason?
    package var turnCount: Int
    /// The first words of the first turn, for lists.
    package var preview: String
    /// Reward R in [-1, 1]; `nil` while unscored.
    package var reward: Double?

    package enum CloseReason: String, Sendable, CaseIterable {
        case newTask = "new_task"
        case sessionEnd = "session_end"
        case idle
        case requested
    }

    package var isOpen: Bool { closedAt == nil }

    package init(
        id: EpisodeID, sessionID: SessionID, openedAt: Timestamp, lastActiveAt: Timestamp, closedAt: Timestamp? = nil,
        closeReason: CloseReason? = nil, turnCount: Int = 0, preview: String = "", reward: Double? = nil
    ) {
        self.id = id
        self.sessionID = sessionID
        self.openedAt = openedAt
        self.lastActiveAt = lastActiveAt
        self.closedAt = closedAt
        self.closeReason = closeReason
        self.turnCount = turnCount
        self.preview = preview
        self.reward = reward
    }
}

extension Episode {
    /// What lists show of a task: its first words on one line.
    package static func preview(of text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(120))
    }
}

extension Identifier<Session> {
    /// Whether it is no conversation but a file of notes, which is named by its path.
    package var isNotes: Bool { rawValue.hasPrefix("notes:") }
}
