import MemoryModel
import PostgresClient
import Synchronization

/// A hub's database on a server that several hub processes may share.
///
/// Writers of all processes wait for one another behind one advisory lock, so that numbers follow one another in the
/// order of commits. Reads are single statements, each of its own moment.
final class PostgresBackend: HubBackend {
    static let channel = "hub_changes"
    /// A number of ours among the advisory locks of the database.
    private static let writerLock = 0x6d65_6d6f_7368

    private static let patience = Duration.seconds(3)

    let dialect = HubDialect.postgres
    private let pool: PostgresPool
    private let texts = SQLText()
    private let listener = Mutex<PostgresListener?>(nil)

    init(_ connectionString: String) throws(PostgresFault) {
        pool = try PostgresPool(
            connectionString,
            onConnect: """
                SET client_min_messages = warning; SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
                SET idle_in_transaction_session_timeout = '30s'
                """
        )
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value {
        try await pool.run { [texts] in try body(PostgresSession(connection: $0, texts: texts)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value {
        try await pool.run { [texts] connection in
            try connection.transaction(opening: "BEGIN; SELECT pg_advisory_xact_lock(\(Self.writerLock))") {
                try body(PostgresSession(connection: $0, texts: texts))
            }
        }
    }

    func backUp(to path: String) async throws {
        throw MemoryError(
            .unsupported, "A hub on PostgreSQL is backed up with PostgreSQL's own programs.",
            hint: "Run `pg_dump --format=custom --file=\(path)` with the hub's connection string."
        )
    }

    /// PostgreSQL checks its pages itself when they are read.
    func damage() async throws -> [String] { [] }

    func follow(_ hear: @escaping @Sendable (Int) -> Void) {
        let query = "SELECT seq FROM counters WHERE name = 'statements'"
        let made = PostgresListener(pool: pool, channel: Self.channel, opening: query) { event in
            switch event {
            case .listening(let result):
                if case .integer(let head)? = result.rows.first?.first { hear(Int(head)) }
            case .notified(let payload):
                if let head = Int(payload) { hear(head) }
            }
        }
        listener.withLock { $0 = made }
    }

    /// Waits for the connections' end: a process must not end while libpq is in the middle of something. A server that is
    /// away keeps them, and is not waited for long.
    func close() async {
        let listener = listener.withLock { $0 }
        listener?.close()
        pool.close()
        let (ends, end) = AsyncStream<Void>.makeStream()
        Task { [pool] in
            await listener?.ended()
            await pool.ended()
            end.finish()
        }
        let limit = Task {
            try? await Task.sleep(for: Self.patience, clock: .continuous)
            end.finish()
        }
        for await _ in ends {}
        limit.cancel()
    }
}

private struct PostgresSession: HubSession {
    let connection: PostgresConnection
    let texts: SQLText

    var dialect: HubDialect { .postgres }

    func rows(_ sql: String, _ values: [HubValue]) throws -> [HubRow] {
        try connection.run(texts.numbered(sql), values.map(PostgresValue.init)).rows.map { row in
            HubRow(values: row.map(HubValue.init))
        }
    }

    func execute(_ sql: String, _ values: [HubValue]) throws -> Int {
        try connection.run(texts.numbered(sql), values.map(PostgresValue.init)).changes
    }

    func runScript(_ sql: String) throws {
        try connection.runScript(sql)
    }
}

extension PostgresValue {
    fileprivate init(_ value: HubValue) {
        self =
            switch value.storable {
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .null: .null
            }
    }
}

extension HubValue {
    fileprivate init(_ value: PostgresValue) {
        self =
            switch value {
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .bytes, .null: .null
            }
    }
}
