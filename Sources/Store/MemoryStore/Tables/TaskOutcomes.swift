import GRDB
import JSONText
package import MemoryModel

/// What came of a task.
extension MemoryReader {
    /// Policies that rest on a task, the last changed first.
    package func policies(from episode: EpisodeID) throws -> [Policy] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT * FROM policies WHERE id IN (SELECT policy_id FROM lessons WHERE episode_id = ?1)
                OR EXISTS (SELECT 1 FROM json_each(source_episode_ids) WHERE value = ?1) ORDER BY updated_at DESC, id
                """,
            arguments: [episode.rawValue]
        ).map { Policy(columns: ItemColumns(row: $0)) }
    }

    /// Skills made of these policies, or anchored in steps of the task, the last changed first.
    package func skills(from episode: EpisodeID, policies: [PolicyID]) throws -> [Skill] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT * FROM skills WHERE EXISTS (SELECT 1 FROM json_each(source_policy_ids) WHERE value IN
                (SELECT value FROM json_each(?1))) OR EXISTS (SELECT 1 FROM json_each(evidence_anchors) WHERE value IN
                (SELECT id FROM traces WHERE episode_id = ?2)) ORDER BY updated_at DESC, id
                """,
            arguments: [JSON(ids: policies).text, episode.rawValue]
        ).map { Skill(columns: ItemColumns(row: $0)) }
    }

    /// World models with an entry that rests on a step of the task, the last changed first.
    package func worldModels(from episode: EpisodeID) throws -> [WorldModel] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT * FROM world_models WHERE EXISTS (SELECT 1 FROM json_tree(structure) WHERE type = 'text'
                AND value IN (SELECT id FROM traces WHERE episode_id = ?)) ORDER BY updated_at DESC, id
                """,
            arguments: [episode.rawValue]
        ).map { WorldModel(columns: ItemColumns(row: $0)) }
    }
}
