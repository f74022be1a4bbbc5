import GRDB
package import JSONText
import MemoryModel

/// Tables as rows of JSON, for export and its way back. Ids, times and links stay what they are.
extension MemoryReader {
    /// Tables in an order in which each row's references are already there.
    package static let archivedTables = ["sessions", "episodes", "turns", "traces", "error_signatures", "feedback"]

    /// A page of one table in key order.
    ///
    /// - Parameter offset: how many rows to pass over.
    package func archiveRows(table: String, offset: Int64, limit: Int) throws -> [JSON] {
        precondition(Self.archivedTables.contains(table), "only archived tables")
        let order = table == "traces" ? "rowid" : "1, 2"
        return try Row.fetchAll(
            connection, sql: "SELECT * FROM \(table) ORDER BY \(order) LIMIT ? OFFSET ?", arguments: [limit, offset]
        ).map { row in
            .object(
                JSONObject(
                    row.map { column, value in JSONObject.Member(key: column, value: JSON(databaseValue: value)) }
                )
            )
        }
    }
}

extension MemoryTransaction {
    /// Writes one archived row unless its key is there already.
    ///
    /// - Returns: whether a row was added.
    package func restore(table: String, row: JSONObject) throws -> Bool {
        guard MemoryReader.archivedTables.contains(table) else {
            throw MemoryError(.invalidArgument, "An archive has no table \"\(table)\".")
        }
        let columns = Set(try connection.columns(in: table).map(\.name))
        let members = row.members.filter { columns.contains($0.key) }
        guard members.count == row.members.count, !members.isEmpty else {
            throw MemoryError(
                .invalidArgument, "A row of \"\(table)\" has columns that this version does not know.",
                hint: "Import the file with the version that wrote it, or a later one."
            )
        }
        try connection.execute(
            sql: """
                INSERT INTO \(table) (\(members.map(\.key).joined(separator: ", ")))
                VALUES (\(repeatElement("?", count: members.count).joined(separator: ", "))) ON CONFLICT DO NOTHING
                """,
            arguments: StatementArguments(members.map(\.value.databaseValue))
        )
        return connection.changesCount > 0
    }
}

extension JSON {
    init(databaseValue: DatabaseValue) {
        switch databaseValue.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .blob: self = .null
        }
    }

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .bool(let value): (value ? 1 : 0).databaseValue
        case .integer(let value): value.databaseValue
        case .double(let value): value.databaseValue
        case .literal(let text), .string(let text): text.databaseValue
        case .array, .object: text.databaseValue
        }
    }
}
