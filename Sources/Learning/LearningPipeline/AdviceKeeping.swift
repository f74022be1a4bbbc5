package import DecisionRepair
import JSONText
package import MemoryModel
package import MemoryStore

/// Keeps a draft of advice as a note of its session: once, not too soon after another of the same situation, and told.
package struct AdviceKeeping {
    private let repair: DecisionRepair
    private let transaction: MemoryTransaction

    package init(_ repair: DecisionRepair, in transaction: MemoryTransaction) {
        self.repair = repair
        self.transaction = transaction
    }

    /// - Parameters:
    ///   - time: when what it follows from was said or done.
    ///   - policies: that it speaks of.
    ///   - provenance: of whoever found it. What a model found is not told again where the situation has its note.
    package func keep(
        _ draft: DecisionRepair.Draft, owner: Namespace, session: SessionID, episode: EpisodeID, at time: Timestamp,
        policies: [PolicyID] = [], provenance: Provenance = .rules
    ) throws {
        let notes = try transaction.reader.notes(of: owner, limit: Self.notesRead)
        var note = DecisionRepair.note(
            from: draft, owner: owner, session: session, episode: episode, at: time, policies: policies)
        note.provenance = provenance
        let isKnown = notes.contains { $0.id == note.id }
        guard isKnown || provenance == .rules || !notes.contains(where: { $0.context == note.context }) else { return }
        guard isKnown || !repair.isCooling(draft, at: time, after: notes) else { return }
        guard try transaction.keep(note) else { return }
        transaction.tell(
            MemoryFact(
                isKnown ? .decisionRepairValidated : .decisionRepairGenerated,
                [
                    "noteId": .string(note.id), "origin": .string(note.origin.rawValue),
                    "episodeId": .string(episode.rawValue), "evidence": JSON(draft.evidenceIDs),
                ],
                correlation: session.rawValue
            ))
    }

    private static let notesRead = 50
}
