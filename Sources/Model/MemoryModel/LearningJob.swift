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
