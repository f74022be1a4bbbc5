import GRDB
package import MemoryModel

extension MemoryReader {
    /// Whether any of these marks is of something that was forgotten.
    package func isForgotten(_ marks: [Tombstone]) throws -> Bool {
        let statement = try connection.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM tombstones WHERE kind = ? AND hash = ?)"
        )
        return try marks.contains { mark in
            try Bool.fetchOne(statement, arguments: [mark.kind.rawValue, mark.hash]) ?? false
        }
    }

    /// Whether a person had the row of this id forgotten; what learning makes anew under the id of such an item is not
    /// wanted.
    package func isForgotten(id: String) throws -> Bool { try isForgotten([.id(id)]) }

    /// Whether anything was ever forgotten; without that nothing needs to be looked up.
    package func hasForgotten() throws -> Bool {
        try Bool.fetchOne(connection.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM tombstones)")) ?? false
    }
}

extension MemoryTransaction {
    package func bury(_ marks: some Sequence<Tombstone>) throws {
        let insertion = try connection.cachedStatement(
            sql: "INSERT INTO tombstones (kind, hash, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        for mark in marks { try insertion.execute(arguments: [mark.kind.rawValue, mark.hash, now]) }
    }
}
