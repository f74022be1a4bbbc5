import GRDB
import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// The index says what the rows say.
struct KeywordIndexTests {
    private let fixture = StoreFixture()

    private func found(_ term: String, in database: MemoryDatabase, scope: Scope = .home) async throws -> [Int64] {
        try await database.read {
            try $0.keywordMatches([WeightedTerm(text: term, weight: 1)], scope: scope, limit: 10).map(\.row)
        }
    }

    @Test func theIndexFollowsInsertUpdateAndDelete() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        try await fixture.add("a", text: "maple trees", to: database)
        try await fixture.add("b", text: "birch trees", to: database)
        #expect(try await found("mapl", in: database) == [1])
        #expect(try await found("tree", in: database).sorted() == [1, 2])
        try await database.execute("UPDATE traces SET user_text = 'oak trees' WHERE id = 'tr_a'")
        #expect(try await found("mapl", in: database) == [])
        #expect(try await found("oak", in: database) == [1])
        try await database.execute("DELETE FROM traces WHERE id = 'tr_a'")
        #expect(try await found("oak", in: database) == [])
        #expect(try await found("tree", in: database) == [2])
        #expect(
            try await database.read { try $0.errorMatches(["error: a missing"], scope: .home, limit: 5).map(\.row) }
                == [])
    }

    @Test(arguments: ["\"", "a\" OR \"b", "NEAR(", "*", "user_text:", "", "AND", "^x", "{}", "'; DROP TABLE traces"])
    func aTermIsNeverSyntax(term: String) async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        try await fixture.add("a", text: "maple trees", to: database)
        _ = try await found(term, in: database)
        #expect(try await found("mapl", in: database) == [1])
    }

    @Test func frequenciesCountDocuments() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        for name in ["a", "b", "c"] { try await fixture.add(name, text: "maple maple", to: database) }
        let known = try await database.read { try $0.documentFrequencies(of: ["mapl", "oak"]) }
        #expect(known.counts["mapl"] == 3)
        #expect(known.counts["oak"] == 0)
        #expect(known.documents == 3)
        try await fixture.add("d", text: "oak", to: database)
        #expect(try await database.read { try $0.documentFrequencies(of: ["oak"]).counts["oak"] } == 1)
    }

    @Test func faultsAreFoundNewestFirstWithinTheScope() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        for name in ["a", "b"] { try await fixture.add(name, text: "x", to: database) }
        let both = ["error: a missing", "error: b missing"]
        #expect(try await database.read { try $0.errorMatches(both, scope: .home, limit: 5).map(\.row) } == [2, 1])
        #expect(try await database.read { try $0.errorMatches(both, scope: .home, limit: 1).map(\.row) } == [2])
        let other = Scope(agentKind: "hermes", profile: nil)
        #expect(try await database.read { try $0.errorMatches(both, scope: other, limit: 5).map(\.row) } == [])
        #expect(try await found("x", in: database, scope: other) == [])
        #expect(try await database.read { try $0.errorMatches([], scope: .home, limit: 5).map(\.row) } == [])
    }

    @Test func aTraceComesBackAsItWasWritten() async throws {
        let database = try fixture.open()
        try await fixture.begin(database)
        var trace = StoreFixture.trace("a", text: "words")
        trace.kind = .tool
        trace.call = ToolCall(
            id: "t", name: "Bash", input: ["command": ["ls", 1, .null]], output: "", errorCode: "E", startedAt: 1,
            endedAt: 2, thinkingBefore: "hm", textBefore: "so")
        trace.thinking = "deep"
        trace.outcome = .failure
        trace.tags = ["bash", "日本"]
        trace.reflection = "ρ"
        trace.reflectionWeight = 0.7
        trace.value = -1
        trace.origin = .imported
        try await database.write { [trace] in
            try $0.insert(StoreFixture.turn("a"))
            try $0.insert(trace, indexed: IndexedText(action: "a", observation: "o", length: 1))
        }
        #expect(try await database.read { try $0.trace(TraceID("tr_a")) } == trace)
        #expect(try await database.read { try $0.traces(rows: [1, 2])[1] } == trace)
    }
}
