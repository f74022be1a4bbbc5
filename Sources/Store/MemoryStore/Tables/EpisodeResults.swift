import GRDB
package import MemoryModel

/// What learning has left behind of a task, as counts and times.
package struct EpisodeResults: Sendable, Equatable {
    package var scoredAt: Timestamp?
    package var reward: Double?
    package var lessons = 0
    package var facts = 0
    package var notes = 0
    /// Policies that its lessons speak for.
    package var policies: [LearnedMark] = []
    /// Skills that it was a trial of.
    package var trials: [SkillTrial] = []
    /// What waits to be done with it, or was given up.
    package var jobs: [(job: LearningJob, hasFailed: Bool)] = []

    package static func == (a: EpisodeResults, b: EpisodeResults) -> Bool {
        a.scoredAt == b.scoredAt && a.reward == b.reward && a.lessons == b.lessons && a.facts == b.facts
            && a.notes == b.notes && a.policies == b.policies && a.trials == b.trials
            && a.jobs.elementsEqual(b.jobs, by: ==)
    }
}

extension MemoryReader {
    package func results(of episode: EpisodeID) throws -> EpisodeResults {
        let id: StatementArguments = [episode.rawValue]
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(
                connection.cachedStatement(sql: "SELECT count(*) FROM \(table) WHERE episode_id = ?"), arguments: id)
                ?? 0
        }
        var results = EpisodeResults()
        let score = try Row.fetchOne(
            connection, cachedSQL: "SELECT at, reward FROM episode_scores WHERE episode_id = ?", arguments: id)
        results.scoredAt = score?["at"]
        results.reward = score?["reward"]
        results.lessons = try count("lessons")
        results.facts = try count("observed_facts")
        results.notes = try count("guidance_notes")
        results.policies = try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT id, created_at, title FROM policies WHERE id IN
                (SELECT policy_id FROM lessons WHERE episode_id = ? AND policy_id IS NOT NULL) ORDER BY created_at, id
                """,
            arguments: id
        ).map { LearnedMark(kind: .policy, id: $0[0], at: $0[1], title: $0[2]) }
        results.trials = try trials(in: episode)
        results.jobs = try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM jobs WHERE subject = ? ORDER BY not_before", arguments: id
        ).compactMap { row in LearningJob(row: row).map { ($0, row["state"] == "failed") } }
        return results
    }
}
