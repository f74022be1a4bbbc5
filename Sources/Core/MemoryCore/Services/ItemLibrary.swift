import JSONText
package import MemoryModel
package import MemoryStore
import TraceCapture

/// What was learned: skills, policies and world models, looked up, counted, archived and forgotten.
package struct ItemLibrary: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// - Returns: `nil` when there is none in the scope.
    package func item<Item: StoredItem>(_ id: Identifier<Item>, scope: Scope = .home) async throws -> Item? {
        let found = try await context.database.read { try $0.item(id) }
        return found.flatMap { scope.contains($0.owner) ? $0 : nil }
    }

    /// Newest version first.
    package func items<Item: StoredItem>(
        _ type: Item.Type, filter: ItemFilter, limit: Int, offset: Int
    ) async throws -> [Item] {
        try await context.database.read { try $0.items(type, filter: filter, limit: limit, offset: offset) }
    }

    /// Oldest first.
    package func versions<Item: StoredItem>(of id: Identifier<Item>) async throws -> [ItemVersion] {
        try await context.database.read { try $0.versions(of: id) }
    }

    /// A skill for somebody who loads it: counted, and the task it is loaded in becomes a trial of it.
    ///
    /// - Returns: `nil` when there is none in the scope.
    package func load(_ id: SkillID, for use: SkillUse, scope: Scope) async throws -> Skill? {
        try await context.database.write { transaction in
            guard let found = try transaction.reader.item(id), scope.contains(found.owner) else { return nil }
            return try transaction.count(use, of: id)
        }
    }

    /// Takes a skill out of use; it stays, with its history.
    ///
    /// - Throws: `skill_not_found`.
    package func archive(_ id: SkillID, reason: String?) async throws {
        try await context.database.write { [context] transaction in
            let told = context.cleaning.words(reason ?? "")
            guard let before = try transaction.reader.item(id) else {
                throw MemoryError(
                    .skillNotFound, "There is no skill of this id.", details: ["id": .string(id.rawValue)],
                    hint: "skill.list names them."
                )
            }
            guard before.status != .archived else { return }
            try transaction.archive(id, reason: told.isEmpty ? "archived on request" : told)
            transaction.tell(MemoryFact(.skillArchived, ["skillId": .string(id.rawValue)]))
        }
    }

    /// Removes an item, its history, its place in the index and its vectors.
    ///
    /// - Returns: whether it was there.
    package func forget<Item: StoredItem>(_ id: Identifier<Item>) async throws -> Bool {
        try await context.database.write { try $0.forget(id) }
    }
}
