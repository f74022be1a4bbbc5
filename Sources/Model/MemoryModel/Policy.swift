package import JSONText

/// What worked, or failed, in one kind of situation, learned across episodes (L2).
package struct Policy: LearnedItem {
    package static let kind = ItemKind.policy

    package var id: PolicyID
    package var owner: Namespace
    package var status: ItemStatus
    package var version: Int
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var editedAt: Timestamp?
    package var share: ItemShare?

    package var title: String
    /// By what the situation is known.
    package var trigger: String
    package var procedure: String
    /// What is seen when it has worked.
    package var verification: String
    /// Where it does not apply, or has failed.
    package var boundary: String
    package var guidance: DecisionGuidance
    /// `primaryTag|secondaryTag|tool|errorClass`, with `_` in an empty place: which traces it can be compared with.
    package var signature: String
    /// Episodes that speak for it.
    package var support: Int
    /// What it is worth: the mean value of traces with it less that of traces without it.
    package var gain: Double
    package var experience: Experience?
    package var evidencePolarity: Polarity?
    /// How much it stands out, in [0, 1].
    package var salience: Double?
    /// In [0, 1].
    package var confidence: Double?
    /// Whether a skill may be made of it; `nil` while that was not decided.
    package var isSkillEligible: Bool?
    package var sourceEpisodeIDs: [EpisodeID]
    package var sourceFeedbackIDs: [String]
    package var sourceTraceIDs: [TraceID]
    /// What a program that checks results said of it; never interpreted.
    package var verifierMeta: JSON?
    package var provenance: Provenance
    package var origin: ItemOrigin?

    package enum Experience: String, Sendable, CaseIterable {
        case successPattern = "success_pattern"
        case repairValidated = "repair_validated"
        case failureAvoidance = "failure_avoidance"
        case repairInstruction = "repair_instruction"
        case preference
        case verifierFeedback = "verifier_feedback"
        case procedural
    }

    package enum Polarity: String, Sendable, CaseIterable {
        case positive
        case negative
        case mixed
        case neutral
    }

    package init(
        id: PolicyID, owner: Namespace, status: ItemStatus = .candidate, version: Int = 1, createdAt: Timestamp,
        updatedAt: Timestamp? = nil, editedAt: Timestamp? = nil, share: ItemShare? = nil, title: String,
        trigger: String, procedure: String, verification: String = "", boundary: String = "",
        guidance: DecisionGuidance = .none, signature: String = "_|_|_|_", support: Int = 0, gain: Double = 0,
        experience: Experience? = nil, evidencePolarity: Polarity? = nil, salience: Double? = nil,
        confidence: Double? = nil, isSkillEligible: Bool? = nil, sourceEpisodeIDs: [EpisodeID] = [],
        sourceFeedbackIDs: [String] = [], sourceTraceIDs: [TraceID] = [], verifierMeta: JSON? = nil,
        provenance: Provenance = .rules, origin: ItemOrigin? = nil
    ) {
        self.id = id
        self.owner = owner
        self.status = status
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.editedAt = editedAt
        self.share = share
        self.title = title
        self.trigger = trigger
        self.procedure = procedure
        self.verification = verification
        self.boundary = boundary
        self.guidance = guidance
        self.signature = signature
        self.support = support
        self.gain = gain
        self.experience = experience
        self.evidencePolarity = evidencePolarity
        self.salience = salience
        self.confidence = confidence
        self.isSkillEligible = isSkillEligible
        self.sourceEpisodeIDs = sourceEpisodeIDs
        self.sourceFeedbackIDs = sourceFeedbackIDs
        self.sourceTraceIDs = sourceTraceIDs
        self.verifierMeta = verifierMeta
        self.provenance = provenance
        self.origin = origin
    }

    package var heading: String { title }

    package var summary: String { ItemText.opening(trigger, procedure, title) }

    package var words: String {
        ItemText.lines([title, trigger, procedure, verification, boundary] + guidance.words + goals + imaginedGoals)
    }

    /// With which words people have asked for what it does, as induction noted them.
    package var goals: [String] {
        verifierMeta?["procedure"]?["goals"]?.array?.compactMap(\.string) ?? []
    }

    /// With which words people might ask for what it does, as a model thinks.
    package var imaginedGoals: [String] {
        verifierMeta?["wording"]?["asked"]?.array?.compactMap(\.string) ?? []
    }

    /// Hash of the rules' words that a model's words stand for; `nil` for the rules' own.
    package var wordedFrom: String? { verifierMeta?["wording"]?["base"]?.string }
}
