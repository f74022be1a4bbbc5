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
            let found = injection.explanation["candidates"]?.array?.compactMap { $0["refId"]?.string } ?? []
            let ids = injection.text.isEmpty ? found : injection.shownInOrder
            let known = try reader.shownItems(ids).reduce(into: [:]) { $0[$1.id] = $1 }
            return Record(injection: injection, agent: agent, items: ids.compactMap { known[$0] })
        }
    }

    /// The entries that may be silent.
    package static var unasked: Set<RecallEntry> { Set(RecallEntry.allCases.filter(\.mayAbstain)) }
}

extension Injection {
    /// Notes are named nowhere in the text and stand first in it.
    fileprivate var shownInOrder: [String] {
        let text = Substring(text)
        let places = shown.map { id in (id, text.firstRange(of: id)?.lowerBound ?? text.startIndex) }
        return places.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
}
