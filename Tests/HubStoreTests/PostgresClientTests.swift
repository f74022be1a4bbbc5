import PostgresClient
import Testing

@Suite("The PostgreSQL client", .enabled(if: HubPlace.hasPostgres))
struct PostgresClientTests {
    private func pool(_ connections: Int = 2) throws -> PostgresPool {
        try PostgresPool(HubPlace.setting("MEMOS_TEST_POSTGRES") ?? "", onConnect: "", connections: connections)
    }

    @Test("values of every kind go there and come back")
    func values() async throws {
        let pool = try pool()
        let bytes: [UInt8] = [0, 255, 1, 0, 39, 92]
        let result = try await pool.run { connection in
            try connection.run(
                "SELECT $1::bigint, $2::text, $3::bytea, $4::text, $1::int8 < 0, 7::int4, (-3)::int2, ''::text",
                [.integer(.min), .text("“日本” \u{1F600}"), .bytes(bytes), .null])
        }
        #expect(
            result.rows == [
                [
                    .integer(.min), .text("“日本” \u{1F600}"), .bytes(bytes), .null, .integer(1), .integer(7),
                    .integer(-3), .text(""),
                ]
            ])
        pool.close()
    }

    @Test("a statement is prepared once, and a fault in it leaves the connection usable")
    func faults() async throws {
        let pool = try pool(1)
        let fault = await #expect(throws: PostgresFault.self) { try await pool.run { try $0.run("SELECT nonsense") } }
        #expect(fault?.reason == .refused && fault?.state == "42703")
        let prepared = try await pool.run { connection in
            for number in Int64(0)..<3 { _ = try connection.run("SELECT $1::bigint + 1", [.integer(number)]) }
            return try connection.run("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 1'")
        }
        #expect(prepared.rows == [[.integer(1)]])
        pool.close()
    }

    @Test("a transaction that meets another is run again, and one that fails leaves nothing")
    func transactions() async throws {
        let pool = try pool(4)
        try await pool.run {
            try $0.runScript(
                "DROP TABLE IF EXISTS meetings; CREATE TABLE meetings (n BIGINT); INSERT INTO meetings VALUES (0)")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await pool.run { connection in
                        try connection.transaction(opening: "BEGIN ISOLATION LEVEL SERIALIZABLE", attempts: 50) {
                            let row = try $0.run("SELECT n FROM meetings").rows[0]
                            guard case .integer(let number) = row[0] else { return }
                            _ = try $0.run("UPDATE meetings SET n = $1", [.integer(number + 1)])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        struct Refusal: Error {}
        await #expect(throws: Refusal.self) {
            try await pool.run { connection in
                try connection.transaction {
                    _ = try $0.run("UPDATE meetings SET n = 100")
                    throw Refusal()
                }
            }
        }
        #expect(try await pool.run { try $0.run("SELECT n FROM meetings").rows } == [[.integer(8)]])
        pool.close()
    }

    @Test("work waits for a free connection, and after the end it is refused")
    func waiting() async throws {
        let pool = try pool(2)
        let numbers = try await withThrowingTaskGroup(of: [[PostgresValue]].self) { group in
            for number in 0..<50 {
                group.addTask { try await pool.run { try $0.run("SELECT $1::bigint", [.integer(Int64(number))]).rows } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(numbers.count == 50)
        pool.close()
        let fault = await #expect(throws: PostgresFault.self) { try await pool.run { try $0.run("SELECT 1") } }
        #expect(fault?.reason == .unreachable)
    }
}
