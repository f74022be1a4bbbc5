import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Synchronization
import Testing

/// What a person has forgotten is gone from every row, and does not come back by any way in.
@Suite("Forgetting")
struct ForgettingConversationTests {
    private let transcripts = RereadTranscripts()
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        let world = try TestMemory(transcripts: transcripts)
        self.world = world
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    /// A session that knows the word, and one that was shown it.
    private func tellTheSecret() async throws -> (turn: TurnID, episode: EpisodeID) {
        let talk = world.conversation("s1")
        let heard = try await talk.say("The release branch of the parser is zebrafish.", key: "p1")
        try await talk.call("Bash", ["command": "git switch zebrafish"], output: "on zebrafish", key: "p1")
        try await talk.answer("Noted: zebrafish is the release branch of the parser.", key: "p1")
        try await talk.exchange("Which tool builds the lexer?", "The lexer is built with ninja.", key: "p2")
        try await talk.close()
        let other = world.conversation("s2")
        #expect(try await other.recall("What is the release branch of the parser?").contains("zebrafish"))
        _ = try await call("memory.search", ["query": "zebrafish"])
        return (try #require(heard.turn), try #require(heard.episode))
    }

    /// Every byte of the files, after the vectors' keeper had its turn.
    private func filesWith(_ word: String) -> [String] {
        world.home.names().filter { name in
            world.home.bytes(name)?.contains(Array(word.utf8)) ?? false
        }
    }

    @Test("a turn leaves no byte behind, and the rest stays")
    func turn() async throws {
        let (turn, episode) = try await tellTheSecret()
        try await world.database.checkpoint(minimumBytes: 0)
        #expect(filesWith("zebrafish") == ["memos.db"] || filesWith("zebrafish") == ["memos.db", "memos.db-wal"])
        let planned = try await call("memory.forget", ["ids": [.string(turn.rawValue)], "dryRun": true])
        #expect(planned["dryRun"] == true && planned["removed"]?["traces"] == 2)
        #expect(filesWith("zebrafish") != [])
        let done = try await call("memory.forget", ["ids": [.string(turn.rawValue)]])
        #expect(done["removed"] == planned["removed"])
        #expect(filesWith("zebrafish") == [])
        #expect(filesWith("ninja") == ["memos.db"])
        let left = try await call("episode.get", ["id": .string(episode.rawValue)])
        #expect(left["turnCount"] == 1 && left["preview"] == "Which tool builds the lexer?")
        #expect(try await world.conversation("s3").recall("Which tool builds the lexer?").contains("ninja"))
        #expect(try await !world.conversation("s4").recall("What is the release branch?").contains("zebrafish"))
        let again = await #expect(throws: MemoryError.self) {
            try await call("memory.forget", ["ids": [.string(turn.rawValue)]])
        }
        #expect(again?.code == .notFound)
    }

    @Test(
        "a task, a session and a single step go with all that is part of them",
        arguments: ["trace", "episode", "session"])
    func parts(kind: String) async throws {
        let (turn, episode) = try await tellTheSecret()
        let steps = try await world.conversation("s1").traces().filter { $0.turnID == turn }.map(\.id.rawValue)
        let ids: [String: [String]] = ["trace": steps, "episode": [episode.rawValue], "session": ["s1"]]
        _ = try await call("memory.forget", ["ids": JSON(ids[kind] ?? [])])
        #expect(filesWith("zebrafish") == [])
        #expect(try await world.count("episodes") == (kind == "trace" ? 2 : 1))
    }

    @Test("a step goes alone, and the answer of a turn takes the turn's words with it")
    func steps() async throws {
        _ = try await tellTheSecret()
        let steps = try await world.conversation("s1").traces()
        let answer = try #require(steps.first { $0.kind == .answer && $0.userText.contains("zebrafish") })
        _ = try await call("memory.forget", ["ids": [.string(answer.id.rawValue)]])
        let turn = try #require(try await world.conversation("s1").turns().first { $0.key == "p1" })
        #expect(turn.userText.isEmpty && turn.agentText.isEmpty)
        #expect(try await world.conversation("s1").traces().count == steps.count - 1)
        // Told again, it is known.
        let talk = world.conversation("s1")
        try await talk.answer(
            "Noted: zebrafish is the release branch of the parser.", key: "p1",
            userText: "The release branch of the parser is zebrafish.")
        #expect(try await world.conversation("s1").traces().allSatisfy { !$0.agentText.contains("zebrafish") })
    }

    @Test("a replay, an import and an export do not bring it back")
    func comingBack() async throws {
        let (turn, _) = try await tellTheSecret()
        var cursor: String?
        var lines: [JSON] = []
        repeat {
            let page = try await world.memory.archive.page(cursor: cursor, limit: 100)
            lines += page.lines
            cursor = page.nextCursor
        } while cursor != nil
        transcripts.conversations.withLock {
            $0 = [
                TranscriptConversation(
                    "s1",
                    turns: [
                        (
                            "The release branch of the parser is zebrafish.",
                            "Noted: zebrafish is the release branch of the parser.", "p1"
                        ), ("And what is the nightly branch?", "It is called birch.", "p9"),
                    ])
            ]
        }
        _ = try await call("memory.forget", ["ids": [.string(turn.rawValue)]])

        let planned = try await call("import.plan", [:])
        #expect(planned["total"]?["newTurns"] == 1)
        let imported = try await call("import.run", [:])
        #expect(imported["imported"]?["turns"] == 1)
        _ = try await call("export.restore", ["lines": .array(lines)])
        try await world.conversation("s1").exchange(
            "The release branch of the parser is zebrafish.", "Noted: zebrafish is the release branch of the parser.",
            key: "p1")
        try await world.conversation("s1").answer(
            "Noted: zebrafish is the release branch of the parser.", key: "p1",
            userText: "The release branch of the parser is zebrafish.")
        #expect(try await !world.allText().contains("zebrafish"))
        #expect(try await world.allText().contains("birch"))
        // The key alone is not the turn: a host may count anew.
        let other = try await world.conversation("s1").exchange("Who reviews the parser?", "Ada does.", key: "p1")
        #expect(other.traces.count == 1)
        // A home that takes the export over takes the marks too.
        let elsewhere = try TestMemory(transcripts: transcripts, seed: 9)
        var marks: [JSON] = []
        for line in try await world.memory.archive.page(cursor: nil, limit: 1000).lines
        where line["kind"] == "tombstones" { marks.append(line) }
        #expect(!marks.isEmpty)
        _ = try await elsewhere.memory.archive.restore(marks)
        _ = try await elsewhere.memory.imports.run(ImportSelection()) { _, _, _ in }
        #expect(try await !elsewhere.allText().contains("zebrafish"))
    }

    @Test("a turn that has not ended is forgotten with what it would have become")
    func openTurn() async throws {
        let talk = world.conversation("s1")
        let heard = try await talk.say("The code word is zebrafish, remember it.", key: "p1")
        try await talk.call("Bash", ["command": "echo zebrafish"], output: "zebrafish", key: "p1")
        let turn = try #require(heard.turn)
        _ = try await call("memory.forget", ["ids": [.string(turn.rawValue)]])
        try await talk.call("Bash", ["command": "echo zebrafish"], output: "zebrafish", key: "p1")
        let ended = try await talk.answer("It is zebrafish.", key: "p1")
        #expect(ended.traces == [])
        #expect(filesWith("zebrafish") == [])
    }

    @Test("an id that names nothing spares the others")
    func unknown() async throws {
        let (turn, _) = try await tellTheSecret()
        let before = try await world.count("traces")
        let wrong = await #expect(throws: MemoryError.self) {
            try await call("memory.forget", ["ids": [.string(turn.rawValue), "tr_none"]])
        }
        #expect(wrong?.code == .notFound)
        #expect(try await world.count("traces") == before)
        let none = await #expect(throws: MemoryError.self) { try await call("memory.forget", ["ids": []]) }
        #expect(none?.code == .invalidArgument)
    }
}

/// Transcripts that look new at every reading.
private final class RereadTranscripts: TranscriptLibrary {
    let conversations = Mutex<[TranscriptConversation]>([])
    private let readings = Mutex<Int64>(0)

    func discover(_ query: TranscriptQuery) throws -> [TranscriptFile] {
        let reading = readings.withLock { count in
            count += 1
            return count
        }
        return conversations.withLock { $0.count } == 0
            ? []
            : [
                TranscriptFile(
                    path: "/transcripts/0.jsonl", format: "scripted", host: "claude", size: 1, modifiedAt: reading)
            ]
    }

    func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks {
        for told in conversations.withLock({ $0 }) { try conversation(told) }
        return TranscriptRemarks()
    }
}
