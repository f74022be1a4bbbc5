import GRDB
package import JSONText
import MemoryModel

/// Tables as rows of JSON, for export and its way back. Ids, times and links stay what they are. Row numbers do not: they
/// are this file's own, so that an archive can be taken into a memory that has rows already.
extension MemoryReader {
    /// Tables in an order in which each row's references are already there.
    package static let archivedTables = ["sessions", "episodes", "turns", "traces", "error_signatures", "feedback"]

    /// A page of one table in key order.
    ///
    /// - Parameter offset: how many rows to pass over.
    package func archiveRows(table: String, offset: Int64, limit: Int) throws -> [JSON] {
        precondition(Self.archivedTables.contains(table), "only archived tables")
        let selection =
            switch table {
            case "traces": "* FROM traces ORDER BY rowid"
            case "error_signatures":
                """
                traces.id AS trace_id, signature, error_class, code FROM error_signatures
                JOIN traces ON traces.rowid = trace_rowid ORDER BY signature, trace_rowid
                """
            default: "* FROM \(table) ORDER BY 1, 2"
            }
        return try Row.fetchAll(
            connection, sql: "SELECT \(selection) LIMIT ? OFFSET ?", arguments: [limit, offset]
        ).map { row in
            .object(
                JSONObject(
                    row.lazy.filter { column, _ in column != "rowid" }.map { column, value in
                        JSONObject.Member(key: column, value: JSON(databaseValue: value))
                    }
                )
            )
        }
    }
}

extension MemoryTransaction {
    /// Writes one archived row unless it is there already, under this id or another: a turn recorded here too keeps the
    /// traces it has here.
    ///
    /// - Returns: whether a row was added.
    package func restore(table: String, row: JSONObject) throws -> Bool {
        guard MemoryReader.archivedTables.contains(table) else {
            throw MemoryError(.invalidArgument, "An archive has no table \"\(table)\".")
        }
        var columns = Set(try connection.columns(in: table).map(\.name)).subtracting(["rowid", "trace_rowid"])
        if table == "error_signatures" { columns.insert("trace_id") }
        var row = row
        if table == "episodes" { try closeUnlessFirst(&row) }
        guard !row.members.isEmpty, row.members.allSatisfy({ columns.contains($0.key) }) else {
            throw MemoryError(
                .invalidArgument, "A row of \"\(table)\" has columns that this version does not know.",
                hint: "Import the file with the version that wrote it, or a later one."
            )
        }
        let names = row.members.map { $0.key == "trace_id" && table == "error_signatures" ? "trace_rowid" : $0.key }
        let values = row.members.map { member in
            member.key == "trace_id" && table == "error_signatures" ? "(SELECT rowid FROM traces WHERE id = ?)" : "?"
        }
        do {
            try connection.execute(
                sql: """
                    INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))
                    ON CONFLICT DO NOTHING
                    """,
                arguments: StatementArguments(row.members.map(\.value.databaseValue))
            )
        } catch let error as DatabaseError where Self.lacksParent(error, table: table) {
            return false
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CONSTRAINT {
            throw MemoryError(
                .invalidArgument, "A row of \"\(table)\" is incomplete or holds values that cannot be.",
                hint: "The file may have been changed after its export."
            )
        }
        return connection.changesCount > 0
    }

    /// What the row belongs to was not taken either, because it is here under another id.
    private static func lacksParent(_ error: DatabaseError, table: String) -> Bool {
        error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
            || (table == "error_signatures" && error.extendedResultCode == .SQLITE_CONSTRAINT_NOTNULL)
    }

    /// A session has one open task: an archived one that was open is closed where another one is.
    private func closeUnlessFirst(_ row: inout JSONObject) throws {
        guard row["closed_at"] ?? .null == .null, let session = row["session_id"]?.string, let id = row["id"]?.string,
            let open = try reader.openEpisode(of: SessionID(session)), open.id.rawValue != id
        else { return }
        row["closed_at"] = row["last_active_at"]
        row["close_reason"] = .string(Episode.CloseReason.sessionEnd.rawValue)
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
