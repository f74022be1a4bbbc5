import JSONText
package import MemoryModel
package import MemoryStore

/// Tasks as people ask for them: which there are, and why one is worth what it is.
extension TraceLibrary {
    /// Newest first.
    package func tasks(_ filter: TaskFilter, limit: Int, offset: Int) async throws -> [TaskEntry] {
        try await context.database.read { try $0.tasks(filter, limit: limit, offset: offset) }
    }

    /// A task with everything that was said of it and learned from it.
    package struct TaskReport: Sendable {
        package var entry: TaskEntry
        package var turns: [Turn]
        package var feedback: [Feedback]
        /// Policies that rest on it.
        package var policies: [Policy]
        /// Made of those policies, or of its steps.
        package var skills: [Skill]
        /// With an entry that one of its steps has shown.
        package var worldModels: [WorldModel]
        /// What the evidence for its score was seen in.
        package var excerpts: [Excerpt]
        /// Skills that were tried in it, by name; `nil` while nothing became of the trial.
        package var trials: [(skill: Skill, hasPassed: Bool?)]
    }

    /// - Throws: `episode_not_found`, also when it is out of the scope.
    package func task(_ id: EpisodeID, scope: Scope = .home) async throws -> TaskReport {
        try await context.database.read { reader in
            guard let entry = try reader.task(id), scope.contains(entry.owner) else {
                throw MemoryError(
                    .episodeNotFound, "There is no episode of this id.", details: ["episodeId": .string(id.rawValue)],
                    hint: "episode.list names them."
                )
            }
            let policies = try reader.policies(from: id)
            let axes = [entry.score?.goal, entry.score?.process, entry.score?.satisfaction].compactMap { $0 }
            let sources = axes.flatMap(\.evidence).flatMap { $0.sourceIDs.prefix(Self.sourcesShown) }
            return TaskReport(
                entry: entry, turns: try reader.turns(ofEpisode: id), feedback: try reader.feedback(on: id),
                policies: policies, skills: try reader.skills(from: id, policies: policies.map(\.id)),
                worldModels: try reader.worldModels(from: id),
                excerpts: try Self.excerpts(of: sources, in: reader),
                trials: try reader.trials(in: id).compactMap { trial in
                    try reader.item(trial.skillID).map { ($0, trial.hasPassed) }
                }
            )
        }
    }

    /// Sources that are shown of one piece of evidence.
    private static let sourcesShown = 6
}
