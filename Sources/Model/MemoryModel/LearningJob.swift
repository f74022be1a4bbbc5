/// A piece of background work, durable until done. Kind and subject are unique together, so duplicates merge and a
/// cooldown is just a time.
package struct LearningJob: Sendable, Equatable {
    package var kind: Kind
    package var subject: String
    package var notBefore: Timestamp
    package var attempts: Int
    package var lastError: String?

    package enum Kind: String, Sendable, CaseIterable {
        /// Ends a task that nobody has touched for a while; subject: the episode.
        case closeIdleEpisode = "close_idle_episode"
        /// Gives a closed task its reward and its steps their values; subject: the episode.
        case scoreEpisode = "score_episode"
        /// Reads lessons, facts and trials out of a scored task; subject: the episode.
        case learnFromEpisode = "learn_from_episode"
        /// Induces a policy anew from the lessons that are left; subject: the policy.
        case relearnPolicy = "relearn_policy"
        /// Makes or revises the world model of a place; subject: `WorldPlace.subject`.
        case modelWorld = "model_world"
        /// Makes or revises the skill of a policy; subject: the policy.
        case crystallizeSkill = "crystallize_skill"
        /// Retires skills that nobody has used for long; subject: `home`.
        case reviewSkills = "review_skills"
        /// Drops events and delivery marks past their retention; subject: `home`.
        case pruneHistory = "prune_history"
    }

    package init(kind: Kind, subject: String, notBefore: Timestamp, attempts: Int = 0, lastError: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.notBefore = notBefore
        self.attempts = attempts
        self.lastError = lastError
    }
}
