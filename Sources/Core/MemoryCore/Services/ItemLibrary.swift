import JSONText
package import MemoryModel
package import MemoryStore
import TraceCapture

/// What was learned: skills, policies and world models, looked up and counted.
package struct ItemLibrary: Sendable {
    let context: CoreContext

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

    /// The tasks that tried a skill, the last one first.
    ///
    /// - Parameter limit: at most so many.
    /// - Throws: `skill_not_found`.
    package func trials(of id: SkillID, limit: Int) async throws -> [(trial: SkillTrial, task: TaskEntry?)] {
        try await context.database.read { reader in
            guard try reader.item(id) != nil else { throw MemoryError.missing(.skill, id.rawValue) }
            return try reader.trials(of: id).suffix(limit).reversed().map { ($0, try reader.task($0.episodeID)) }
        }
    }

    /// Every version of an item with what it said, oldest first.
    ///
    /// - Returns: `nil` when nothing that was learned has this id.
    package func history(of id: String) async throws -> ItemHistory? {
        try await context.database.read { reader in
            try reader.itemKind(of: id).map { try Self.history(of: $0.model, id, in: reader) }
        }
    }

    private static func history<Item: StoredItem>(
        of type: Item.Type, _ id: String, in reader: MemoryReader
    ) throws -> ItemHistory {
        ItemHistory(kind: Item.kind, versions: try reader.history(of: type, id: id).map { ($0.version, $0.item) })
    }
}

/// The life of an item: its versions with what each said.
package struct ItemHistory: Sendable {
    package var kind: ItemKind
    /// Oldest first; the last one is the present one.
    package var versions: [(version: ItemVersion, item: any StoredItem)]
}
