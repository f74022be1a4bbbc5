import MemoryModel

/// One task of a life as it went, with memory and as it would have gone without.
struct LivedEpisode: Sendable {
    var plan: EpisodePlan
    var id: EpisodeID?
    var played: PlayedEpisode
    /// The same plan, played by somebody who was told nothing.
    var alone: PlayedEpisode
    /// Seconds of processor time of the jobs after it.
    var learning: Double
    /// Milliseconds of the recall before its first turn; `nil` where none was asked for.
    var recall: Double?
    /// Whether what was told named the remedy.
    var wasTold: Bool
    var loadedSkills: Int
}
