package import JSONText

/// What was shown to an agent, when, and why: the answer of one recall, kept so that it can be explained later.
package struct Injection: Sendable, Equatable {
    package var id: InjectionID
    package var sessionID: SessionID?
    package var episodeID: EpisodeID?
    package var turnID: TurnID?
    package var at: Timestamp
    package var entry: RecallEntry
    package var query: String
    /// The text handed over, with its fence; empty when nothing fitted or somebody only searched.
    package var text: String
    package var tokens: Int
    /// The items in the text, in order.
    package var shown: [String]
    package var explanation: JSON
    package var latencyMilliseconds: Double

    package init(
        id: InjectionID, sessionID: SessionID?, episodeID: EpisodeID?, turnID: TurnID?, at: Timestamp,
        entry: RecallEntry, query: String, text: String, tokens: Int, shown: [String], explanation: JSON,
        latencyMilliseconds: Double
    ) {
        self.id = id
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.turnID = turnID
        self.at = at
        self.entry = entry
        self.query = query
        self.text = text
        self.tokens = tokens
        self.shown = shown
        self.explanation = explanation
        self.latencyMilliseconds = latencyMilliseconds
    }
}

/// Who asks for recall.
package enum RecallEntry: String, Sendable, CaseIterable {
    case turnStart = "turn_start"
    case toolDriven = "tool_driven"
    case skillInvoke = "skill_invoke"
    case subAgent = "sub_agent"
    case repair
}
