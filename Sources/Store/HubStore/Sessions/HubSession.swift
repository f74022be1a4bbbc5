/// A connection on which statements run one after the other, within a transaction when they write. Statements are
/// written once, with `?` for parameters, in what both databases understand alike.
protocol HubSession {
    var dialect: HubDialect { get }

    func rows(_ sql: String, _ values: [HubValue]) throws -> [HubRow]

    /// - Returns: rows that were inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: String, _ values: [HubValue]) throws -> Int

    /// Several statements without parameters.
    func runScript(_ sql: String) throws
}

/// Everything in which the two databases differ.
enum HubDialect: Sendable {
    case sqlite
    case postgres

    /// The type of a row's own number.
    var rowKey: String {
        switch self {
        case .sqlite: "INTEGER PRIMARY KEY"
        case .postgres: "BIGINT PRIMARY KEY"
        }
    }

    /// What the first schema needs besides. Envelopes are base 64, which PostgreSQL would try in vain to compress.
    var storageSettings: String {
        switch self {
        case .sqlite: ""
        case .postgres: "ALTER TABLE envelopes ALTER COLUMN text SET STORAGE EXTERNAL;"
        }
    }

    /// Bytes that the database takes on the disk.
    var sizeQuery: String {
        switch self {
        case .sqlite: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        case .postgres: "SELECT pg_database_size(current_database())"
        }
    }

    /// Tells other hub processes of a new head; SQLite has no others.
    var announcement: String? {
        switch self {
        case .sqlite: nil
        case .postgres: "SELECT pg_notify('\(PostgresBackend.channel)', ?)"
        }
    }
}

extension HubSession {
    func rows(_ sql: String) throws -> [HubRow] { try rows(sql, []) }

    func row(_ sql: String, _ values: [HubValue] = []) throws -> HubRow? { try rows(sql, values).first }

    /// Runs a statement for many rows with as few calls as possible, in portions of fixed sizes so that few statements
    /// are prepared.
    ///
    /// - Parameters:
    ///   - statement: takes the placeholders of a portion: `(?, ?), (?, ?)`, or `?, ?` where a row is one value.
    func inPortions(_ rows: [[HubValue]], _ body: (_ placeholders: String, _ values: [HubValue]) throws -> Void) throws
    {
        var rest = rows[...]
        while let first = rest.first {
            let size = [64, 16, 4].first { $0 <= rest.count } ?? 1
            let one = first.count == 1 ? "?" : "(\(repeatElement("?", count: first.count).joined(separator: ", ")))"
            try body(repeatElement(one, count: size).joined(separator: ", "), rest.prefix(size).flatMap { $0 })
            rest = rest.dropFirst(size)
        }
    }
}
