/// One step, the grain of L1: what the agent saw (`s`), did (`a`) and got back (`o`), with its reflection `ρ` and
/// value `V`. A tool call with its output is a step; so is the final answer, or a plain question and answer.
package struct Trace: Sendable, Equatable {
    package var id: TraceID
    package var sessionID: SessionID
    package var episodeID: EpisodeID
    package var turnID: TurnID
    /// Place in the turn, from 0.
    package var step: Int
    package var kind: Kind
    package var at: Timestamp
    package var owner: Namespace
    /// State: the user's words. Empty on tool steps; the turn keeps them once.
    package var userText: String
    package var agentText: String
    package var thinking: String?
    package var call: ToolCall?
    package var outcome: Outcome
    package var summary: String
    package var tags: [String]
    package var errors: [ErrorMark]
    package var reflection: String?
    /// Reflection weight α in [0, 1].
    package var reflectionWeight: Double
    /// Value V in [-1, 1], passed back from the episode's reward.
    package var value: Double
    package var origin: Origin
    /// By which rule it has its α; `nil` while its task was not scored.
    package var creditRule: String?
    /// When a person pinned it; a pinned step has full priority in recall.
    package var pinnedAt: Timestamp?
    /// Who else may have it. A mark until the home is paired with a hub.
    package var share = Share.private
    /// When a person last changed its words or tags.
    package var editedAt: Timestamp?
    /// Which of its words a person wrote; learning leaves them.
    package var ownWords: Set<Wording> = []

    package enum Share: String, Sendable, CaseIterable {
        case `private`
        case `public`
        case hub
    }

    /// Words of a step that a person can replace; raw values are the wire's names.
    package enum Wording: String, Sendable, CaseIterable {
        case summary
        case userText
        case agentText
        case reflection
    }

    package enum Kind: String, Sendable, CaseIterable {
        case tool
        case answer
    }

    /// Where the row came from.
    package enum Origin: String, Sendable, CaseIterable {
        case live
        case imported
    }

    /// A fault seen in this step, with everything that differs between machines abstracted away.
    package struct ErrorMark: Sendable, Hashable {
        package var signature: String
        package var errorClass: String?
        package var code: String?

        package init(signature: String, errorClass: String? = nil, code: String? = nil) {
            self.signature = signature
            self.errorClass = errorClass
            self.code = code
        }
    }

    package init(
        id: TraceID, sessionID: SessionID, episodeID: EpisodeID, turnID: TurnID, step: Int, kind: Kind, at: Timestamp,
        owner: Namespace, userText: String, agentText: String, thinking: String? = nil, call: ToolCall? = nil,
        outcome: Outcome = .unknown, summary: String = "", tags: [String] = [], errors: [ErrorMark] = [],
        reflection: String? = nil, reflectionWeight: Double = 0, value: Double = 0, origin: Origin = .live
    ) {
        self.id = id
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.turnID = turnID
        self.step = step
        self.kind = kind
        self.at = at
        self.owner = owner
        self.userText = userText
        self.agentText = agentText
        self.thinking = thinking
        self.call = call
        self.outcome = outcome
        self.summary = summary
        self.tags = tags
        self.errors = errors
        self.reflection = reflection
        self.reflectionWeight = reflectionWeight
        self.value = value
        self.origin = origin
    }
}
