import GRDB
package import MemoryModel

/// The small numbers that stand for an owner and a project in a scan of vectors.
package struct VectorPlaces: Sendable {
    /// Stands for every place beyond the 65,535th. It is in every scope, so the rows themselves must be looked at.
    package static let elsewhere: UInt16 = 0

    private var numbers: [Namespace: UInt16] = [:]

    package subscript(_ owner: Namespace) -> UInt16? { numbers[owner] }

    /// The places of a scope.
    ///
    /// - Returns: `nil` when the scope excludes none.
    package func numbers(in scope: Scope) -> Set<UInt16>? {
        let inside = numbers.filter { scope.contains($0.key) }
        return inside.count == numbers.count ? nil : Set(inside.values).union([Self.elsewhere])
    }

    fileprivate init() {}

    fileprivate mutating func add(_ row: Row) {
        let workspace: String = row[3]
        let owner = Namespace(agentKind: row[1], profile: row[2], workspace: workspace.isEmpty ? nil : workspace)
        numbers[owner] = UInt16(clamping: row[0] as Int64)
    }
}

extension MemoryReader {
    package func vectorPlaces() throws -> VectorPlaces {
        var places = VectorPlaces()
        let cursor = try Row.fetchCursor(
            connection, sql: "SELECT id, agent_kind, profile, workspace FROM vector_places"
        )
        while let row = try cursor.next() { places.add(row) }
        return places
    }
}

extension MemoryTransaction {
    /// Gives every owner a number, as long as there are any.
    package func number(_ owners: Set<Namespace>) throws -> VectorPlaces {
        for owner in owners {
            try connection.execute(
                sql: """
                    INSERT INTO vector_places (id, agent_kind, profile, workspace)
                    SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM vector_places WHERE true
                    HAVING coalesce(max(id), 0) < 65535
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [owner.agentKind, owner.profile, owner.workspace ?? ""]
            )
        }
        return try reader.vectorPlaces()
    }
}
