import DecisionRepair
import MemoryModel
import MemoryStore
import Retrieval

extension RecallService {
    /// What the session was taught since its last turn, and what the message brings to mind of earlier lessons.
    func notes(for query: RecallQuery, turn: TurnID?, owner: Namespace) async throws -> [GuidanceNote] {
        try await context.database.read { reader in
            // What this very message teaches is before the model's eyes.
            let begun = try turn.flatMap { try reader.turn($0)?.startedAt } ?? query.at
            let fresh = try query.session.map(reader.notesToTell) ?? []
            let earlier = try reader.notes(of: owner, limit: Self.notesRead).filter { note in
                query.scope.contains(note.owner) && !query.excluded.contains(note.id)
            }
            let untold = NoteMatching.settled(fresh.filter { $0.at < begun }).prefix(Self.notesShown)
            let fitting = NoteMatching.fitting(
                earlier.filter { $0.at < begun && !untold.contains($0) }, to: query.text, limit: Self.notesShown)
            return Array((untold + fitting).prefix(Self.notesShown))
        }
    }

    private static let notesRead = 100
    /// Advice beyond a few sentences is none.
    private static let notesShown = 3
}
