package import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore

/// Lossless export and its way back: ids, times and links stay what they are.
package struct ArchiveService: Sendable {
    private let context: CoreContext
    private let productVersion: String

    package init(context: CoreContext, productVersion: String) {
        self.context = context
        self.productVersion = productVersion
    }

    package struct Page: Sendable {
        package var lines: [JSON]
        package var nextCursor: String?
    }

    /// - Parameter cursor: of the page before; without one, the first page with its header line.
    package func page(cursor: String?, limit: Int) async throws -> Page {
        let place = try cursor.map(Place.init(text:)) ?? Place(table: 0, offset: 0)
        let tables = MemoryReader.archivedTables
        let name = tables[place.table]
        let rows = try await context.database.read {
            try $0.archiveRows(table: name, offset: place.offset, limit: limit)
        }
        var lines = rows.map { row in
            JSON.object(JSONObject([.init(key: "kind", value: .string(name)), .init(key: "row", value: row)]))
        }
        if cursor == nil {
            lines.insert(
                [
                    "kind": "memos-export", "version": JSON(Self.version), "product": .string(productVersion),
                    "exportedAt": .integer(context.now()),
                ],
                at: 0
            )
        }
        var next: Place?
        if rows.count == limit {
            next = Place(table: place.table, offset: place.offset + Int64(limit))
        } else if place.table + 1 < tables.count {
            next = Place(table: place.table + 1, offset: 0)
        }
        return Page(lines: lines, nextCursor: next?.text)
    }

    package struct Restored: Sendable {
        package var imported = 0
        package var skipped = 0
    }

    /// Takes lines of an export; what is there already is left as it is. One that is refused undoes the others.
    ///
    /// - Throws: `invalid_argument` and `unsupported`, with the number of the line (from 1) in the details.
    package func restore(_ lines: [JSON]) async throws -> Restored {
        try await context.database.write { transaction in
            var result = Restored()
            for (number, line) in lines.enumerated() {
                do {
                    try restore(line, counting: &result, in: transaction)
                } catch var error as MemoryError {
                    var details = error.details?.object ?? JSONObject()
                    details["line"] = JSON(number + 1)
                    error.details = .object(details)
                    throw error
                }
            }
            return result
        }
    }

    private func restore(_ line: JSON, counting result: inout Restored, in transaction: MemoryTransaction) throws {
        guard let kind = line["kind"]?.string else {
            throw MemoryError(.invalidArgument, "A line of the export has no \"kind\".")
        }
        if kind == "memos-export" {
            guard let version = line["version"]?.int, Self.readable.contains(version) else {
                throw MemoryError(.unsupported, "The export has another version than this program knows.")
            }
            return
        }
        guard let row = line["row"]?.object else {
            throw MemoryError(.invalidArgument, "A line of the export has no \"row\".")
        }
        guard try !transaction.isForgotten(row, of: kind), try transaction.restore(table: kind, row: row) else {
            result.skipped += 1
            return
        }
        result.imported += 1
        if kind == "episodes", row["closed_at"] ?? .null == .null, let id = row["id"]?.string {
            try transaction.enqueue(context.plan.afterTurn(in: EpisodeID(id), at: transaction.now))
        }
    }

    /// 2 added what is learned: skills, policies, world models and their versions; 3 what it was learned from;
    /// 4 pins, shares and words of a person on steps; 5 who has shared an item.
    private static let version = 5
    private static let readable: ClosedRange<Int64> = 1...5

    private struct Place {
        var table: Int
        var offset: Int64

        init(table: Int, offset: Int64) {
            self.table = table
            self.offset = offset
        }

        init(text: String) throws {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let table = Int(parts[0]), let offset = Int64(parts[1]), offset >= 0,
                MemoryReader.archivedTables.indices.contains(table)
            else { throw MemoryError(.invalidArgument, "The cursor is not one that export gave.") }
            self.init(table: table, offset: offset)
        }

        var text: String { "\(table):\(offset)" }
    }
}
