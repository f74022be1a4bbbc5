package import JSONText

/// A conversation another agent's program left on disk, in neutral terms: what was asked, what was answered, which
/// tools ran. It says nothing about how we store it.
///
/// A very long conversation arrives in several pieces with the same `id`, in order.
package struct TranscriptSession: Sendable {
    package var id: String
    /// `claude`, `codex`, `hermes`, … as everywhere else in our wire.
    package var host: String
    package var title: String?
    package var workspace: String?
    /// Milliseconds since 1970, like every time in this room.
    package var startedAt: Int64?
    /// Whether it is no conversation but notes, each as a turn: `userText` says where it is from, `agentText` what it
    /// says. All notes of a source come in one piece.
    package var isNotes = false
    package var turns: [TranscriptTurn]

    package init(
        id: String, host: String, title: String? = nil, workspace: String? = nil, startedAt: Int64? = nil,
        isNotes: Bool = false, turns: [TranscriptTurn]
    ) {
        self.id = id
        self.host = host
        self.title = title
        self.workspace = workspace
        self.startedAt = startedAt
        self.isNotes = isNotes
        self.turns = turns
    }
}

/// One user message with everything up to the next one.
package struct TranscriptTurn: Sendable {
    package var sessionId: String
    /// Unique in its session and the same at every reading: the host's prompt or message id, else `line:<number>`.
    package var key: String
    package var startedAt: Int64?
    package var endedAt: Int64?
    /// Without what hosts and memory plugins put into it. Empty when the agent spoke without being asked.
    package var userText: String
    /// What the agent said openly, its messages separated by an empty line.
    package var agentText: String
    package var thinking: String?
    package var calls: [TranscriptCall]
    package var workspace: String?
    package var gitBranch: String?
    /// User and assistant messages; tool results are not counted.
    package var messageCount: Int
}

/// One tool call with its result, if one was recorded.
package struct TranscriptCall: Sendable {
    package var id: String?
    package var name: String
    package var input: JSON
    /// At most 4000 characters, head and tail.
    package var output: String?
    package var isError: Bool
    package var startedAt: Int64?
    package var endedAt: Int64?
}
