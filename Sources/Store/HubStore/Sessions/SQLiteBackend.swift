import GRDB
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A hub's database in one file: one writer, a few readers, a log ahead of the file. Commits wait for the disk.
///
/// Two programs may have it open, such as the hub and a command that makes an invitation.
final class SQLiteBackend: HubBackend {
    let dialect = HubDialect.sqlite
    private let pool: DatabasePool

    init(path: String) throws {
        try PrivateFile.create(at: path)
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16000")
            try connection.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864")
            try connection.execute(sql: "PRAGMA secure_delete = ON")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value {
        try await pool.read { try body(SQLiteSession(connection: $0)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any HubSession) throws -> Value) async throws -> Value {
        try await pool.write { try body(SQLiteSession(connection: $0)) }
    }

    func backUp(to path: String) async throws {
        try await pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        chmod(path, 0o600)
    }

    func damage() async throws -> [String] {
        let lines = try await pool.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }
        return lines == ["ok"] ? [] : lines
    }

    /// Only one process adds statements to a file.
    func follow(_ hear: @escaping @Sendable (Int) -> Void) {}

    func close() throws {
        try pool.close()
    }
}

/// A file with its owner's rights only.
private enum PrivateFile {
    static func create(at path: String) throws(MemoryError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MemoryError(
                .pathNotWritable, "The hub's database cannot be created (\(String(cString: strerror(errno)))).",
                hint: "Check owner and permissions of the hub's folder."
            )
        }
        close(descriptor)
    }
}

private struct SQLiteSession: HubSession {
    let connection: Database

    var dialect: HubDialect { .sqlite }

    func rows(_ sql: String, _ values: [HubValue]) throws -> [HubRow] {
        let statement = try connection.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(values))
        var result: [HubRow] = []
        while let row = try rows.next() {
            result.append(HubRow(values: row.databaseValues.map(HubValue.init)))
        }
        return result
    }

    func execute(_ sql: String, _ values: [HubValue]) throws -> Int {
        try connection.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
        return connection.changesCount
    }

    func runScript(_ sql: String) throws {
        try connection.execute(sql: sql)
    }
}

extension HubValue: DatabaseValueConvertible {
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let number): self = .integer(number)
        case .string(let text): self = .text(text)
        default: self = .null
        }
    }

    var databaseValue: DatabaseValue {
        switch storable {
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .null: .null
        }
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> HubValue? { HubValue(value) }
}
