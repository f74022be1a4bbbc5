import GRDB
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// The file itself: its schema, its rights, and what becomes of a file that is not ours.
struct SchemaTests {
    private let fixture = StoreFixture()

    @Test func openingAgainChangesNothing() throws {
        try fixture.open().close()
        let migrations = try appliedMigrations()
        let before = try fixture.raw {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        }
        try fixture.open().close()
        let after = try fixture.raw {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        }
        #expect(after == before)
        #expect(try appliedMigrations() == migrations)
    }

    private func appliedMigrations() throws -> [String] {
        try fixture.raw { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier") }
    }

    @Test func aFileOfTheFirstVersionIsBackedUpAndGetsWhatVectorsNeed() async throws {
        let first = try fixture.open()
        try await fixture.begin(first)
        try await fixture.add("one", text: "The staging port is 5544.", to: first)
        try await first.write { _ = try $0.close(StoreFixture.episode, at: 20, reason: .requested) }
        try await first.execute(Self.withoutTiers)
        try first.close()
        try fixture.raw {
            try $0.execute(
                sql: """
                    DROP TRIGGER vector_change_of_trace_text; DROP TRIGGER vector_change_of_trace_removal;
                    DROP TRIGGER vector_change_of_row_reuse; DROP TRIGGER vector_change_of_episode;
                    DROP TABLE vector_changes; DROP TABLE vector_places;
                    DELETE FROM grdb_migrations WHERE identifier = '002-vectors';
                    """)
        }
        let second = try fixture.open()
        let work = try await second.read { try $0.vectorWork(after: .start, limit: 10) }
        #expect(work.items.map(\.kind) == [.episode, .traceState])
        #expect(fixture.home.names(in: "backups").count == 1)
        try second.close()
    }

    /// Takes back what `004-tiers`, `006-models`, `007-curation` and `009-hub` add, as far as a file without them differs.
    private static let withoutTiers = """
        DROP TRIGGER turn_facets_begin; DROP TRIGGER turn_facets_end; DROP TRIGGER turn_facets_removal;
        DROP TRIGGER turn_facets_new_step; DROP TRIGGER turn_facets_fault; DROP TRIGGER turn_facets_changed_step;
        DROP TRIGGER turn_facets_removed_step; DROP TABLE turn_facets; DROP TABLE facet_counts; DROP TABLE trace_edits;
        DROP INDEX pinned_traces; ALTER TABLE traces DROP COLUMN pinned_at; ALTER TABLE traces DROP COLUMN share;
        ALTER TABLE traces DROP COLUMN edited_at; ALTER TABLE traces DROP COLUMN own_words;
        DELETE FROM grdb_migrations WHERE identifier = '007-curation';
        DROP TABLE hub_outbox; DROP TABLE hub_statements; DROP TABLE hub_membership; DROP TABLE hub_items;
        DROP TABLE hub_trust; DROP TABLE hub_shares; DROP TABLE hub_invites; DROP TABLE hub_log;
        DELETE FROM grdb_migrations WHERE identifier = '009-hub';
        DROP TABLE model_calls; DROP TABLE model_replies; ALTER TABLE guidance_notes DROP COLUMN provenance;
        DELETE FROM grdb_migrations WHERE identifier = '006-models';
        DROP TABLE skill_trials; DROP TABLE item_versions;
        DROP TABLE policy_vocabulary; DROP TABLE world_model_vocabulary; DROP TABLE skill_vocabulary;
        DROP TABLE policy_terms; DROP TABLE world_model_terms; DROP TABLE skill_terms;
        DROP TABLE policies; DROP TABLE world_models; DROP TABLE skills;
        DELETE FROM grdb_migrations WHERE identifier = '004-tiers';
        """

    @Test func aFileWithVectorsGetsTiersAndKeepsItsVectorWork() async throws {
        let first = try fixture.open()
        try await fixture.begin(first)
        for name in ["one", "two"] { try await fixture.add(name, text: name, to: first) }
        try await first.write { _ = try $0.close(StoreFixture.episode, at: 20, reason: .requested) }
        let before = try await first.read { try $0.vectorWork(after: .start, limit: 10) }
        try await first.execute(Self.withoutTiers)
        try first.close()
        try fixture.raw {
            try $0.execute(
                sql: """
                    PRAGMA legacy_alter_table = ON;
                    ALTER TABLE vector_changes RENAME TO later;
                    CREATE TABLE vector_changes (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('trace', 'episode')),
                        item INTEGER NOT NULL, UNIQUE (kind, item)
                    ) STRICT;
                    INSERT INTO vector_changes SELECT * FROM later;
                    DROP TABLE later;
                    """)
        }
        let second = try fixture.open()
        #expect(try appliedMigrations().last == "009-hub")
        let after = try await second.read { try $0.vectorWork(after: .start, limit: 10) }
        #expect(after.items == before.items && after.reached == before.reached)
        // The triggers of the tables before still write, and numbers go on from where they were.
        let policy = Policy.example("Alpine", trigger: "pg_config", procedure: "apk add")
        try await second.write { try $0.insert(policy, reason: "induced") }
        try second.close()
        try fixture.raw {
            try $0.execute(
                sql: """
                    DROP TRIGGER trace_terms_delete; DELETE FROM error_signatures WHERE trace_rowid = 2;
                    DELETE FROM traces WHERE rowid = 2;
                    """)
        }
        let third = try fixture.open()
        let rest = try await third.read { try $0.vectorWork(after: before.reached, limit: 10) }
        #expect(rest.reached.change == before.reached.change + 2)
        #expect(rest.items.map(\.kind) == [.policy])
        #expect(rest.outdated.map(\.kind) == [.policy, .traceState, .traceAction])
        try third.close()
    }

    @Test func theFilesAreTheirOwnersOnly() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        for name in fixture.home.names() where name.hasPrefix("memos.db") {
            #expect(fixture.home.mode(name) == 0o600, "\(name)")
        }
        #expect(fixture.home.names().contains("memos.db-wal"))
        try database.close()
    }

    @Test func theFileGivesSpaceBackAndWritesAhead() throws {
        try fixture.open().close()
        #expect(try fixture.raw { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") } == 2)
        #expect(try fixture.raw { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test func everyTableOfOursIsStrict() throws {
        try fixture.open().close()
        let loose = try fixture.raw {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
                    AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                    """)
        }
        #expect(loose == [])
    }

    @Test func everyReferenceIsIndexed() throws {
        try fixture.open().close()
        let tables = try fixture.raw {
            try String.fetchAll($0, sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        }
        #expect(tables.contains("traces"))
        #expect(try fixture.raw { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count } == 0)
        #expect(try fixture.raw { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") } != nil)
    }

    @Test func aFileOfANewerVersionIsRefusedAndLeftAlone() throws {
        try fixture.open().close()
        try fixture.raw { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999-from-the-future')") }
        let error = #expect(throws: MemoryError.self) { try fixture.open() }
        #expect(error?.code == .databaseTooNew)
        #expect(error?.hint?.isEmpty == false)
        #expect(try appliedMigrations().last == "999-from-the-future")
    }

    @Test func aFileThatIsNoDatabaseIsReportedAsDamaged() {
        fixture.home.write(String(repeating: "This is not a database. ", count: 500), to: "memos.db")
        let error = #expect(throws: MemoryError.self) { try fixture.open() }
        #expect(error?.code == .databaseCorrupt)
    }

    @Test func aFolderThatIsNotThereIsReported() {
        let error = #expect(throws: MemoryError.self) {
            try MemoryDatabase(
                path: fixture.home.file("nowhere/memos.db"),
                options: MemoryDatabase.Options(backupFolder: fixture.home.file("backups")), now: { 0 })
        }
        #expect(error?.code == .pathNotWritable)
    }

    @Test func rowsThatContradictTheSchemaAreRefused() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        let second = Episode(id: EpisodeID("ep2"), sessionID: StoreFixture.session, openedAt: 2, lastActiveAt: 2)
        await #expect(throws: MemoryError.self, "a session has one open task") {
            try await database.write { try $0.insert(second) }
        }
        let orphan = Episode(id: EpisodeID("ep3"), sessionID: SessionID("nobody"), openedAt: 2, lastActiveAt: 2)
        await #expect(throws: MemoryError.self, "a task has a session") {
            try await database.write { try $0.insert(orphan) }
        }
        var unnamed = StoreFixture.turn("")
        unnamed.key = ""
        await #expect(throws: MemoryError.self, "a turn has a key") {
            try await database.write { [unnamed] in try $0.insert(unnamed) }
        }
        try await database.write { try $0.insert(StoreFixture.turn("a")) }
        await #expect(throws: MemoryError.self, "a key is given once a session") {
            var twin = StoreFixture.turn("a")
            twin.id = TurnID("tu_other")
            try await database.write { [twin] in try $0.insert(twin) }
        }
        try await database.write {
            #expect(try $0.close(StoreFixture.episode, at: 3, reason: .requested))
            #expect(try !$0.close(StoreFixture.episode, at: 4, reason: .idle))
            try $0.insert(second)
        }
    }

    @Test func errorsNeverQuoteWhatAUserSaid() async throws {
        let database = try fixture.open()
        let orphan = Turn(
            id: TurnID("tu"), key: "k", sessionID: SessionID("nobody"), episodeID: EpisodeID("none"),
            owner: StoreFixture.owner, userText: "my private words", startedAt: 1)
        let error = await #expect(throws: MemoryError.self) { try await database.write { try $0.insert(orphan) } }
        #expect(error.map { !"\($0)".contains("private") } == true)
    }
}
