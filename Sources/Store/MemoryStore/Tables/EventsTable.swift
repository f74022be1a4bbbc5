import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    package func lastEventSequence() throws -> Int64 {
        try Int64.fetchOne(connection, sql: "SELECT max(seq) FROM events") ?? 0
    }

    package func events(after sequence: Int64, limit: Int) throws -> [MemoryEvent] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
            arguments: [sequence, limit]
        ).compactMap(MemoryEvent.init(row:))
    }
}

extension MemoryTransaction {
    /// Drops what is older; sequence numbers are never used again.
    package func pruneEvents(before time: Timestamp) throws {
        try connection.execute(sql: "DELETE FROM events WHERE at < ?", arguments: [time])
    }

    /// Gives a slice of the free pages back to the disk.
    package func returnFreePages() throws {
        try connection.execute(sql: "PRAGMA incremental_vacuum(1024)")
    }
}

extension MemoryEvent {
    init?(row: Row) {
        guard let kind = MemoryFact.Kind(rawValue: row["type"]) else { return nil }
        self.init(
            sequence: row["seq"], at: row["at"],
            fact: MemoryFact(kind, JSON(stored: row["payload"]), correlation: row["correlation"])
        )
    }
}
