/// Why a number is what it is: the rule that gave it, in a stable word, and what it was seen in.
package struct ScoreEvidence: Sendable, Equatable {
    /// Such as `explicit_feedback`, `last_check_passed`, `repeated_failure`.
    package var rule: String
    /// What the rule said of its axis, in [-1, 1].
    package var value: Double
    /// Traces, turns or feedback.
    package var sourceIDs: [String]
    /// One sentence for people; never more than 200 characters of what was said.
    package var text: String

    package init(rule: String, value: Double, sourceIDs: [String], text: String) {
        self.rule = rule
        self.value = value
        self.sourceIDs = sourceIDs
        self.text = text
    }
}

/// The reward of a task with its axes. An axis without evidence is `nil` and left out of the weighting.
package struct EpisodeScore: Sendable, Equatable {
    package struct Axis: Sendable, Equatable {
        /// In [-1, 1].
        package var value: Double
        package var evidence: [ScoreEvidence]

        package init(value: Double, evidence: [ScoreEvidence]) {
            self.value = value
            self.evidence = evidence
        }
    }

    package var goal: Axis?
    package var process: Axis?
    package var satisfaction: Axis?
    /// R in [-1, 1]; `nil` without any evidence: such a task is no success and no failure.
    package var reward: Double?
    /// Whether a model had a say in it.
    package var provenance: Provenance

    package init(
        goal: Axis? = nil, process: Axis? = nil, satisfaction: Axis? = nil, reward: Double? = nil,
        provenance: Provenance = .rules
    ) {
        self.goal = goal
        self.process = process
        self.satisfaction = satisfaction
        self.reward = reward
        self.provenance = provenance
    }
}

/// What a step was worth to its task, with the rule that says so.
package struct StepReflection: Sendable, Equatable {
    package var traceID: TraceID
    /// α in [0, 1].
    package var weight: Double
    /// ρ: what can be learned from the step, in a sentence; empty when nothing.
    package var text: String
    /// The rule that gave α, in a stable word.
    package var rule: String
    /// Traces that the rule was seen in.
    package var evidence: [TraceID]
    /// By whom it was said.
    package var provenance: Provenance

    package init(
        traceID: TraceID, weight: Double, text: String, rule: String, evidence: [TraceID],
        provenance: Provenance = .rules
    ) {
        self.traceID = traceID
        self.weight = weight
        self.text = text
        self.rule = rule
        self.evidence = evidence
        self.provenance = provenance
    }
}
