import JSONText
import MemoryModel
import MemoryTestSupport
import SharedStatements
import Testing

@testable import HubStore

@Suite("What was changed behind the hub's back")
struct ChainTests {
    private let author = Author()
    private let details = JSONObject([
        JSONObject.Member(key: "role", value: "member"), JSONObject.Member(key: "groups", value: ["ops"]),
    ])

    private func filled(_ database: HubDatabase) async throws {
        try await database.append((1...20).map { try author.skill("s\($0)") }, by: author)
        for number in 1...20 {
            try await database.write { transaction in
                _ = try transaction.record(
                    actor: "hub", action: "invite", subject: "h\(number)",
                    details: details, at: HubFixture.start)
            }
        }
    }

    @Test("a log that nobody touched is sound, in pages too", arguments: HubPlace.available)
    func sound(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        #expect(try await database.verify() == HubVerification())
        try await filled(database)
        let verification = try await database.verify()
        #expect(verification.isSound && verification.statements == 20 && verification.auditEntries == 20)
        let entries = try await database.read { try $0.audit(after: 5, limit: 3) }
        #expect(entries.map(\.seq) == [6, 7, 8] && entries.map(\.subject) == ["h6", "h7", "h8"])
        #expect(entries[1].follows(entries[0].hash))
        await fixture.close(database)
    }

    @Test(
        "a changed, removed or cut-off entry of the audit log is found",
        arguments: HubPlace.available,
        [
            ("UPDATE audit SET subject = 'h99' WHERE seq = 7", 7),
            ("UPDATE audit SET details = '{}' WHERE seq = 9", 9),
            ("UPDATE audit SET at = at + 1 WHERE seq = 1", 1),
            ("DELETE FROM audit WHERE seq = 12", 12),
            ("DELETE FROM audit WHERE seq > 15", 16),
        ])
    func audit(place: HubPlace, tampering: (sql: String, found: Int)) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await filled(database)
        try await database.write { _ = try $0.session.execute(tampering.sql, []) }
        let verification = try await database.verify()
        #expect(!verification.isSound && verification.brokenAuditEntry == tampering.found)
        #expect(verification.brokenStatement == nil)
        await fixture.close(database)
    }

    @Test(
        "a statement that was taken out, put in or exchanged is found",
        arguments: HubPlace.available,
        [
            ("DELETE FROM statements WHERE seq = 4", 4), ("DELETE FROM envelopes WHERE seq = 5", 5),
            ("UPDATE statements SET id = 'other' WHERE seq = 6", 6), ("DELETE FROM statements WHERE seq > 18", 19),
        ])
    func feed(place: HubPlace, tampering: (sql: String, found: Int)) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await filled(database)
        try await database.write { _ = try $0.session.execute(tampering.sql, []) }
        #expect(try await database.verify().brokenStatement == tampering.found)
        await fixture.close(database)
    }

    @Test("an old copy put back shows in the chain: for another future too")
    func rollBack() async throws {
        let fixture = try await HubFixture(.sqlite)
        let database = try await fixture.open()
        try await filled(database)
        let copy = fixture.home.file("copy.db")
        try await database.backUp(to: copy)
        try await database.append((21...30).map { try author.skill("s\($0)") }, by: author)
        let seen = try await database.read { try $0.head() }
        await fixture.close(database)

        let restored = try await HubDatabase(.sqlite(path: copy))
        #expect(try await restored.verify().isSound)
        let error = await #expect(throws: MemoryError.self) {
            try await restored.read { try $0.feed(after: seen.seq, limit: 1) }
        }
        #expect(error?.code == .conflict && error?.details?["head"] == 20)
        try await restored.append((41...60).map { try author.skill("s\($0)") }, by: author)
        let page = try await restored.read { try $0.feed(after: seen.seq, limit: 1) }
        #expect(page.chainAtAfter != seen.chain)
        await fixture.close(restored)
    }

    @Test("a copy is its owner's only; PostgreSQL points to its own programs", arguments: HubPlace.available)
    func backup(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await filled(database)
        let copy = fixture.home.file("copy.db")
        switch place {
        case .sqlite:
            try await database.backUp(to: copy)
            #expect(fileMode(copy) == 0o600 && fileMode(fixture.home.file("hub.db")) == 0o600)
        case .postgres:
            let error = await #expect(throws: MemoryError.self) { try await database.backUp(to: copy) }
            #expect(error?.code == .unsupported && error?.hint?.contains("pg_dump") == true)
        }
        await fixture.close(database)
    }

    @Test("a database of a newer program is left alone", arguments: HubPlace.available)
    func newer(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.write { _ = try $0.session.execute("INSERT INTO hub_migrations (name) VALUES ('h999')", []) }
        await fixture.close(database)
        let error = await #expect(throws: MemoryError.self) { try await fixture.open() }
        #expect(error?.code == .databaseTooNew)
    }
}
