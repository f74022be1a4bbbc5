package import MemoryModel

/// What a task was worth, by what was said of it, by its last check and by the way it went, and what each of its steps
/// was worth to it. Pure; linear in the number of steps.
package struct RewardAssignment: Sendable {
    package struct Options: Sendable {
        /// Weights of the axes; those of axes without evidence are shared out among the others.
        package var goalWeight: Double
        package var processWeight: Double
        package var satisfactionWeight: Double
        /// γ: what is left of the next step's value one step earlier.
        package var discount: Double
        /// The greatest reward of a task of which nobody and no check said whether its goal was reached.
        package var greatestUnverified: Double

        package init(
            goalWeight: Double = 0.45, processWeight: Double = 0.30, satisfactionWeight: Double = 0.25,
            discount: Double = 0.9, greatestUnverified: Double = 0.3
        ) {
            self.goalWeight = goalWeight
            self.processWeight = processWeight
            self.satisfactionWeight = satisfactionWeight
            self.discount = discount
            self.greatestUnverified = greatestUnverified
        }
    }

    private let options: Options

    package init(options: Options = Options()) {
        self.options = options
    }

    /// The axes with all that speaks for them, and `R = Σ wᵢ·axisᵢ / Σ wᵢ` over the axes with evidence.
    ///
    /// Without any evidence the reward is `nil`: such a task is neither a success nor a failure.
    package func score(_ record: EpisodeRecord) -> EpisodeScore {
        let attempts = Attempt.reading(record.steps)
        let verdicts = Verdict.all(in: record)
        let goal = GoalJudgement(attempts: attempts, verdicts: verdicts, stepCount: record.steps.count).axis()
        let satisfaction = SatisfactionJudgement(record: record, attempts: attempts, verdicts: verdicts, goal: goal)
            .axis()
        let process = ProcessJudgement(attempts: attempts).axis(
            isInVain: (goal?.value ?? satisfaction?.value ?? 0) < 0,
            limit: goal == nil && satisfaction == nil ? options.greatestUnverified : 1)
        return EpisodeScore(
            goal: goal, process: process, satisfaction: satisfaction,
            reward: reward(goal: goal, process: process, satisfaction: satisfaction))
    }

    /// The same with a model's judgement beside the rules': it moves an axis within bounds and never against what a person
    /// or a check said.
    ///
    /// - Parameters:
    ///   - draft: `nil` when nobody was asked, or what came cannot be used.
    ///   - provenance: which of these it is.
    package func score(_ record: EpisodeRecord, draft: RewardDraft?, provenance: Provenance) -> EpisodeScore {
        var score = score(record)
        score.provenance = provenance
        guard let draft else { return score }
        score.goal = RubricCombination.axis(score.goal, draft.goal)
        score.process = RubricCombination.axis(score.process, draft.process, isWay: true)
        score.satisfaction = RubricCombination.axis(score.satisfaction, draft.satisfaction)
        score.reward = reward(goal: score.goal, process: score.process, satisfaction: score.satisfaction)
        return score
    }

    private func reward(
        goal: EpisodeScore.Axis?, process: EpisodeScore.Axis?, satisfaction: EpisodeScore.Axis?
    ) -> Double? {
        let axes = [
            (goal, options.goalWeight), (process, options.processWeight), (satisfaction, options.satisfactionWeight),
        ]
        var sum = 0.0
        var total = 0.0
        for case (let axis?, let weight) in axes {
            sum += weight * axis.value
            total += weight
        }
        return total > 0 ? Bounds.reward(sum / total) : nil
    }

    /// Passes the reward back: `V_T = R`, then from the end `V_t = α_t·R + (1 − α_t)·γ·V_{t+1}`.
    ///
    /// - Parameters:
    ///   - reward: R; what lies outside [-1, 1] counts as its nearer end.
    ///   - weights: α of each step in order; what lies outside [0, 1] counts as its nearer end.
    /// - Returns: as many values as weights, each in [-1, 1].
    package func values(reward: Double, weights: [Double]) -> [Double] {
        let reward = Bounds.reward(reward)
        var values = Array(repeating: reward, count: weights.count)
        for index in weights.indices.dropLast().reversed() {
            let weight = Bounds.weight(weights[index])
            values[index] = weight * reward + (1 - weight) * options.discount * values[index + 1]
        }
        return values
    }

    /// Why a step is worth what it is; `nil` when it is none of the task's.
    package func breakdown(of step: TraceID, reward: Double, reflections: [StepReflection]) -> ValueBreakdown? {
        guard let index = reflections.firstIndex(where: { $0.traceID == step }) else { return nil }
        let values = values(reward: reward, weights: reflections.map(\.weight))
        let isLast = index == reflections.count - 1
        return ValueBreakdown(
            traceID: step, value: values[index], weight: Bounds.weight(reflections[index].weight),
            rule: reflections[index].rule, reward: Bounds.reward(reward), discount: options.discount,
            next: isLast ? nil : values[index + 1])
    }
}

/// Numbers from outside brought into the range that the formulas are meant for.
enum Bounds {
    static func reward(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, -1), 1) }

    static func weight(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }
}
