import GRDB
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("Work for the vectors")
struct VectorWorkTests {
    private func texts(_ work: VectorWork) -> [String] { work.items.map { "\($0.kind) \($0.text)" } }

    @Test("names each trace's state and action once, in order, in slices")
    func newTraces() async throws {
        let world = try TestMemory()
        let chat = world.conversation("s")
        try await chat.exchange("Which port?", "Port 5544.")
        try await chat.exchange("And the host?", "heron.local")
        let first = try await world.database.read { try $0.vectorWork(after: .start, limit: 1) }
        #expect(texts(first) == ["traceState Which port?", "traceAction Port 5544."])
        let rest = try await world.database.read { try $0.vectorWork(after: first.reached, limit: 10) }
        #expect(texts(rest) == ["traceState And the host?", "traceAction heron.local"])
        let none = try await world.database.read { try $0.vectorWork(after: rest.reached, limit: 10) }
        #expect(none.isEmpty)
        #expect(none.reached == rest.reached)
        #expect(try await world.database.read { try $0.vectorLag(after: first.reached) } == 1)
    }

    @Test("names a task when it is closed, by the row of its first trace")
    func closedEpisode() async throws {
        let world = try TestMemory()
        let chat = world.conversation("s")
        try await chat.exchange("Build the parser.", "Done.")
        try await chat.exchange("Now test it.", "Passed.")
        let before = try await world.database.read { try $0.vectorWork(after: .start, limit: 10) }
        try await chat.close()
        let after = try await world.database.read { try $0.vectorWork(after: before.reached, limit: 10) }
        #expect(after.items.map(\.kind) == [.episode])
        #expect(after.items.first?.text == "Build the parser.\nNow test it.")
        #expect(after.items.first?.row == before.items.first?.row)
        #expect(after.outdated.map(\.kind) == [.episode])
    }

    @Test("names what was changed or removed behind the line, also when a row number is given again")
    func changes() async throws {
        let fixture = StoreFixture()
        let database = try fixture.open()
        try await fixture.begin(database)
        for name in ["one", "two", "three"] { try await fixture.add(name, text: name, to: database) }
        let reached = try await database.read { try $0.vectorWork(after: .start, limit: 10) }.reached
        try database.close()
        // Through the text index's own tokenizer nothing else may write, so the rows change without it.
        try fixture.raw {
            try $0.execute(
                sql: """
                    DROP TRIGGER trace_terms_update; DROP TRIGGER trace_terms_delete;
                    UPDATE traces SET user_text = 'first' WHERE rowid = 1;
                    DELETE FROM error_signatures WHERE trace_rowid = 3;
                    DELETE FROM traces WHERE rowid = 3;
                    """)
        }
        let again = try fixture.open()
        try await fixture.add("four", text: "four", to: again)
        let work = try await again.read { try $0.vectorWork(after: reached, limit: 10) }
        #expect(texts(work) == ["traceState first", "traceState four"])
        #expect(work.items.map(\.row) == [1, 3])
        #expect(work.outdated.map(\.row) == [1, 1, 3, 3])
        try again.close()
    }

    @Test("numbers owners once, and gives a scope's numbers only where others are left out")
    func places() async throws {
        let world = try TestMemory()
        let claude = Namespace(agentKind: "claude", workspace: "/a")
        let hermes = Namespace(agentKind: "hermes")
        let first = try await world.database.write { try $0.number([claude]) }
        let both = try await world.database.write { try $0.number([claude, hermes]) }
        #expect(first[claude] == both[claude])
        #expect(both[hermes] != both[claude])
        #expect(first.numbers(in: Scope(agentKind: "claude", profile: nil)) == nil)
        let number = try #require(both[claude])
        #expect(both.numbers(in: Scope(agentKind: "claude", profile: nil)) == [number, VectorPlaces.elsewhere])
        #expect(both.numbers(in: .home) == nil)
    }
}
