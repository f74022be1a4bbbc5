import GRDB
package import JSONText
package import MemoryModel

/// Read-only access to a database of another program, for back-fill. It is never written, locked or migrated.
package struct ForeignDatabase: Sendable {
    private let queue: DatabaseQueue

    package init(path: String) throws(MemoryError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(2)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw MemoryError(
                .notFound, "The database of the other program cannot be opened.", details: ["path": .string(path)],
                hint: "Check that the file exists and is an SQLite database."
            )
        }
    }

    /// Rows in the order of the statement, columns as members; blobs come as arrays of numbers.
    package func rows(_ sql: String) throws(MemoryError) -> [[String: JSON]] {
        do {
            return try queue.read { connection in
                try Row.fetchAll(connection, sql: sql).map { row in
                    row.reduce(into: [String: JSON]()) { $0[$1.0] = JSON(foreign: $1.1) }
                }
            }
        } catch {
            throw MemoryError(
                .unsupported, "The database of the other program has another shape than expected.",
                hint: "It may come from a version that is not supported yet."
            )
        }
    }
}

extension JSON {
    init(foreign value: DatabaseValue) {
        if case .blob(let data) = value.storage {
            self = .array(data.map { JSON.integer(Int64($0)) })
        } else {
            self = JSON(databaseValue: value)
        }
    }
}
