import GRDB
package import JSONText
import MemoryModel

/// Tables as rows of JSON, for export and its way back. Ids, times and links stay what they are.
extension MemoryReader {
    /// Tables in an order in which each row's references are already there.
    package static let archivedTables = [
        "sessions", "episodes", "turns", "traces", "error_signatures", "feedback", "projects", "project_keys",
        "project_places", "policies", "world_models", "skills", "skill_trials", "item_versions",
        "episode_scores", "lessons", "observed_facts", "guidance_notes",
    ]

    /// A page of one table in the order of its keys.
    ///
    /// - Parameter offset: how many rows to pass over.
    package func archiveRows(table: String, offset: Int64, limit: Int) throws -> [JSON] {
        precondition(Self.archivedTables.contains(table), "only archived tables")
        return try Row.fetchAll(
            connection, sql: "\(Self.archiveQuery(table)) LIMIT ? OFFSET ?", arguments: [limit, offset]
        ).map { .object(JSONObject(row: $0)) }
    }

    /// Row numbers are this file's own: a trace is known by its id, also where its error signatures point to it.
    private static func archiveQuery(_ table: String) -> String {
        switch table {
        case "error_signatures":
            """
            SELECT signature, traces.id AS trace_id, error_class, code FROM error_signatures
            JOIN traces ON traces.rowid = trace_rowid ORDER BY trace_rowid, signature
            """
        case "traces": "SELECT * FROM traces ORDER BY rowid"
        case "skill_trials": "SELECT * FROM skill_trials ORDER BY skill_id, episode_id"
        case "item_versions": "SELECT * FROM item_versions ORDER BY kind, item_id, version"
        case "episode_scores": "SELECT * FROM episode_scores ORDER BY episode_id"
        case "observed_facts": "SELECT * FROM observed_facts ORDER BY place, key, value, trace_id"
        case "projects": "SELECT * FROM projects ORDER BY merged_into IS NOT NULL, id"
        // Addresses first: they tell projects apart whose folders have the same name.
        case "project_keys": "SELECT * FROM project_keys ORDER BY key DESC"
        case "project_places": "SELECT * FROM project_places ORDER BY workspace"
        default: "SELECT * FROM \(table) ORDER BY id"
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
        guard let row = try local(row, of: table) else { return false }
        let columns = Set(try connection.columns(in: table).map(\.name))
        guard !row.members.isEmpty, row.members.allSatisfy({ columns.contains($0.key) }) else {
            throw MemoryError(
                .invalidArgument, "A row of \"\(table)\" has columns that this version does not know.",
                hint: "Import the file with the version that wrote it, or a later one."
            )
        }
        do {
            try connection.execute(
                sql: """
                    INSERT INTO \(table) (\(row.members.map(\.key).joined(separator: ", ")))
                    VALUES (\(repeatElement("?", count: row.members.count).joined(separator: ", "))) ON CONFLICT DO NOTHING
                    """,
                arguments: StatementArguments(row.members.map(\.value.databaseValue))
            )
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            return false
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CONSTRAINT {
            throw MemoryError(
                .invalidArgument, "A row of \"\(table)\" is incomplete or holds values that cannot be.",
                hint: "The file may have been changed after its export."
            )
        }
        return connection.changesCount > 0
    }

    /// The row as this file can hold it: signatures find their trace's row, and a task that was open elsewhere is closed
    /// where its session has another one open.
    ///
    /// - Returns: `nil` when there is nothing to hold on to.
    private func local(_ row: JSONObject, of table: String) throws -> JSONObject? {
        var local = row
        switch table {
        case "error_signatures":
            guard let id = row["trace_id"]?.string,
                let trace = try Int64.fetchOne(
                    connection, sql: "SELECT rowid FROM traces WHERE id = ?", arguments: [id])
            else { return nil }
            local["trace_id"] = nil
            local["trace_rowid"] = .integer(trace)
        case "episodes" where row["closed_at"] == .null:
            guard let session = row["session_id"]?.string, let open = try reader.openEpisode(of: SessionID(session)),
                open.id.rawValue != row["id"]?.string
            else { break }
            local["closed_at"] = row["last_active_at"]
            local["close_reason"] = .string(Episode.CloseReason.newTask.rawValue)
        case "skill_trials":
            guard try isCounted(row) else { return nil }
        case "item_versions":
            guard try isHistory(row) else { return nil }
        case "project_keys":
            guard let owner = try project(named: row["project_id"]),
                let key = row["key"]?.string.flatMap(ProjectKey.init)
            else { return nil }
            if let here = try reader.project(ofKey: key) {
                // The same project under another id, unless another machine has a folder of that name.
                if here.id != owner.id, try isLikely(here.id, for: reader.keys(of: owner.id)) {
                    try merge(owner, into: here)
                }
                return nil
            }
            local["project_id"] = .string(owner.id.rawValue)
        case "project_places":
            guard let owner = try project(named: row["project_id"]) else { return nil }
            local["project_id"] = .string(owner.id.rawValue)
        default:
            break
        }
        return local
    }

    private func project(named id: JSON?) throws -> Project? {
        try id?.string.flatMap { try reader.project(ProjectID($0)) }
    }

    /// Whether a trial is one of those that its skill counts: a skill that has its own here keeps to them.
    private func isCounted(_ row: JSONObject) throws -> Bool {
        try Bool.fetchOne(
            connection,
            sql: """
                SELECT trials_attempted > (SELECT count(*) FROM skill_trials WHERE skill_id = skills.id)
                FROM skills WHERE id = ?
                """,
            arguments: [row["skill_id"]?.string]
        ) ?? false
    }

    /// Whether a version is one of an item as it stands here: an item that goes its own way here keeps its own history.
    private func isHistory(_ row: JSONObject) throws -> Bool {
        guard let kind = row["kind"]?.string.flatMap(ItemKind.init(rawValue:)), let id = row["item_id"]?.string,
            let version = row["version"]?.int,
            let present = try Int64.fetchOne(
                connection, sql: "SELECT version FROM \(kind.table) WHERE id = ?", arguments: [id])
        else { return false }
        return row["valid_to"] ?? .null == .null ? version == present : version < present
    }
}

extension JSONObject {
    /// A row by the names of its columns. Its number, which is this file's own, is left out.
    init(row: Row) {
        self.init(
            row.compactMap { column, value in
                column == "rowid" ? nil : Member(key: column, value: JSON(databaseValue: value))
            }
        )
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
