import JSONText
package import MemoryModel
package import MemoryStore
import Retrieval

/// What was handed over, when and why, as people look it up.
extension RecallService {
    /// Newest first.
    package func history(
        _ filter: InjectionFilter, before cursor: InjectionCursor?, limit: Int
    ) async throws -> [InjectionEntry] {
        try await context.database.read { try $0.injections(filter, before: cursor, limit: limit) }
    }

    /// A recall with its text, its explanation and what it showed.
    package struct Record: Sendable {
        package var injection: Injection
        package var agent: String?
        /// In the order of the text; for a search in the order of the hits. Without what was forgotten since.
        package var items: [ShownItem]
    }

    /// - Throws: `not_found`.
    package func record(of id: InjectionID) async throws -> Record {
        try await context.database.read { reader in
            guard let (injection, agent) = try reader.injection(id) else {
                throw MemoryError(
                    .notFound, "There is no recall of this id.", details: ["id": .string(id.rawValue)],
                    hint: "recall.list names them; what was forgotten is gone.")
            }
            let handedOver = try reader.items(ofInjection: id)
            let found = injection.explanation["candidates"]?.array?.compactMap { $0["refId"]?.string } ?? []
            let shown = try handedOver.isEmpty ? reader.shownItems(of: id) : handedOver.map(\.itemID)
            let ids = injection.text.isEmpty ? found : shown
            let titles = try reader.titles(of: ids)
            let known = handedOver.reduce(into: [:]) { $0[$1.itemID] = $1 }
            let items = ids.compactMap { id -> ShownItem? in
                guard let title = titles[id], let kind = InjectionItem.Kind(idOf: id) else { return nil }
                return ShownItem(
                    id: id, kind: kind, title: title, verdict: known[id]?.verdict, reason: known[id]?.reason)
            }
            return Record(injection: injection, agent: agent, items: items)
        }
    }

    /// The entries that may be silent.
    package static var unasked: Set<RecallEntry> { Set(RecallEntry.allCases.filter(\.mayAbstain)) }
}

/// What was handed over, or found, by its title, and what became of it.
package struct ShownItem: Sendable, Equatable {
    package var id: String
    package var kind: InjectionItem.Kind
    package var title: String
    /// `nil` for what was only found.
    package var verdict: InjectionItem.Verdict?
    package var reason: String?
}
