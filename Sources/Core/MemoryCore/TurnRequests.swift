package import MemoryModel

/// A user message that begins a turn.
package struct TurnOpening: Sendable {
    package var owner: Namespace
    package var session: SessionID
    /// The host's name for the turn; without one the time and the words name it.
    package var key: String?
    package var episode: EpisodeID?
    package var userText: String
    package var at: Timestamp
    /// When the host stops waiting, if it says so.
    package var deadlineAt: Timestamp?

    package init(
        owner: Namespace, session: SessionID, key: String?, episode: EpisodeID?, userText: String, at: Timestamp,
        deadlineAt: Timestamp? = nil
    ) {
        self.deadlineAt = deadlineAt
        self.owner = owner
        self.session = session
        self.key = key
        self.episode = episode
        self.userText = userText
        self.at = at
    }
}

/// What a turn came to.
package struct TurnClosing: Sendable {
    package var owner: Namespace
    package var session: SessionID
    package var key: String?
    package var episode: EpisodeID?
    /// The user's words again, for hosts whose opening may have been lost.
    package var userText: String?
    package var agentText: String
    package var thinking: String?
    package var calls: [ToolCall]
    package var at: Timestamp
    /// What the host says it came to; `nil` lets its last tool call say so.
    package var outcome: Outcome?
    /// Whether a turn of this key that has ended stays as it is, whatever this says.
    package var once: Bool

    package init(
        owner: Namespace, session: SessionID, key: String?, episode: EpisodeID?, userText: String?, agentText: String,
        thinking: String?, calls: [ToolCall], at: Timestamp, outcome: Outcome? = nil, once: Bool = false
    ) {
        self.outcome = outcome
        self.once = once
        self.owner = owner
        self.session = session
        self.key = key
        self.episode = episode
        self.userText = userText
        self.agentText = agentText
        self.thinking = thinking
        self.calls = calls
        self.at = at
    }
}

/// What a helper agent was asked and what it brought back.
package struct SubagentOutcomeReport: Sendable {
    package var owner: Namespace
    package var session: SessionID
    package var episode: EpisodeID?
    package var childSession: String?
    package var task: String
    package var result: String
    package var calls: [ToolCall]
    /// Set when it failed.
    package var error: String?
    package var at: Timestamp?

    package init(
        owner: Namespace, session: SessionID, episode: EpisodeID?, childSession: String?, task: String, result: String,
        calls: [ToolCall], error: String?, at: Timestamp?
    ) {
        self.owner = owner
        self.session = session
        self.episode = episode
        self.childSession = childSession
        self.task = task
        self.result = result
        self.calls = calls
        self.error = error
        self.at = at
    }
}
