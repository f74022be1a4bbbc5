package import MemoryModel
import MemoryStore
import TextAnalysis

/// What stands behind an id that something rests on, in a few lines for people.
package struct Excerpt: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case trace, turn, episode, feedback, note, policy
    }

    package var id: String
    package var kind: Kind
    package var at: Timestamp
    /// One line.
    package var title: String
    /// A few lines of what was said or put out; `nil` where the title says it all.
    package var text: String?
    package var episodeID: EpisodeID?
    package var outcome: Outcome?
    /// V of a step, R of a task; `nil` for what has no worth.
    package var value: Double?
}

extension TraceLibrary {
    /// - Returns: an excerpt of each that is still there, in the order of the ids, each once.
    package func excerpts(of ids: [String]) async throws -> [Excerpt] {
        try await context.database.read { try Self.excerpts(of: ids, in: $0) }
    }

    static func excerpts(of ids: [String], in reader: MemoryReader) throws -> [Excerpt] {
        var seen: Set<String> = []
        return try ids.filter { seen.insert($0).inserted }.compactMap { try excerpt(of: $0, in: reader) }
    }

    private static func excerpt(of id: String, in reader: MemoryReader) throws -> Excerpt? {
        if let trace = try reader.trace(TraceID(id)) {
            let said = trace.kind == .tool ? trace.call?.output : trace.agentText
            return Excerpt(
                id: id, kind: .trace, at: trace.at, title: trace.summary, text: shortened(said ?? ""),
                episodeID: trace.episodeID, outcome: trace.outcome, value: trace.value)
        }
        if let told = try reader.feedback(id) {
            return Excerpt(
                id: id, kind: .feedback, at: told.at, title: told.polarity, text: shortened(told.rationale ?? ""),
                episodeID: told.episodeID)
        }
        if let episode = try reader.episode(EpisodeID(id)) {
            return Excerpt(
                id: id, kind: .episode, at: episode.openedAt, title: episode.preview, episodeID: episode.id,
                value: episode.reward)
        }
        if let turn = try reader.turn(TurnID(id)) {
            return Excerpt(
                id: id, kind: .turn, at: turn.startedAt, title: Clip.headTail(turn.userText, limit: longest),
                episodeID: turn.episodeID, outcome: turn.outcome)
        }
        if let note = try reader.note(id) {
            return Excerpt(id: id, kind: .note, at: note.at, title: note.text, episodeID: note.episodeID)
        }
        return try reader.item(PolicyID(id)).map {
            Excerpt(id: id, kind: .policy, at: $0.updatedAt, title: $0.title)
        }
    }

    private static func shortened(_ text: String) -> String? {
        text.isEmpty ? nil : Clip.headTail(text, limit: longest)
    }

    /// Characters of an excerpt.
    private static let longest = 320
}
