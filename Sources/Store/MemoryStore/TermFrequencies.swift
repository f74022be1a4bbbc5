import GRDB
import Synchronization

/// In how many documents a term stands, remembered: asking the index costs 0.3 ms a term at 10⁵ documents.
///
/// Numbers may be a few per cent old; they only weigh terms against each other.
final class TermFrequencies: Sendable {
    private struct Memory {
        var documents: Int64 = 0
        var meanLength = 0.0
        var counts: [String: Int64] = [:]
    }

    private static let capacity = 50_000
    private let memory = Mutex(Memory())

    /// Frequencies of `terms`, and the number of documents they are out of.
    func frequencies(
        of terms: [String], in connection: Database
    ) throws -> (counts: [String: Int64], documents: Int64) {
        let documents = try refresh(connection)
        var counts: [String: Int64] = memory.withLock { memory in
            terms.reduce(into: [:]) { $0[$1] = memory.counts[$1] }
        }
        let statement = try connection.cachedStatement(sql: "SELECT doc FROM trace_vocabulary WHERE term = ?")
        for term in terms where counts[term] == nil {
            counts[term] = try Int64.fetchOne(statement, arguments: [term]) ?? 0
        }
        // A term that stood nowhere may stand in the next trace: absence is never remembered.
        memory.withLock { [counts] memory in memory.counts.merge(counts.filter { $0.value > 0 }) { $1 } }
        return (counts, documents)
    }

    /// Mean number of terms of a trace, from the newest thousand.
    func meanLength(in connection: Database) throws -> Double {
        _ = try refresh(connection)
        return memory.withLock { $0.meanLength }
    }

    /// Forgets what it knows once the collection has grown by a twentieth.
    private func refresh(_ connection: Database) throws -> Int64 {
        let statement = try connection.cachedStatement(sql: "SELECT max(rowid) FROM traces")
        let documents = try Int64.fetchOne(statement) ?? 0
        let isCurrent = memory.withLock { memory in
            documents >= memory.documents && documents <= memory.documents + memory.documents / 20
                && memory.counts.count <= Self.capacity
        }
        if isCurrent { return documents }
        let mean = try Double.fetchOne(
            connection, sql: "SELECT avg(length) FROM (SELECT length FROM traces ORDER BY rowid DESC LIMIT 1000)"
        )
        memory.withLock { memory in
            memory.documents = documents
            memory.meanLength = mean ?? 0
            memory.counts.removeAll(keepingCapacity: true)
        }
        return documents
    }
}
