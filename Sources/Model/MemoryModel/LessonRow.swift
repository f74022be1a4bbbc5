package import JSONText

/// One thing that one task teaches, as it is kept until another task teaches it too, and then as evidence of the policy
/// made of both. What it says is the business of the room that induces policies.
package struct LessonRow: Sendable, Equatable {
    /// Of its task and place in it, so that reading a task again gives the same ids.
    package var id: String
    /// `primaryTag|secondaryTag|tool|errorClass`.
    package var signature: String
    package var episodeID: EpisodeID
    /// The step it hangs on: what worked, or what failed.
    package var traceID: TraceID
    package var at: Timestamp
    package var owner: Namespace
    /// V of that step, in [-1, 1].
    package var value: Double
    /// `nil` while it waits for another like it.
    package var policyID: PolicyID?
    package var role: Role
    package var content: JSON

    package enum Role: String, Sendable, CaseIterable {
        /// What the policy says was done.
        case with
        /// The same situation, and something else was done.
        case without
    }

    package init(
        id: String, signature: String, episodeID: EpisodeID, traceID: TraceID, at: Timestamp, owner: Namespace,
        value: Double, policyID: PolicyID? = nil, role: Role = .with, content: JSON
    ) {
        self.id = id
        self.signature = signature
        self.episodeID = episodeID
        self.traceID = traceID
        self.at = at
        self.owner = owner
        self.value = value
        self.policyID = policyID
        self.role = role
        self.content = content
    }
}
