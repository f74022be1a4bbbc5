import Announcing
import CKeywordRank
import GRDB
package import MemoryModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one opening of a home's database file. It gives out readers and transactions, never SQLite.
///
/// One process opens the file, once: the daemon that holds the home's lock.
package final class MemoryDatabase: Sendable {
    package struct Options: Sendable {
        /// Whether a commit waits for the disk (`synchronous=FULL`), so that even a power cut loses nothing acknowledged.
        package var waitsForDisk: Bool
        /// Copies kept of the database as it was before a migration.
        package var backupsKept: Int
        /// Where those copies go.
        package var backupFolder: String
        package var readers: Int

        package init(waitsForDisk: Bool = true, backupsKept: Int = 2, backupFolder: String, readers: Int = 3) {
            self.waitsForDisk = waitsForDisk
            self.backupsKept = backupsKept
            self.backupFolder = backupFolder
            self.readers = readers
        }
    }

    package let path: String
    /// The one timeline of a home: the sequence number of the newest event, once it is committed.
    let feed = Announcements<Int64>()
    package let jobSignal = JobSignal()
    let frequencies = TermFrequencies()
    private let pool: DatabasePool
    private let checkpointer: DatabaseQueue
    private let now: @Sendable () -> Timestamp
    private let waitsForDisk: Bool
    /// Whether the log was to be emptied and somebody was reading it.
    private let owesEmptyLog = Mutex(false)

    /// Opens or creates the file, backs it up before a migration, and brings the schema to the newest version.
    package init(path: String, options: Options, now: @escaping @Sendable () -> Timestamp) throws {
        self.path = path
        self.now = now
        waitsForDisk = options.waitsForDisk
        var configuration = Configuration()
        configuration.maximumReaderCount = options.readers
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { connection in
            connection.add(tokenizer: TermTokenizer.self)
            let status = memos_register_rank(connection.sqliteConnection)
            guard status == SQLITE_OK else {
                throw MemoryError(
                    .unsupported, "This SQLite has no FTS5.",
                    hint: "Use the released programs, which carry their own SQLite."
                )
            }
            try connection.execute(sql: "PRAGMA synchronous = \(options.waitsForDisk ? "FULL" : "NORMAL")")
            try connection.execute(sql: "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY")
            try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")
            try connection.execute(sql: "PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 16000")
        }
        do {
            try SchemaFile.create(at: path)
            pool = try DatabasePool(path: path, configuration: configuration)
            try Schema.prepare(pool, options: options, path: path, at: now())
            var bare = Configuration()
            bare.busyMode = .timeout(5)
            checkpointer = try DatabaseQueue(path: path, configuration: bare)
        } catch {
            throw StoreFault.translated(error)
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (MemoryReader) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { [frequencies] in
                try body(MemoryReader(connection: $0, frequencies: frequencies))
            }
        } catch {
            throw StoreFault.translated(error)
        }
    }

    /// What a commit outlives.
    package enum Durability: Sendable {
        /// A power cut too, where the settings ask for that: the commit waits for the disk.
        case powerCut
        /// The end of our process, however sudden. The next commit that waits for the disk takes it along. For what only
        /// tells of something that was kept already, such as that an answer was given.
        case process
    }

    /// Runs `body` in one transaction: all of it, its jobs and its events are committed together, or nothing is. Events
    /// reach the feed only after the commit, in the order of their sequence numbers; so does the signal that there is a
    /// new job.
    package func write<Value: Sendable>(
        outliving durability: Durability = .powerCut, _ body: @escaping @Sendable (MemoryTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.writeWithoutTransaction { [self] connection in
                guard durability == .process, waitsForDisk else { return try commit(body, on: connection) }
                try connection.execute(sql: "PRAGMA synchronous = NORMAL")
                defer { try? connection.execute(sql: "PRAGMA synchronous = FULL") }
                return try commit(body, on: connection)
            }
        } catch {
            throw StoreFault.translated(error)
        }
    }

    private func commit<Value>(
        _ body: (MemoryTransaction) throws -> Value, on connection: Database
    ) throws -> Value {
        var value: Value?
        try connection.inTransaction {
            let transaction = MemoryTransaction(
                reader: MemoryReader(connection: connection, frequencies: frequencies), now: now())
            value = try body(transaction)
            if let last = try transaction.storeFacts() {
                connection.afterNextTransaction { [feed] _ in feed.announce(last) }
            }
            if transaction.hasNewJobs {
                connection.afterNextTransaction { [jobSignal] _ in jobSignal.raise() }
            }
            return .commit
        }
        return value!
    }

    /// Interrupts nothing, waits for running work and closes the file.
    package func close() throws {
        feed.finish()
        try checkpointer.close()
        try pool.close()
    }

    /// Moves the write-ahead log into the file, beside readers and writers and without holding them up. Commits do it
    /// themselves only when the log has grown to 64 MB, as in a long import, where nobody else finds a gap to finish it;
    /// otherwise one commit in a few hundred would take ten times as long as the others.
    ///
    /// - Parameter minimumBytes: a shorter log is left as it is.
    package func checkpoint(minimumBytes: Int64) async throws {
        if owesEmptyLog.withLock({ $0 }) { try await emptyLog() }
        var status = stat()
        guard stat(path + "-wal", &status) == 0, Int64(status.st_size) >= minimumBytes else { return }
        do {
            try await checkpointer.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Somebody else is moving it at this moment; the next round takes what is left.
        } catch {
            throw StoreFault.translated(error)
        }
    }

    /// Moves the whole write-ahead log into the file and empties it, so that nothing that was deleted stays in it. Waits
    /// for readers; while one of them goes on for long, the log stays and the next checkpoint empties it.
    ///
    /// - Returns: whether the log is empty.
    @discardableResult
    package func emptyLog() async throws -> Bool {
        owesEmptyLog.withLock { $0 = true }
        do {
            let isEmpty = try await pool.barrierWriteWithoutTransaction {
                try Int64.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            }
            if isEmpty { owesEmptyLog.withLock { $0 = false } }
            return isEmpty
        } catch {
            throw StoreFault.translated(error)
        }
    }
}
