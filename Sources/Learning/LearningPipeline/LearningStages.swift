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
            .scoreEpisode: LearningWorker.Stage(
                requests: { [plan, options] job, reader in
                    try EpisodeScoring(plan: plan(), options: options()).requests(job, in: reader)
                },
                run: { [plan, options] job, transaction, book in
                    try EpisodeScoring(plan: plan(), options: options()).run(job, in: transaction, with: book)
                }),
            .learnFromEpisode: LearningWorker.Stage(
                requests: { [plan, options] job, reader in
                    try EpisodeLearning(plan: plan(), options: options()).requests(job, in: reader)
                },
                run: { [plan, options] job, transaction, book in
                    try EpisodeLearning(plan: plan(), options: options()).run(job, in: transaction, with: book)
                }),
            .relearnPolicy: LearningWorker.Stage(
                requests: { [plan, options] job, reader in
                    try PolicyRelearning(plan: plan(), options: options()).requests(job, in: reader)
                },
                run: { [plan, options] job, transaction, book in
                    try PolicyRelearning(plan: plan(), options: options()).run(job, in: transaction, with: book)
                }),
            .modelWorld: LearningWorker.Stage(
                requests: { [options] job, reader in
                    try WorldMaking(options: options()).requests(job, in: reader)
                },
                run: { [options] job, transaction, book in
                    try WorldMaking(options: options()).run(job, in: transaction, with: book)
                }),
            .crystallizeSkill: LearningWorker.Stage(
                requests: { [options] job, reader in
                    try SkillMaking(options: options()).requests(job, in: reader)
                },
                run: { [options] job, transaction, book in
                    try SkillMaking(options: options()).run(job, in: transaction, with: book)
                }),
            .reviewSkills: LearningWorker.Stage { [plan, options] job, transaction, _ in
                try SkillReview(plan: plan(), options: options()).run(job, in: transaction)
            },
        ]
    }
}
