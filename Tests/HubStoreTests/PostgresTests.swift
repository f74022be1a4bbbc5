import HubStore
import JSONText
import MemoryModel
import PostgresClient
import Testing

@Suite("A hub on PostgreSQL", .enabled(if: HubPlace.hasPostgres))
struct PostgresTests {
    private let author = Author()

    @Test("processes that share a database hear of each other's statements")
    func notification() async throws {
        let fixture = try await HubFixture(.postgres)
        let (one, two) = (try await fixture.open(), try await fixture.open())
        var heads = two.changes().makeAsyncIterator()
        for number in 1...5 {
            try await one.append([try author.skill("s\(number)")], by: author)
            while let head = await heads.next(), head < number {}
            #expect(try await two.read { try $0.head().seq } >= number)
        }
        await fixture.close(one)
        await fixture.close(two)
    }

    @Test("a server that goes and comes back: meanwhile everything is unavailable, then all goes on, events too")
    func restart() async throws {
        let server = try #require(HubPlace.setting("MEMOS_TEST_POSTGRES_FRAGILE"))
        let control = try #require(HubPlace.setting("MEMOS_TEST_POSTGRES_CONTROL"))
        let location = HubLocation.postgres(try await HubPlace.newDatabase(server: server))
        let (database, other) = (try await HubDatabase(location), try await HubDatabase(location))
        try await database.append([try author.skill("before")], by: author)
        var heads = other.changes().makeAsyncIterator()

        #expect(runProgram("\(control) restart") == 0)
        #expect(
            try await untilAvailable { try await database.append([try author.skill("between")], by: author) }.head == 2)
        while let head = await heads.next(), head < 2 {}

        #expect(runProgram("\(control) stop") == 0)
        let refused = await #expect(throws: MemoryError.self) {
            try await database.append([try author.skill("away")], by: author)
        }
        #expect(refused?.code == .hubUnavailable)
        let unread = await #expect(throws: MemoryError.self) { try await database.read { try $0.head() } }
        #expect(unread?.code == .hubUnavailable)
        #expect(runProgram("\(control) start") == 0)
        let receipt = try await untilAvailable { try await database.append([try author.skill("after")], by: author) }
        #expect(receipt.head == 3)
        while let head = await heads.next(), head < 3 {}
        #expect(try await other.verify().isSound)
        await database.close()
        await other.close()
    }

    /// Back-off makes calls fail at once for up to some seconds.
    private func untilAvailable<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<300 {
            do {
                return try await body()
            } catch let error as MemoryError where error.code == .hubUnavailable {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw MemoryError(.hubUnavailable, "It did not come back.")
    }

    @Test("a hub that is frozen while it writes does not stop the others for ever: its transaction ends")
    func brokenConnections() async throws {
        let fixture = try await HubFixture(.postgres)
        let database = try await fixture.open()
        try await database.append([try author.skill("one")], by: author)
        guard case .postgres(let text) = fixture.location else { return }
        let pool = try PostgresPool(text, onConnect: "", connections: 1)
        try await pool.run { connection in
            _ = try connection.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        }
        #expect(try await database.append([try author.skill("two")], by: author).head == 2)
        #expect(try await database.read { try $0.head().seq } == 2)
        pool.close()
        await fixture.close(database)
    }

    @Test(
        "a wrong password, database or string is told without the password",
        arguments: [
            "password=geheim-7F3a", "dbname=nowhere", "host=/nowhere", "port=hallo geheim-7F3a", "user=nobody_here",
        ])
    func refusals(change: String) async throws {
        let server = try #require(HubPlace.setting("MEMOS_TEST_POSTGRES"))
        let error = await #expect(throws: MemoryError.self) { try await HubDatabase(.postgres("\(server) \(change)")) }
        #expect([.configInvalid, .hubUnavailable].contains(error?.code))
        let password = server.split(separator: " ").first { $0.hasPrefix("password=") }?.dropFirst(9) ?? "none"
        #expect(error?.hint != nil)
        #expect(!"\(error as Any)".contains("geheim-7F3a") && !"\(error as Any)".contains(password))
    }

    @Test("a place says no password")
    func description() {
        let location = HubLocation.postgres("postgresql://ann:geheim@db/hub")
        #expect(!"\(location) \([location])".contains("geheim"))
    }

    @Test("a user without rights is told what it needs")
    func rights() async throws {
        let fixture = try await HubFixture(.postgres)
        guard case .postgres(let text) = fixture.location else { return }
        let role = "reader_\(UInt32.random(in: 0...UInt32.max))"
        let pool = try PostgresPool(text, onConnect: "", connections: 1)
        try await pool.run { try $0.runScript("CREATE ROLE \(role) LOGIN PASSWORD 'p'") }
        pool.close()
        let error = await #expect(throws: MemoryError.self) {
            try await HubDatabase(.postgres("\(text) user=\(role) password=p"))
        }
        #expect(error?.code == .configInvalid && error?.hint?.contains("owner") == true)
    }
}
