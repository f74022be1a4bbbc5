import GRDB
import Synchronization

/// In how many documents a term stands, remembered: asking the index costs 0.3 ms a term at 10⁵ documents.
///
/// Numbers may be a few per cent old; they only weigh terms against each other.
final class TermFrequencies: Sendable {
    private struct Memory {
        var documents: Int64 = 0
        var counts: [String: Int64] = [:]
    }

    private static let capacity = 50_000
    private let memory = Mutex(Memory())

    /// Frequencies of `terms`, and the number of documents they are out of.
    func frequencies(of terms: [String], in connection: Database) throws -> (counts: [String: Int64], documents: Int64)
    {
        let documents = try Int64.fetchOne(connection, sql: "SELECT max(rowid) FROM traces") ?? 0
        var counts: [String: Int64] = memory.withLock { memory in
            if documents > memory.documents + memory.documents / 20 || documents < memory.documents
                || memory.counts.count > Self.capacity
            {
                memory.documents = documents
                memory.counts.removeAll(keepingCapacity: true)
            }
            return terms.reduce(into: [:]) { $0[$1] = memory.counts[$1] }
        }
        let statement = try connection.cachedStatement(sql: "SELECT doc FROM trace_vocabulary WHERE term = ?")
        for term in terms where counts[term] == nil {
            counts[term] = try Int64.fetchOne(statement, arguments: [term]) ?? 0
        }
        // A term that stood nowhere may stand in the next trace: absence is never remembered.
        memory.withLock { [counts] memory in memory.counts.merge(counts.filter { $0.value > 0 }) { $1 } }
        return (counts, documents)
    }
}
