import JSONText
import MemoryCore
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Synchronization
import Testing

/// Notes are memories that nobody worked for: found, edited and forgotten like others, never rewarded.
@Suite struct NoteConversationTests {
    private static let session = "notes:/home/ada/.claude/CLAUDE.md"
    private let file = NoteFile()

    private func world() throws -> TestMemory { try TestMemory(transcripts: file) }

    @discardableResult
    private func read(_ notes: [(heading: String, text: String)], into world: TestMemory) async throws -> Int {
        file.write(notes)
        let reports = try await world.memory.imports.run(ImportSelection()) { _, _, _ in }
        #expect(reports.compactMap(\.error).isEmpty)
        return reports.reduce(0) { $0 + $1.newTurns }
    }

    private func texts(_ world: TestMemory) async throws -> Set<String> {
        Set(try await world.conversation(Self.session).turns().map(\.agentText))
    }

    @Test("a note is recalled, says where it is from, and is tagged")
    func recalled() async throws {
        let world = try world()
        #expect(
            try await read(
                [("Build", "Releases of the walrus are made with ninja."), ("Style", "Use tabs.")], into: world) == 2)
        let shown = try await world.conversation("now").recall("How are releases of the walrus made?")
        #expect(shown.contains("ninja") && shown.contains("CLAUDE.md"))
        let traces = try await world.conversation(Self.session).traces()
        #expect(traces.count == 2 && traces.allSatisfy { $0.tags.contains("note") && $0.origin == .imported })
        let session = try await world.database.read { try $0.session(SessionID(Self.session)) }
        #expect(session?.meta["importedFrom"]?.string == "claude-notes")
    }

    @Test("a note that changed replaces the old one; the others stay as they are, and nothing comes twice")
    func changed() async throws {
        let world = try world()
        try await read([("Build", "Use make."), ("Style", "Use tabs.")], into: world)
        let before = try await world.conversation(Self.session).traces().map(\.id)
        #expect(try await read([("Build", "Use make."), ("Style", "Use tabs.")], into: world) == 0)
        #expect(try await read([("Build", "Use ninja."), ("Style", "Use tabs.")], into: world) == 1)
        #expect(try await texts(world) == ["Use ninja.", "Use tabs."])
        let after = try await world.conversation(Self.session).traces().map(\.id)
        #expect(Set(before).intersection(after).count == 1)
        #expect(try await read([("Build", "Use make."), ("Style", "Use tabs.")], into: world) == 1, "and back")
        #expect(try await texts(world) == ["Use make.", "Use tabs."])
        try await read([], into: world)
        #expect(try await texts(world).isEmpty)
    }

    @Test("a note that was pinned stays although its file says something else now")
    func kept() async throws {
        let world = try world()
        try await read([("Build", "Use make.")], into: world)
        let trace = try #require(try await world.conversation(Self.session).traces().first)
        _ = try await world.memory.traces.mark([trace.id], with: TraceMarks(isPinned: true))
        try await read([("Build", "Use ninja.")], into: world)
        #expect(try await texts(world) == ["Use make.", "Use ninja."])
    }

    @Test("a note that was forgotten does not come back with its file, nor a file of them")
    func forgotten() async throws {
        let world = try world()
        try await read([("Build", "Use make."), ("Style", "Use tabs.")], into: world)
        let trace = try #require(
            try await world.conversation(Self.session).traces().first { $0.agentText == "Use tabs." })
        _ = try await world.memory.forgetting.forget([trace.id.rawValue], isDryRun: false)
        #expect(try await read([("Build", "Use make."), ("Style", "Use tabs."), ("More", "x y z")], into: world) == 1)
        #expect(try await texts(world) == ["Use make.", "x y z"])
        _ = try await world.memory.forgetting.forget([Self.session], isDryRun: false)
        #expect(try await read([("Build", "Use make."), ("Style", "Use tabs.")], into: world) == 0)
        #expect(try await world.count("turns") == 0)
    }

    @Test("notes are no task: they are never scored, nothing is learned from them, and their words are no feedback")
    func noTask() async throws {
        let world = try world()
        try await read(
            [("Build", "That is wrong, never use make!"), ("Thanks", "Great, exactly right."), ("Third", "Works.")],
            into: world)
        let episodes = try await world.conversation(Self.session).episodes()
        #expect(episodes.count == 1 && episodes.allSatisfy { !$0.isOpen && $0.turnCount == 3 })
        #expect(try await !world.allText().contains(#""kind":"feedback""#))
        let trace = try #require(try await world.conversation(Self.session).traces().first)
        _ = try await world.memory.forgetting.forget([trace.id.rawValue], isDryRun: false)
        for _ in 0..<5 {
            world.clock.advance(86_400_000)
            _ = await world.worker.runReadyJobs()
        }
        #expect(try await world.conversation(Self.session).episodes().allSatisfy { $0.reward == nil })
        let scores = try await world.database.read { try $0.score(of: episodes[0].id) }
        #expect(scores == nil)
    }
}

/// A file of notes that a test rewrites.
private final class NoteFile: TranscriptLibrary {
    private let content = Mutex<(version: Int64, notes: [(heading: String, text: String)])>((0, []))

    func write(_ notes: [(heading: String, text: String)]) {
        content.withLock { $0 = ($0.version + 1, notes) }
    }

    func discover(_ query: TranscriptQuery) throws -> [TranscriptFile] {
        [
            TranscriptFile(
                path: "/home/ada/.claude/CLAUDE.md", format: "claude-notes", host: "claude", size: 1,
                modifiedAt: content.withLock { $0.version })
        ]
    }

    func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks {
        let notes = content.withLock { $0.notes }
        var told = TranscriptConversation(
            id: "notes:\(file.path)", host: "claude", workspace: nil,
            turns: notes.map { heading, text in
                ImportedTurn(
                    key: "note:\(heading):\(text)", startedAt: TestClock.start - 86_400_000, endedAt: nil,
                    userText: "Note in CLAUDE.md › \(heading)", agentText: text, thinking: nil, calls: [], messages: 1)
            })
        told.isNotes = true
        try conversation(told)
        return TranscriptRemarks()
    }
}
