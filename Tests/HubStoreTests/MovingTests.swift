import JSONText
import MemoryModel
import MemoryTestSupport
import SharedStatements
import Testing

@testable import HubStore

@Suite("A hub that moves from one database to another")
struct MovingTests {
    private let author = Author()

    /// Of everything something, and of what is read in pages more than one page.
    private func fill(_ database: HubDatabase) async throws {
        let identity = HubIdentity(id: "team", name: "Harbour", createdAt: HubFixture.start)
        _ = try await database.write { try $0.found(identity) }
        _ = try await database.write { try $0.establishRoot(author.device) }
        try await database.append(
            [author.grant()] + (1...150).map { try author.skill("s\($0)", text: "zebra \($0)") }, by: author)
        for number in 1...70 {
            try await database.write { transaction in
                _ = try transaction.record(
                    actor: "hub", action: "invite", subject: "h\(number)", details: JSONObject([]),
                    at: HubFixture.start)
                try transaction.session.execute(
                    "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
                    [.text("hash\(number)"), .text(author.device), .integer(1), .null, .null])
            }
        }
        _ = try await database.write { transaction in
            try transaction.session.execute(
                "INSERT INTO pairings VALUES (?, ?, ?, ?)", [.text("r"), .text("h"), .text("{}"), .integer(9)])
        }
    }

    private func rows(_ database: HubDatabase) async throws -> [String: [[HubValue]]] {
        try await database.read { reader in
            let tables = ["hub_meta", "counters", "statements", "envelopes", "devices", "seen", "usage", "tokens"]
            let all = try (tables + ["invites", "audit"]).map { table in
                (table, try reader.session.rows("SELECT * FROM \(table) ORDER BY 1, 2").map(\.values))
            }
            return Dictionary(uniqueKeysWithValues: all)
        }
    }

    @Test(
        "all goes along with its numbers, but pairings, and the chains hold",
        arguments: HubPlace.available, HubPlace.available)
    func all(from: HubPlace, to: HubPlace) async throws {
        let (old, new) = (try await HubFixture(from), try await HubFixture(to))
        let (source, target) = (try await old.open(), try await new.open())
        try await fill(source)
        let before = try await rows(source)
        try await source.move(to: target)
        #expect(try await rows(target) == before)
        #expect(try await rows(source) == before, "what is there stays")
        #expect(try await target.read { try $0.session.rows("SELECT * FROM pairings").isEmpty })
        let found = try await target.verify()
        #expect(found.isSound && found.statements == 151 && found.auditEntries == 70)
        // It goes on with the next number.
        try await target.append([author.skill("later")], by: author)
        #expect(try await target.verify().statements == 152)
        await old.close(source)
        await new.close(target)
    }

    @Test(
        "a database that holds a hub is refused, and one without a hub has nothing to give",
        arguments: HubPlace.available)
    func refusals(place: HubPlace) async throws {
        let (old, new) = (try await HubFixture(.sqlite), try await HubFixture(place))
        let (source, target) = (try await old.open(), try await new.open())
        await #expect(throws: MemoryError.self) { try await source.move(to: target) }
        try await fill(source)
        try await fill(target)
        let before = try await rows(target)
        let error = await #expect(throws: MemoryError.self) { try await source.move(to: target) }
        #expect(error?.code == .alreadyExists)
        #expect(try await rows(target) == before)
        await old.close(source)
        await new.close(target)
    }

    @Test("a move that broke off is no hub, and is begun anew", arguments: HubPlace.available)
    func brokenOff(place: HubPlace) async throws {
        let (old, new) = (try await HubFixture(.sqlite), try await HubFixture(place))
        let (source, target) = (try await old.open(), try await new.open())
        try await fill(source)
        // As a process leaves it that is killed after the first page.
        _ = try await target.write { transaction in
            try transaction.setMeta("moving", "1")
            try transaction.session.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
                [.text("half"), .text("d"), .integer(1), .null, .null])
        }
        let identity = HubIdentity(id: "other", name: "", createdAt: 1)
        let error = await #expect(throws: MemoryError.self) { try await target.write { try $0.found(identity) } }
        #expect(error?.code == .conflict)
        try await source.move(to: target)
        #expect(try await rows(target) == rows(source))
        #expect(try await target.write { try $0.found(identity) }.id == "team")
        await old.close(source)
        await new.close(target)
    }

    @Test("every table of the schema goes along")
    func tables() async throws {
        let fixture = try await HubFixture(.sqlite)
        let database = try await fixture.open()
        let tables = try await database.read { reader in
            try reader.session.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map {
                $0.string(0)
            }
        }
        #expect(
            tables == [
                "audit", "counters", "devices", "envelopes", "hub_meta", "hub_migrations", "invites", "pairings",
                "seen",
                "statements", "tokens", "usage",
            ], "a new one has to be added to what is moved")
        await fixture.close(database)
    }
}
