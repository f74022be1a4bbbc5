package import JSONText

/// Something that happened and was committed. Facts are the only way one room learns of another's work; their type
/// strings are the wire's (`events.notify`).
package struct MemoryFact: Sendable, Equatable {
    package var kind: Kind
    package var payload: JSON
    package var correlation: String?

    package enum Kind: String, Sendable, CaseIterable {
        case sessionOpened = "session.opened"
        case sessionClosed = "session.closed"
        case episodeOpened = "episode.opened"
        case episodeClosed = "episode.closed"
        case traceCreated = "trace.created"
        case traceValueUpdated = "trace.value_updated"
        case traceEdited = "trace.edited"
        case traceMarked = "trace.marked"
        case feedbackReceived = "feedback.received"
        case feedbackClassified = "feedback.classified"
        case rewardComputed = "reward.computed"
        case policyCandidateAdded = "l2.candidate_added"
        case policyCandidateExpired = "l2.candidate_expired"
        case policyAssociated = "l2.associated"
        case policyInduced = "l2.induced"
        case policyRevised = "l2.revised"
        case policyBoundaryShrunk = "l2.boundary_shrunk"
        case worldModelAbstracted = "l3.abstracted"
        case worldModelRevised = "l3.revised"
        case skillCrystallized = "skill.crystallized"
        case skillReliabilityUpdated = "skill.eta_updated"
        case skillBoundaryUpdated = "skill.boundary_updated"
        case skillRepaired = "skill.repaired"
        case skillArchived = "skill.archived"
        case skillActivated = "skill.activated"
        case decisionRepairGenerated = "decision_repair.generated"
        case decisionRepairValidated = "decision_repair.validated"
        case hubJoined = "hub.joined"
        case hubLeft = "hub.left"
        case hubSynced = "hub.synced"
        case hubItemWaiting = "hub.item_waiting"
        case hubItemApproved = "hub.item_approved"
        case hubItemWithdrawn = "hub.item_withdrawn"
        case hubRolledBack = "hub.rolled_back"
        case hubMemberChanged = "hub.member_changed"
        case memoryForgotten = "memory.forgotten"
        case retrievalTriggered = "retrieval.triggered"
        case retrievalFirstTierHit = "retrieval.tier1.hit"
        case retrievalSecondTierHit = "retrieval.tier2.hit"
        case retrievalThirdTierHit = "retrieval.tier3.hit"
        case retrievalEmpty = "retrieval.empty"
        case systemStarted = "system.started"
        case systemShutdown = "system.shutdown"
        case configChanged = "system.config_changed"
    }

    package init(_ kind: Kind, _ payload: JSON, correlation: String? = nil) {
        self.kind = kind
        self.payload = payload
        self.correlation = correlation
    }
}

/// A fact with its place in the one timeline of the home.
package struct MemoryEvent: Sendable, Equatable {
    package var sequence: Int64
    package var at: Timestamp
    package var fact: MemoryFact

    package init(sequence: Int64, at: Timestamp, fact: MemoryFact) {
        self.sequence = sequence
        self.at = at
        self.fact = fact
    }
}
