import GRDB
import MemoryModel

/// How much of everything there is.
package struct Inventory: Sendable, Equatable {
    /// Rows by noun, in the order of the algorithm.
    package var counts: [(noun: String, count: Int64)]
    package var databaseBytes: Int64
    package var freeBytes: Int64

    package static func == (a: Inventory, b: Inventory) -> Bool {
        a.counts.elementsEqual(b.counts, by: ==) && a.databaseBytes == b.databaseBytes && a.freeBytes == b.freeBytes
    }
}

extension MemoryReader {
    /// Counts by index; cheap up to a million rows.
    package func inventory() throws -> Inventory {
        let queries = [
            ("sessions", "sessions"), ("episodes", "episodes"), ("turns", "turns"), ("traces", "traces"),
            ("errorSignatures", "error_signatures"),
            ("policies", "policies"), ("worldModels", "world_models"), ("skills", "skills"),
            ("injections", "injections"), ("events", "events"),
            ("jobsPending", "jobs WHERE state = 'pending'"), ("jobsFailed", "jobs WHERE state = 'failed'"),
        ]
        let counts = try queries.map { noun, source in
            (noun: noun, count: try Int64.fetchOne(connection, sql: "SELECT count(*) FROM \(source)") ?? 0)
        }
        let pageSize = try Int64.fetchOne(connection, sql: "PRAGMA page_size") ?? 0
        let pages = try Int64.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
        let free = try Int64.fetchOne(connection, sql: "PRAGMA freelist_count") ?? 0
        return Inventory(counts: counts, databaseBytes: pages * pageSize, freeBytes: free * pageSize)
    }
}
