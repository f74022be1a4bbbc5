import Announcing
package import MemoryModel

/// Where a hub keeps what its members say: in a file of SQLite, or on a PostgreSQL server that several hub processes
/// share. The same statements, tables and answers in both.
///
/// Nothing here blocks the thread that asks. While the database is away, everything fails with `unavailable`.
package final class HubDatabase: Sendable {
    let backend: any HubBackend
    let writes: WriteQueue
    let presence: Presence
    private let heads = Announcements<Int>()
    let searchDesk: SearchDesk

    /// Opens the database, makes it when it is new, and brings its tables to the newest version.
    ///
    /// - Throws: `unsupported` without libpq, `config_invalid` when the connection string or the log-in is wrong,
    ///   `unavailable` when nobody answers, `database_too_new`, `path_not_writable`.
    package init(_ location: HubLocation) async throws(MemoryError) {
        do {
            backend =
                switch location {
                case .sqlite(let path): try SQLiteBackend(path: path)
                case .postgres(let connectionString): try PostgresBackend(connectionString)
                }
            try await HubSchema.prepare(backend)
        } catch {
            throw HubStoreFault.translated(error)
        }
        let heads = heads
        writes = WriteQueue(backend: backend) { heads.announce($0) }
        presence = Presence(writes: writes)
        searchDesk = SearchDesk(backend: backend)
        backend.follow { heads.announce($0) }
    }

    /// The number of the newest statement, each time some were added by this process or, on PostgreSQL, by another. Only
    /// the last unread one is kept. Ends when the database is closed.
    package func changes() -> AsyncStream<Int> { heads.stream() }

    /// Whether it is `sqlite` or `postgresql`.
    package var kind: String {
        switch backend.dialect {
        case .sqlite: "sqlite"
        case .postgres: "postgresql"
        }
    }

    /// Writes down what waits, and closes. What is asked later fails.
    package func close() async {
        await presence.flush()
        heads.finish()
        try? await backend.close()
    }

    /// A whole copy as a new file, readable by its owner only.
    ///
    /// - Throws: `unsupported` on PostgreSQL, which has programs for that.
    package func backUp(to path: String) async throws(MemoryError) {
        do {
            try await backend.backUp(to: path)
        } catch {
            throw HubStoreFault.translated(error)
        }
    }
}
