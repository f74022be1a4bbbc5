/// How to do something, made of policies that have proved themselves; an agent can load it and follow it.
package struct Skill: LearnedItem {
    package static let kind = ItemKind.skill

    package var id: SkillID
    package var owner: Namespace
    package var status: ItemStatus
    package var version: Int
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var editedAt: Timestamp?
    package var share: ItemShare?

    /// Lower-case letters, digits and hyphens, at most 64; unique in the home, for it names a folder too.
    package var name: String
    package var summary: String
    /// What an agent reads when it loads the skill; written from its procedure.
    package var invocationGuide: String
    package var procedure: Procedure
    package var guidance: DecisionGuidance
    /// The steps that it was made of and is held against.
    package var evidenceAnchors: [TraceID]
    /// Reliability η in [0, 1]: the mean of a Beta(1, 1) posterior over its decided trials, so 0.5 at first.
    package var reliability: Double
    /// Episodes that speak for it.
    package var support: Int
    package var gain: Double
    package var sourcePolicyIDs: [PolicyID]
    package var sourceWorldModelIDs: [WorldModelID]
    package var usage: Usage
    package var provenance: Provenance
    package var origin: ItemOrigin?

    /// How often it was loaded and tried. Counted as it happens; no new version comes of it.
    package struct Usage: Sendable, Equatable {
        package var uses: Int
        package var lastUsedAt: Timestamp?
        /// Episodes in which it was loaded, decided or not.
        package var trialsAttempted: Int
        package var trialsPassed: Int

        package init(uses: Int = 0, lastUsedAt: Timestamp? = nil, trialsAttempted: Int = 0, trialsPassed: Int = 0) {
            self.uses = uses
            self.lastUsedAt = lastUsedAt
            self.trialsAttempted = trialsAttempted
            self.trialsPassed = trialsPassed
        }
    }

    package init(
        id: SkillID, owner: Namespace, status: ItemStatus = .candidate, version: Int = 1, createdAt: Timestamp,
        updatedAt: Timestamp? = nil, editedAt: Timestamp? = nil, share: ItemShare? = nil, name: String,
        summary: String, invocationGuide: String, procedure: Procedure = Procedure(),
        guidance: DecisionGuidance = .none, evidenceAnchors: [TraceID] = [], reliability: Double = 0.5,
        support: Int = 0, gain: Double = 0, sourcePolicyIDs: [PolicyID] = [],
        sourceWorldModelIDs: [WorldModelID] = [], usage: Usage = Usage(), provenance: Provenance = .rules,
        origin: ItemOrigin? = nil
    ) {
        self.id = id
        self.owner = owner
        self.status = status
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.editedAt = editedAt
        self.share = share
        self.name = name
        self.summary = summary
        self.invocationGuide = invocationGuide
        self.procedure = procedure
        self.guidance = guidance
        self.evidenceAnchors = evidenceAnchors
        self.reliability = reliability
        self.support = support
        self.gain = gain
        self.sourcePolicyIDs = sourcePolicyIDs
        self.sourceWorldModelIDs = sourceWorldModelIDs
        self.usage = usage
        self.provenance = provenance
        self.origin = origin
    }

    package var heading: String { name }

    package var words: String {
        let told = invocationGuide.isEmpty ? procedure.words : [invocationGuide]
        return ItemText.lines([name, summary] + procedure.cues + procedure.imagined + told + guidance.words)
    }
}

extension Skill {
    /// The parts of a skill, from which its guide and its folder are written.
    package struct Procedure: Sendable, Equatable {
        package var preconditions: [String]
        package var parameters: [Parameter]
        package var steps: [String]
        /// What is seen when it has worked.
        package var verification: String
        package var scope: Scope
        package var examples: [String]
        /// Tools that the steps call.
        package var tools: [String]
        /// What a world model says of the environment it works in.
        package var domainModel: String
        /// Words by which tasks for it are known, beside what it says: how people have asked for it, what errors said.
        /// They are searched and not shown.
        package var cues: [String]
        /// Ways of asking for it that a model thinks of: searched, and worth less than what people have said.
        package var imagined: [String]
        /// Hash of the rules' words that a model's words stand for; `nil` for the rules' own.
        package var wordedFrom: String?

        package struct Parameter: Sendable, Equatable {
            package var name: String
            package var description: String

            package init(name: String, description: String) {
                self.name = name
                self.description = description
            }
        }

        package struct Scope: Sendable, Equatable {
            package var applies: String
            package var doesNotApply: String
            /// Cases that stand on the line, and what decides them.
            package var boundary: String

            package init(applies: String = "", doesNotApply: String = "", boundary: String = "") {
                self.applies = applies
                self.doesNotApply = doesNotApply
                self.boundary = boundary
            }
        }

        package init(
            preconditions: [String] = [], parameters: [Parameter] = [], steps: [String] = [],
            verification: String = "", scope: Scope = Scope(), examples: [String] = [], tools: [String] = [],
            domainModel: String = "", cues: [String] = [], imagined: [String] = [], wordedFrom: String? = nil
        ) {
            self.preconditions = preconditions
            self.parameters = parameters
            self.steps = steps
            self.verification = verification
            self.scope = scope
            self.examples = examples
            self.tools = tools
            self.domainModel = domainModel
            self.cues = cues
            self.imagined = imagined
            self.wordedFrom = wordedFrom
        }

        var words: [String] {
            preconditions + parameters.flatMap { [$0.name, $0.description] } + steps
                + [verification, scope.applies, scope.doesNotApply, scope.boundary] + examples + tools + [domainModel]
        }
    }
}

/// One loading of a skill, as a host tells it.
package struct SkillUse: Sendable, Equatable {
    package var sessionID: SessionID?
    package var episodeID: EpisodeID?
    package var traceID: TraceID?
    /// The start of the turn, by which the wire names one.
    package var turnAt: Timestamp?
    package var callID: String?
    /// Whether the episode becomes a trial of the skill.
    package var isTrial: Bool

    package init(
        sessionID: SessionID? = nil, episodeID: EpisodeID? = nil, traceID: TraceID? = nil, turnAt: Timestamp? = nil,
        callID: String? = nil, isTrial: Bool = true
    ) {
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.traceID = traceID
        self.turnAt = turnAt
        self.callID = callID
        self.isTrial = isTrial
    }
}
