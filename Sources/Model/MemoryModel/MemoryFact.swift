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
        case feedbackReceived = "feedback.received"
        case retrievalTriggered = "retrieval.triggered"
        case retrievalEmpty = "retrieval.empty"
        case skillArchived = "skill.archived"
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
