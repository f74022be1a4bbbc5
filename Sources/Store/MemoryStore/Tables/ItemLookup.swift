import GRDB
package import MemoryModel

extension ItemKind {
    /// The type whose rows its table holds.
    package var model: any StoredItem.Type {
        switch self {
        case .policy: Policy.self
        case .worldModel: WorldModel.self
        case .skill: Skill.self
        }
    }
}

extension MemoryReader {
    /// Which kind of item has this id; `nil` when none has.
    package func itemKind(of id: String) throws -> ItemKind? {
        try ItemKind.allCases.first { kind in
            try Bool.fetchOne(
                connection, sql: "SELECT EXISTS (SELECT 1 FROM \(kind.table) WHERE id = ?)", arguments: [id]
            ) ?? false
        }
    }

    /// Every version of an item with what it said, oldest first; empty when there is no such item.
    package func history<Item: StoredItem>(of type: Item.Type, id: String) throws -> [(
        version: ItemVersion, item: Item
    )] {
        let id = Identifier<Item>(id)
        return try versions(of: id).compactMap { version in
            try item(id, version: version.number).map { (version, $0) }
        }
    }
}
