package import MemoryModel
package import MemoryStore

extension InsightService {
    /// All that the memory knows of one turn.
    package struct Life: Sendable {
        package var turn: Turn
        /// Its place in its task, from 1, and how many turns the task has.
        package var place: Int
        package var turns: Int
        package var episode: Episode
        /// Why the task before it in the session ended, where this turn began a task.
        package var formerReason: Episode.CloseReason?
        package var injection: Injection?
        package var items: [InjectionItem]
        package var steps: [Trace]
        /// Calls so far of a turn that has not ended.
        package var calls: [ToolCall]
        package var feedback: [Feedback]
        package var results: EpisodeResults
    }

    /// - Returns: `nil` when there is no such turn.
    package func life(of id: TurnID) async throws -> Life? {
        try await context.database.read { reader in
            guard let turn = try reader.turn(id), let episode = try reader.episode(turn.episodeID) else { return nil }
            let turns = try reader.turns(ofEpisode: episode.id).map(\.id)
            let place = (turns.firstIndex(of: id) ?? 0) + 1
            let former = try reader.episodes(of: turn.sessionID, limit: 200, offset: 0)
                .filter { $0.openedAt < episode.openedAt }.max { $0.openedAt < $1.openedAt }
            let injection = try reader.injection(ofTurn: id)
            return Life(
                turn: turn, place: place, turns: turns.count, episode: episode,
                formerReason: place == 1 ? former?.closeReason : nil, injection: injection,
                items: try injection.map { try reader.items(ofInjection: $0.id) } ?? [],
                steps: try reader.traces(ofTurn: id), calls: try reader.pendingCalls(of: id),
                feedback: try reader.feedback(on: episode.id), results: try reader.results(of: episode.id))
        }
    }
}
