package import MemoryModel

/// What follows what: the one page that turns a fact into jobs.
package struct LearningPlan: Sendable {
    package struct Options: Sendable {
        /// Silence after which a task is over.
        package var idleClose: Int64 = 120 * 60_000
        /// Whether anything is learned from closed tasks.
        package var isLearning = true
        /// How long a closed task waits for what people say of it before it is scored.
        package var feedbackWindow: Int64 = 30_000
        /// Until a place's world model is looked at again, so that a busy hour makes one version and not sixty.
        package var worldCooldown: Int64 = 60_000

        package init() {}
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    package var isLearning: Bool { options.isLearning }

    package struct Step: Sendable, Equatable {
        package var kind: LearningJob.Kind
        package var subject: String
        package var notBefore: Timestamp
    }

    /// A turn was recorded in an episode: the episode ends by itself when nothing more comes.
    package func afterTurn(in episode: EpisodeID, at time: Timestamp) -> [Step] {
        [Step(kind: .closeIdleEpisode, subject: episode.rawValue, notBefore: time + options.idleClose)]
    }

    /// A task is over: it is scored when people have had time to say something.
    package func afterClosing(_ episode: EpisodeID, at time: Timestamp) -> [Step] {
        scoring(episode, at: time + options.feedbackWindow)
    }

    /// Somebody said what they think of a task: it is scored at once, also again.
    package func afterFeedback(on episode: EpisodeID, at time: Timestamp) -> [Step] {
        scoring(episode, at: time)
    }

    /// A task has its score: now it can teach.
    package func afterScoring(_ episode: EpisodeID, at time: Timestamp) -> [Step] {
        [Step(kind: .learnFromEpisode, subject: episode.rawValue, notBefore: time)]
    }

    /// A policy says something else, or speaks for itself better.
    package func afterPolicyChange(_ policy: PolicyID, at time: Timestamp) -> [Step] {
        [Step(kind: .crystallizeSkill, subject: policy.rawValue, notBefore: time)]
    }

    /// Something new was seen of a place.
    package func afterFacts(of place: WorldPlace, at time: Timestamp) -> [Step] {
        [Step(kind: .modelWorld, subject: place.subject, notBefore: time + options.worldCooldown)]
    }

    /// Evidence of a policy was forgotten: what it says must stand on what is left.
    package func afterForgetting(evidenceOf policy: PolicyID, at time: Timestamp) -> [Step] {
        [Step(kind: .relearnPolicy, subject: policy.rawValue, notBefore: time)]
    }

    /// The model of a place went with what was forgotten: it is made anew of the facts that are left.
    package func afterForgetting(modelOf place: WorldPlace, at time: Timestamp) -> [Step] {
        options.isLearning ? [Step(kind: .modelWorld, subject: place.subject, notBefore: time)] : []
    }

    /// Something of an episode was forgotten: what stays of it is read anew.
    package func afterForgetting(in episode: EpisodeID, at time: Timestamp) -> [Step] {
        scoring(episode, at: time)
    }

    /// Housekeeping, once a day.
    package func daily(from time: Timestamp) -> [Step] {
        [
            Step(kind: .pruneHistory, subject: "home", notBefore: time + Self.day),
            Step(kind: .reviewSkills, subject: "home", notBefore: time + Self.day),
        ]
    }

    private func scoring(_ episode: EpisodeID, at time: Timestamp) -> [Step] {
        guard options.isLearning else { return [] }
        return [Step(kind: .scoreEpisode, subject: episode.rawValue, notBefore: time)]
    }

    private static let day: Int64 = 86_400_000
}
