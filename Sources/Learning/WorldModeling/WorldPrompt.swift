import MemoryModel
package import Prompting

extension WorldModeling {
    /// What a model is asked of a place whose model is new, or of which enough is said that no model has worded.
    ///
    /// - Returns: `nil` when it is not worth a call.
    package func request(wording change: Change, from evidence: Evidence) -> DraftRequest? {
        let world: WorldModel
        switch change {
        case .insert(let model): world = model
        case .revise(let model, _):
            guard model.unworded.count >= Self.worthACall else { return nil }
            world = model
        }
        guard world.status == .active, world.editedAt == nil, !world.unworded.isEmpty else { return nil }
        var sheet = EvidenceSheet()
        for (entry, kind) in world.seen {
            sheet.add(entry.label, kind: kind, "\(entry.label): \(entry.description)", limit: 400)
        }
        let sources = world.seen.flatMap(\.entry.evidenceIDs) + [world.id.rawValue]
        return DraftRequest(
            [PromptCatalogue.standard[.worldModel]], sheet: sheet, subject: evidence.place,
            sources: Set(sources).sorted())
    }

    /// Entries that no model has seen, from which on a known place is worth another call.
    private static let worthACall = 3
}

extension WorldModel {
    /// What was seen, not what was concluded, with what the part is about.
    var seen: [(entry: Entry, kind: String)] {
        (structure.environment.map { ($0, "where things are") }
            + structure.inference.map { ($0, "how it responds") }
            + structure.constraints.map { ($0, "what must not be done") }).filter { $0.0.basis.isEmpty }
    }

    var unworded: [Entry] { seen.map(\.entry).filter { $0.told == nil } }
}
