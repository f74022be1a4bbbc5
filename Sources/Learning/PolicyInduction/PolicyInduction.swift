package import MemoryModel

/// Makes policies of what several tasks teach alike. One task never does.
///
/// A task gives lessons; a lesson joins the policy that it speaks for, or waits until another task teaches the same. The
/// policy says what its lessons have in common, and nothing that none of them did.
package struct PolicyInduction: Sendable {
    package struct Options: Sendable {
        /// Tasks that must teach the same before a policy is made of it.
        package var minEpisodes = 2
        /// How long a lesson waits for another, in days.
        package var poolDays = 30
        /// A lesson belongs to a policy from this likeness on, in [0, 1].
        package var associateAt = 0.65
        /// V from which a lesson may speak for a policy.
        package var eligibleValue = 0.005
        /// τ of the weights by value.
        package var temperature = 0.5
        /// Value that is expected without a policy, and how many tasks it counts for.
        package var priorMean = 0.5
        package var priorWeight = 5.0
        package var activeSupport = 2
        package var activeGain = 0.02
        package var archiveGain = -0.05
        /// Lessons that the text is made of, one a task, the best.
        package var longestAlignment = 12
        /// Waiting lessons that a new one is compared with.
        package var mostCompared = 48

        package init() {}
    }

    /// What is known beside a task. All of it is of the same agent and profile.
    package struct Evidence: Sendable {
        /// Lessons without a policy, at most `poolDays` old, with the same primary tag as one of the task's.
        package var pool: [LessonRow]
        /// Policies with the same primary tag, whatever their status, with their lessons.
        package var policies: [(policy: Policy, lessons: [LessonRow])]
        /// Notes of the task, and of others in the same context.
        package var notes: [GuidanceNote]

        package init(
            pool: [LessonRow] = [], policies: [(policy: Policy, lessons: [LessonRow])] = [], notes: [GuidanceNote] = []
        ) {
            self.pool = pool
            self.policies = policies
            self.notes = notes
        }
    }

    package struct Change: Sendable {
        /// To keep, or to keep anew: with their policy and part.
        package var lessons: [LessonRow] = []
        /// Ids of rows of this task that it no longer teaches.
        package var removals: [String] = []
        package var insertions: [Policy] = []
        /// Policies that say something else now, or are in another state.
        package var revisions: [(policy: Policy, reason: String)] = []
        /// Policies that say the same and count otherwise: no new version.
        package var updates: [Policy] = []
        /// Those of the insertions and revisions whose words are new.
        var told: [NewWords] = []

        package init() {}

        package var isEmpty: Bool {
            lessons.isEmpty && removals.isEmpty && insertions.isEmpty && revisions.isEmpty && updates.isEmpty
        }
    }

    package let options: Options

    package init(options: Options = Options()) { self.options = options }

    /// What the task teaches. Its steps have their values, its episode its reward.
    package func lessons(of record: EpisodeRecord) -> [LessonRow] { LessonReading.lessons(of: record) }

    /// What becomes of the lessons of a task, old rows of it included that stand in the evidence.
    package func settle(
        _ lessons: [LessonRow], of record: EpisodeRecord, beside evidence: Evidence, at now: Timestamp
    ) -> Change {
        var settlement = Settlement(options: options, record: record, evidence: evidence, now: now)
        return settlement.settle(lessons)
    }

    /// The procedure that these lessons have in common; `nil` where none of them says how something is done.
    package func procedure(of lessons: [LessonRow]) -> InducedProcedure? {
        let kept = PolicyEvidence.best(of: lessons.compactMap(KeptLesson.init), most: options.longestAlignment)
        return ProcedureInduction.procedure(of: kept.map(\.lesson))
    }
}
