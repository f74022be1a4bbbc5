import MemoryModel
import MemoryStore
import TextAnalysis

/// Rolls up the steps of a task that was hit more than once: what was done in it, in order.
enum EpisodeCourse {
    /// - Parameter hits: best first.
    static func hits(for hits: [RecallHit], in reader: MemoryReader) throws -> [EpisodeHit] {
        var seen: Set<EpisodeID> = []
        var courses: [EpisodeHit] = []
        for hit in hits where seen.insert(hit.trace.episodeID).inserted {
            let steps = hits.filter { $0.trace.episodeID == hit.trace.episodeID }
            // Only what went well is worth doing again.
            guard steps.count >= 2, steps.reduce(0, { $0 + $1.trace.value }) > 0 else { continue }
            let course = try reader.traces(ofEpisode: hit.trace.episodeID).prefix(longest).map {
                String($0.summary.prefix(stepCharacters))
            }
            courses.append(
                EpisodeHit(
                    episode: hit.trace.episodeID, session: hit.trace.sessionID, at: hit.trace.at, score: hit.score,
                    course: course.joined(separator: " → ")
                )
            )
        }
        return courses
    }

    /// Steps told of a task.
    private static let longest = 8
    private static let stepCharacters = 60
}
