import HubStore
import MemoryTestSupport
import PostgresClient
import SharedStatements
import Signing
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The databases that a hub may have. PostgreSQL is one of them where `MEMOS_TEST_POSTGRES` says how to reach it
/// (`scripts/with-postgres`).
enum HubPlace: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgres

    static var available: [HubPlace] { setting("MEMOS_TEST_POSTGRES") == nil ? [.sqlite] : allCases }
    static var hasPostgres: Bool { available.contains(.postgres) }

    var testDescription: String { rawValue }

    static func setting(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// A database of a server that nobody else has: the connection string to it.
    static func newDatabase(server: String = setting("MEMOS_TEST_POSTGRES") ?? "") async throws -> String {
        let name = "hub_" + RandomBytes.make(6).map { String($0, radix: 16) }.joined()
        let pool = try PostgresPool(server, onConnect: "", connections: 1)
        defer { pool.close() }
        try await pool.run { try $0.runScript("CREATE DATABASE \(name)") }
        return "\(server) dbname=\(name)"
    }
}

/// A hub's database for one test.
struct HubFixture {
    let home = TemporaryHome()
    let location: HubLocation

    init(_ place: HubPlace) async throws {
        location =
            switch place {
            case .sqlite: .sqlite(path: home.file("hub.db"))
            case .postgres: .postgres(try await HubPlace.newDatabase())
            }
    }

    func open() async throws -> HubDatabase { try await HubDatabase(location) }

    /// Closes it; its folder stays until here.
    func close(_ database: HubDatabase) async { await database.close() }

    static let start: Int64 = 1_700_000_000_000
    static let day: Int64 = 86_400_000
}

/// Somebody whose statements are kept.
struct Author: Sendable {
    let key = SigningKey()
    var device: String { key.verifyingKey.hex }

    func skill(
        _ local: String, version: Int64 = 1, summary: String = "", text: String = "", groups: [String] = ["everyone"]
    ) throws -> NewStatement {
        let statement = ItemStatement(
            kind: .skill, maker: key.verifyingKey, local: local, version: version, name: local, summary: summary,
            text: text, evidence: SharedEvidence(support: 1, gain: 0, reliability: 500, trials: 1, sources: 1),
            provenance: .rules, licence: "MIT", groups: groups)
        return NewStatement(try key.sign(.item(statement), hub: "team", at: HubFixture.start))
    }

    func grant() throws -> NewStatement {
        let statement = GrantStatement(
            device: key.verifyingKey, member: "ann", name: "Ann", deviceName: "laptop", role: .admin,
            groups: ["everyone"], version: 1)
        return NewStatement(try key.sign(.grant(statement), hub: "team", at: HubFixture.start))
    }

    func tombstone(_ item: String) throws -> NewStatement {
        let statement = TombstoneStatement(item: item, reason: "wrong")
        return NewStatement(try key.sign(.tombstone(statement), hub: "team", at: HubFixture.start))
    }
}

extension HubDatabase {
    /// Appends in one write.
    @discardableResult
    func append(
        _ statements: [NewStatement], by author: Author, at time: Int64 = HubFixture.start, dailyLimit: Int = .max
    ) async throws -> AppendReceipt {
        try await write { try $0.append(statements, sender: author.device, at: time, dailyLimit: dailyLimit) }
    }
}
