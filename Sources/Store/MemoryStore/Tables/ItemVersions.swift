import GRDB
import JSONText
package import MemoryModel

/// The history of items: nothing that was learned is overwritten.
extension MemoryReader {
    /// Oldest first.
    package func versions<Item: StoredItem>(of id: Identifier<Item>) throws -> [ItemVersion] {
        try Row.fetchAll(
            connection,
            sql: """
                SELECT version, valid_from, valid_to, reason FROM item_versions WHERE kind = ? AND item_id = ?
                ORDER BY version
                """,
            arguments: [Item.kind.rawValue, id.rawValue]
        ).map { ItemVersion(number: $0[0], validFrom: $0[1], validTo: $0[2], reason: $0[3]) }
    }

    /// An item as it was.
    package func item<Item: StoredItem>(_ id: Identifier<Item>, version: Int) throws -> Item? {
        if let present = try item(id), present.version == version { return present }
        let content = try String.fetchOne(
            connection, sql: "SELECT content FROM item_versions WHERE kind = ? AND item_id = ? AND version = ?",
            arguments: [Item.kind.rawValue, id.rawValue, version]
        )
        return JSON(stored: content).object.map { Item(columns: ItemColumns($0)) }
    }
}

extension MemoryTransaction {
    /// Makes a former version the present one again, as a new version: what came between stays in the history.
    ///
    /// The version is marked as a person's, who is the only one to undo something.
    ///
    /// - Throws: `not_found` codes when there is no such item, `not_found` when it has no such version.
    package func revert<Item: StoredItem>(
        _ id: Identifier<Item>, to version: Int, reason: String
    ) throws -> Item {
        guard let present = try reader.item(id) else { throw MemoryError.missing(Item.kind, id.rawValue) }
        guard var former = try reader.item(id, version: version) else {
            throw MemoryError(
                .notFound, "The item has no version \(version).", details: ["id": .string(id.rawValue)],
                hint: "It has versions up to \(present.version)."
            )
        }
        former.version = present.version
        former.updatedAt = present.updatedAt
        former.editedAt = max(now, present.updatedAt)
        return try revise(former, reason: reason)
    }

    func beginVersion<Item: StoredItem>(of item: Item, reason: String) throws {
        try connection.execute(
            sql: "INSERT INTO item_versions (kind, item_id, version, valid_from, reason) VALUES (?, ?, ?, ?, ?)",
            arguments: [Item.kind.rawValue, item.id.rawValue, item.version, item.updatedAt, reason]
        )
    }

    func endVersion(of kind: ItemKind, _ id: String, content: JSONObject) throws {
        try connection.execute(
            sql: """
                UPDATE item_versions SET valid_to = ?, content = ?
                WHERE kind = ? AND item_id = ? AND valid_to IS NULL
                """,
            arguments: [now, JSON.object(content).text, kind.rawValue, id]
        )
    }
}
