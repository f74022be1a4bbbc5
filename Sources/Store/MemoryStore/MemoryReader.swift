import GRDB
import JSONText
package import MemoryModel

/// Read access to one snapshot of the database. It has no way to write; its queries are in `Tables/`.
package struct MemoryReader {
    let connection: Database
    let frequencies: TermFrequencies
}

/// Write access within one transaction. Facts told to it are stored with everything else and announced after the
/// commit.
package struct MemoryTransaction {
    package let reader: MemoryReader
    package let now: Timestamp
    private let told = ToldBuffer()

    var connection: Database { reader.connection }

    init(reader: MemoryReader, now: Timestamp) {
        self.reader = reader
        self.now = now
    }

    package func tell(_ fact: MemoryFact) {
        told.facts.append(fact)
    }

    /// Whether a job was added or moved.
    var hasNewJobs: Bool { told.hasNewJobs }

    func noteNewJob() {
        told.hasNewJobs = true
    }

    /// Writes the facts as events and gives the last sequence number, if there was any.
    func storeFacts() throws -> Int64? {
        guard !told.facts.isEmpty else { return nil }
        let insertion = try connection.cachedStatement(
            sql: "INSERT INTO events (at, type, payload, correlation) VALUES (?, ?, ?, ?)"
        )
        for fact in told.facts {
            try insertion.execute(arguments: [now, fact.kind.rawValue, fact.payload.text, fact.correlation])
        }
        return connection.lastInsertedRowID
    }
}

/// What a transaction has been told; it lives and dies on the writer's queue.
private final class ToldBuffer {
    var facts: [MemoryFact] = []
    var hasNewJobs = false
}
