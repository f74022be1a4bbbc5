import GRDB
package import MemoryModel

/// A task in which a skill was loaded, as long as nothing has become of it and after.
package struct SkillTrial: Sendable, Equatable {
    package var skillID: SkillID
    package var episodeID: EpisodeID
    package var at: Timestamp
    /// `nil` while its task has no reward.
    package var hasPassed: Bool?
}

extension MemoryReader {
    /// The names that are taken, in the whole home: a name is a folder too.
    package func skillNames() throws -> Set<String> {
        try String.fetchSet(connection.cachedStatement(sql: "SELECT name FROM skills"))
    }

    package func trials(in episode: EpisodeID) throws -> [SkillTrial] {
        try trials("episode_id = ? ORDER BY skill_id", episode.rawValue)
    }

    package func trials(of skill: SkillID) throws -> [SkillTrial] {
        try trials("skill_id = ? ORDER BY at, episode_id", skill.rawValue)
    }

    private func trials(_ condition: String, _ id: String) throws -> [SkillTrial] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT skill_id, episode_id, at, passed FROM skill_trials WHERE \(condition)",
            arguments: [id]
        ).map { SkillTrial(skillID: SkillID($0[0]), episodeID: EpisodeID($0[1]), at: $0[2], hasPassed: $0[3]) }
    }
}

extension MemoryTransaction {
    /// Makes a task a trial of a skill that was followed in it without being loaded; nothing happens when it is one.
    package func beginTrial(of skill: SkillID, in episode: EpisodeID, at time: Timestamp) throws {
        try begin(SkillUse(episodeID: episode), in: episode, of: skill, at: time)
    }

    /// Writes down what became of a trial, and what that makes of the skill's counts.
    ///
    /// - Parameter hasPassed: `nil`: nothing can be said any more.
    package func decide(_ trial: SkillTrial, hasPassed: Bool?) throws {
        try connection.execute(
            sql: "UPDATE skill_trials SET passed = ? WHERE skill_id = ? AND episode_id = ?",
            arguments: [hasPassed, trial.skillID.rawValue, trial.episodeID.rawValue]
        )
        try connection.execute(
            sql: """
                UPDATE skills SET trials_passed =
                (SELECT count(*) FROM skill_trials WHERE skill_id = ?1 AND passed = 1) WHERE id = ?1
                """,
            arguments: [trial.skillID.rawValue]
        )
    }
}
