import JSONText
import MemoryModel

/// Numbered migrations, each in one transaction, and the refusal of a database that a newer program wrote.
enum HubSchema {
    private static let migrations: [(name: String, sql: @Sendable (HubDialect) -> String)] = [
        (H001Initial.name, { H001Initial.sql($0) })
    ]

    static func prepare(_ backend: any HubBackend) async throws {
        try await backend.write { session in
            try session.runScript("CREATE TABLE IF NOT EXISTS hub_migrations (name TEXT PRIMARY KEY)")
            let applied = try Set(session.rows("SELECT name FROM hub_migrations").map { $0.string(0) })
            let unknown = applied.subtracting(migrations.map(\.name))
            if let newest = unknown.max() { throw tooNew(newest) }
            for migration in migrations where !applied.contains(migration.name) {
                try session.runScript(migration.sql(session.dialect))
                try session.execute("INSERT INTO hub_migrations (name) VALUES (?)", [.text(migration.name)])
            }
        }
    }

    private static func tooNew(_ name: String) -> MemoryError {
        MemoryError(
            .databaseTooNew, "The hub's database was written by a newer version of memos.",
            details: ["found": .string(name)],
            hint: "Install that version or a later one on this machine; this one leaves the database as it is."
        )
    }
}
