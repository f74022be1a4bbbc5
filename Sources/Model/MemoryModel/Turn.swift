package import JSONText

/// All steps that one user message set off. A turn is a group of traces, not an object of the learning algorithm.
package struct Turn: Sendable, Equatable {
    package var id: TurnID
    /// The host's name for the turn; unique within the session, so that a replay finds the first one.
    package var key: String
    package var sessionID: SessionID
    package var episodeID: EpisodeID
    package var owner: Namespace
    package var userText: String
    package var agentText: String
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    package var outcome: Outcome
    /// The branch that was checked out in the workspace when the turn began; `nil` outside of git and when unknown.
    package var branch: String?

    package var isOpen: Bool { endedAt == nil }

    package init(
        id: TurnID, key: String, sessionID: SessionID, episodeID: EpisodeID, owner: Namespace, userText: String,
        agentText: String = "", startedAt: Timestamp, endedAt: Timestamp? = nil, outcome: Outcome = .unknown,
        branch: String? = nil
    ) {
        self.id = id
        self.key = key
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.owner = owner
        self.userText = userText
        self.agentText = agentText
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.branch = branch
    }
}

/// What came of a step or a turn, as far as the environment said.
package enum Outcome: String, Sendable, CaseIterable {
    case success = "ok"
    case failure = "error"
    case unknown
}

/// One call of a tool with what came back.
package struct ToolCall: Sendable, Equatable {
    package var id: String?
    package var name: String
    package var input: JSON
    package var output: String?
    /// Set when the host said that the call failed; the host's own code where it gave one.
    package var errorCode: String?
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var thinkingBefore: String?
    package var textBefore: String?

    package init(
        id: String? = nil, name: String, input: JSON, output: String? = nil, errorCode: String? = nil,
        startedAt: Timestamp? = nil, endedAt: Timestamp? = nil, thinkingBefore: String? = nil, textBefore: String? = nil
    ) {
        self.id = id
        self.name = name
        self.input = input
        self.output = output
        self.errorCode = errorCode
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.thinkingBefore = thinkingBefore
        self.textBefore = textBefore
    }
}

extension ToolCall {
    /// The input as a person would write it: a command as a command, names only where there are several parts.
    package var inputText: String { Self.readable(input) }

    private static func readable(_ input: JSON) -> String {
        switch input {
        case .null: ""
        case .string(let text): text
        case .object(let object) where object.members.count == 1: readable(object.members[0].value)
        case .object(let object):
            object.members.map { "\($0.key): \(readable($0.value))" }.joined(separator: "\n")
        default: input.text
        }
    }
}
