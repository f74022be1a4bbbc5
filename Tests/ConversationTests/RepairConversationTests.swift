import JSONText
import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing

/// A fault that was mended once comes back with what mended it.
@Suite struct RepairConversationTests {
    private let world: TestMemory
    private static let log = """
        Traceback (most recent call last):
          File "/home/ann/src/ledger/app.py", line 3, in <module>
            import yaml
        ModuleNotFoundError: No module named 'yaml'
        """

    init() throws {
        world = try TestMemory()
    }

    private func failing(in session: String, isMended: Bool) async throws {
        let talk = world.conversation(session)
        try await talk.say("Run the tests of the ledger.")
        try await talk.call("Bash", ["command": "pytest -q"], output: Self.log, error: "1")
        if isMended {
            try await talk.call("Bash", ["command": "ls"], output: "app.py")
            try await talk.call("Bash", ["command": "pip install pyyaml"], output: "Successfully installed PyYAML-6.0")
            try await talk.call("Bash", ["command": "pytest -q"], output: "3 passed")
        }
        try await talk.answer("That was it.")
        try await talk.close()
    }

    private func search(_ log: String) async throws -> RecallResult {
        try await Retriever(database: world.database, vectors: nil, kinship: nil, options: RecallOptions()).recall(
            RecallQuery(
                entry: .repair, text: log, scope: .home, at: world.clock.now, topK: TopK(), mayAbstain: false))
    }

    @Test("the failing step comes first, with the step that made it pass, also when newer ones were never mended")
    func mended() async throws {
        try await failing(in: "first", isMended: true)
        try await failing(in: "second", isMended: false)
        let log = Self.log.replacing("/home/ann/src/ledger", with: "/builds/7").replacing("line 3", with: "line 40")
        let hits = try await search(log).hits
        let repair = try #require(hits.first?.repair)
        #expect(hits.first?.trace.sessionID.rawValue == "first")
        #expect(repair.failingID == hits.first?.trace.id)
        #expect(repair.text == "pip install pyyaml")
        #expect(repair.passed == "Bash: pytest -q → ok")
        let fix = try #require(repair.fixIDs.first)
        let shown = try await world.conversation("third").recall(log)
        #expect(
            shown.contains(" → fixed by: pip install pyyaml (id \(repair.failingID.rawValue), fix id \(fix.rawValue))"))
    }

    @Test("a fault that was never mended comes back alone")
    func neverMended() async throws {
        try await failing(in: "first", isMended: false)
        let hits = try await search(Self.log).hits
        #expect(hits.first?.trace.kind == .tool)
        #expect(hits.allSatisfy { $0.repair == nil })
    }
}
