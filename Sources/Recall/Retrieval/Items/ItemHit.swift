package import MemoryModel
package import MemoryStore

/// A skill, policy or world model that was let in.
package struct ItemHit: Sendable {
    package var head: ItemHead
    /// What to prefer and what to avoid.
    package var guidance: DecisionGuidance
    /// Relevance in [0, 1].
    package var score: Double
    /// That it helps, in (0, 1).
    package var probability: Double
    package var snippet: String

    package init(head: ItemHead, guidance: DecisionGuidance, score: Double, probability: Double, snippet: String) {
        self.head = head
        self.guidance = guidance
        self.score = score
        self.probability = probability
        self.snippet = snippet
    }
}

/// A task of which several steps were hit and that went well: its course.
package struct EpisodeHit: Sendable, Equatable {
    package var episode: EpisodeID
    package var session: SessionID
    package var at: Timestamp
    /// That of its best step.
    package var score: Double
    /// What was done, step by step, on one line.
    package var course: String
}
