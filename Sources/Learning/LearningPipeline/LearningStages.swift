package import MemoryModel

/// The stages that learn, by the kind of their jobs: score → learn → crystallise and model → review.
package struct LearningStages: Sendable {
    private let plan: @Sendable () -> LearningPlan
    private let options: @Sendable () -> LearningOptions

    /// - Parameters: asked for at each job, so that a changed setting counts from the next one on.
    package init(
        plan: @escaping @Sendable () -> LearningPlan, options: @escaping @Sendable () -> LearningOptions
    ) {
        self.plan = plan
        self.options = options
    }

    package var table: [LearningJob.Kind: LearningWorker.Stage] {
        [
            .scoreEpisode: { [plan] in try EpisodeScoring(plan: plan()).run($0, in: $1) },
            .learnFromEpisode: { [plan, options] in
                try EpisodeLearning(plan: plan(), options: options()).run($0, in: $1)
            },
            .relearnPolicy: { [plan, options] in
                try PolicyRelearning(plan: plan(), options: options()).run($0, in: $1)
            },
            .modelWorld: { [options] in try WorldMaking(options: options()).run($0, in: $1) },
            .crystallizeSkill: { [options] in try SkillMaking(options: options()).run($0, in: $1) },
            .reviewSkills: { [plan, options] in try SkillReview(plan: plan(), options: options()).run($0, in: $1) },
        ]
    }
}
