/// What to prefer and what to avoid in one kind of situation, as a failure, a person or a comparison has just taught it.
/// It is told in the next turn of its session, and later where the situation comes again.
package struct GuidanceNote: Sendable, Equatable {
    package var id: String
    package var at: Timestamp
    package var owner: Namespace
    package var sessionID: SessionID
    package var episodeID: EpisodeID?
    package var origin: Origin
    /// Situations with the same context are the same situation: one note in a minute is enough for each.
    package var context: String
    /// Words by which the situation is known again: commands, tools, tags.
    package var cues: [String]
    package var guidance: DecisionGuidance
    /// One sentence for the agent.
    package var text: String
    package var policyIDs: [PolicyID]
    /// When the session was told; `nil` until then.
    package var toldAt: Timestamp?
    package var provenance: Provenance

    package enum Origin: String, Sendable, CaseIterable {
        case failureBurst = "failure_burst"
        case feedback
        case valueContrast = "value_contrast"
    }

    package init(
        id: String, at: Timestamp, owner: Namespace, sessionID: SessionID, episodeID: EpisodeID?, origin: Origin,
        context: String, cues: [String], guidance: DecisionGuidance, text: String, policyIDs: [PolicyID] = [],
        toldAt: Timestamp? = nil, provenance: Provenance = .rules
    ) {
        self.id = id
        self.at = at
        self.owner = owner
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.origin = origin
        self.context = context
        self.cues = cues
        self.guidance = guidance
        self.text = text
        self.policyIDs = policyIDs
        self.toldAt = toldAt
        self.provenance = provenance
    }
}
