package import MemoryModel

/// What follows what: the one page that turns a fact into jobs.
package struct LearningPlan: Sendable {
    package struct Options: Sendable {
        /// Silence after which a task is over.
        package var idleClose: Int64 = 120 * 60_000

        package init() {}
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    package struct Step: Sendable, Equatable {
        package var kind: LearningJob.Kind
        package var subject: String
        package var notBefore: Timestamp
    }

    /// A turn was recorded in an episode: the episode ends by itself when nothing more comes.
    package func afterTurn(in episode: EpisodeID, at time: Timestamp) -> [Step] {
        [Step(kind: .closeIdleEpisode, subject: episode.rawValue, notBefore: time + options.idleClose)]
    }

    /// Something of an episode was forgotten: what stays of it is read anew.
    package func afterForgetting(in episode: EpisodeID, at time: Timestamp) -> [Step] {
        []
    }

    /// Housekeeping, once a day.
    package func daily(from time: Timestamp) -> [Step] {
        [Step(kind: .pruneHistory, subject: "home", notBefore: time + 86_400_000)]
    }
}
