package import MemoryModel

/// Read access to a hub's database; its queries are in `Tables/`. On SQLite it sees one snapshot, on PostgreSQL each
/// query sees its own moment; what was once added to the feed or the audit log never changes.
package struct HubReader {
    let session: any HubSession
}

/// Write access within one transaction. It may be run twice and counts once, so what it does must not reach beyond it.
package struct HubTransaction {
    package let reader: HubReader
    let news: HubNews

    var session: any HubSession { reader.session }
}

/// What a transaction has to tell once it is committed.
final class HubNews {
    var head: Int?
}

extension HubDatabase {
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (HubReader) throws -> Value
    ) async throws(MemoryError) -> Value {
        do {
            return try await backend.read { try body(HubReader(session: $0)) }
        } catch {
            throw HubStoreFault.translated(error)
        }
    }

    /// Runs `body`: all of it is committed, or nothing is. Writes that come while another is on its way to the disk
    /// share the next commit; one that fails takes none of the others with it.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> Value
    ) async throws(MemoryError) -> Value {
        do {
            return try await writes.submit(body)
        } catch {
            throw HubStoreFault.translated(error)
        }
    }
}
