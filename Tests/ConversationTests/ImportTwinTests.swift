import MemoryCore
import MemoryModel
import MemoryTestSupport
import Testing

/// A turn that was captured live and stands in a transcript as well is one turn, whatever the two call it.
@Suite struct ImportTwinTests {
    private static let question = "Where does the gateway keep its log?"

    /// A transcript of turns said `after` milliseconds of the test's start each.
    private static func transcript(
        _ session: String, host: String, turns: [(user: String, agent: String, key: String, after: Int64)],
        hasNameOfItsOwn: Bool = false, isDated: Bool = true
    ) -> TranscriptConversation {
        var told = TranscriptConversation(
            session, host: host, turns: turns.map { ($0.user, $0.agent, $0.key) })
        for index in turns.indices {
            told.turns[index].startedAt = TestClock.start + turns[index].after
            told.turns[index].endedAt = TestClock.start + turns[index].after + 3000
            told.turns[index].isDated = isDated
        }
        told.hasNameOfItsOwn = hasNameOfItsOwn
        return told
    }

    private func imported(_ world: TestMemory) async throws -> Int {
        let planned = try await world.memory.imports.plan(ImportSelection()).reduce(0) { $0 + $1.newTurns }
        let done = try await world.memory.imports.run(ImportSelection()) { _, _, _ in }
        #expect(done.compactMap(\.error).isEmpty)
        #expect(done.reduce(0) { $0 + $1.newTurns } == planned, "the plan says what the run does")
        return planned
    }

    @Test(
        "captured and imported, a turn of any host is stored once",
        arguments: [
            // Agent, session and name of the turn live, the same in the transcript, whether sessions have other names.
            ("claude", "c1", "prompt-1", "c1", "prompt-1", false), ("claude", "c1", nil, "c1", "uuid-7", false),
            ("codex", "x1", "turn-1", "x1", "turn-1", false), ("cursor", "u1", "generation-1", "u1", "line:1", false),
            ("gemini", "g1", nil, "g1", "message-1", false), ("hermes", "h1", "h1:1", "h1", "12", true),
            ("hermes", "hermes:h1", "hermes:h1:1", "h1", "12", true),
            ("opencode", "ses_1", "msg_1", "ses_1", "msg_1", false),
            ("openclaw", "openclaw::main::agent:main:main", "run-1", "a1b2", "0c1a", true),
            ("dsh", "harness-1", "step-1", "session-1", "seq:3", true),
        ] as [(String, String, String?, String, String, Bool)])
    func once(
        agent: String, session: String, key: String?, theirSession: String, theirKey: String, hasNameOfItsOwn: Bool
    ) async throws {
        let transcript = Self.transcript(
            theirSession, host: agent,
            turns: [
                (Self.question + "\n", "In /var/log.", theirKey, 1200),
                ("And since when?", "Since May.", "later", 400_000),
            ], hasNameOfItsOwn: hasNameOfItsOwn)
        let world = try TestMemory(transcripts: ScriptedTranscripts([transcript]))
        try await world.conversation(session, agent: agent).exchange(Self.question, "In /var/log.", key: key)
        #expect(try await imported(world) == 1, "what was not captured comes in")
        #expect(try await world.count("turns") == 2)
        #expect(try await imported(world) == 0)
    }

    @Test("the same words at another time are another turn")
    func later() async throws {
        let turns = [("go on", "Done.", "k1", Int64(1000)), ("go on", "Done again.", "k2", 1_000_000)]
        let world = try TestMemory(
            transcripts: ScriptedTranscripts([Self.transcript("s", host: "gemini", turns: turns)]))
        try await world.conversation("s", agent: "gemini").exchange("go on", "Done.")
        #expect(try await imported(world) == 1)
        #expect(
            try await world.conversation("s", agent: "gemini").turns().map(\.agentText) == ["Done.", "Done again."])
    }

    @Test("words that a transcript repeats quickly are turns of their own")
    func repeated() async throws {
        let turns = (1...4).map { ("yes", "Step \($0).", "k\($0)", Int64($0) * 10_000) }
        let world = try TestMemory(
            transcripts: ScriptedTranscripts([
                Self.transcript("s", host: "openclaw", turns: turns, hasNameOfItsOwn: true)
            ]))
        #expect(try await imported(world) == 4)
    }

    @Test("two sessions that were asked the same at the same time stay two")
    func parallel() async throws {
        let turns = [(Self.question, "In /var/log.", "k1", Int64(1000))]
        for ownName in [false, true] {
            let world = try TestMemory(
                transcripts: ScriptedTranscripts(
                    ["a", "b"].map {
                        Self.transcript($0, host: "codex", turns: turns, hasNameOfItsOwn: ownName)
                    }))
            #expect(try await imported(world) == 2)
        }
        let world = try TestMemory(
            transcripts: ScriptedTranscripts([Self.transcript("b", host: "codex", turns: turns)]))
        try await world.conversation("a", agent: "codex").exchange(Self.question, "In /var/log.", key: "t")
        #expect(try await imported(world) == 1)
    }

    @Test("a transcript without times is told by its words within the session")
    func undated() async throws {
        let turns = [
            ("fix the parser", "Fixed.", "line:1", Int64(9_000_000)), ("and the lexer", "Too.", "line:3", 9_000_000),
        ]
        let world = try TestMemory(
            transcripts: ScriptedTranscripts([Self.transcript("u", host: "cursor", turns: turns, isDated: false)]))
        try await world.conversation("u", agent: "cursor").exchange("fix the parser", "Fixed.", key: "generation-1")
        #expect(try await imported(world) == 1)
    }

    @Test("a turn that a host wrote down when it ended is found by its end")
    func writtenAtTheEnd() async throws {
        let transcript = Self.transcript(
            "h", host: "hermes", turns: [(Self.question, "In /var/log.", "12", 1_800_000)], hasNameOfItsOwn: true)
        let world = try TestMemory(transcripts: ScriptedTranscripts([transcript]))
        let talk = world.conversation("h", agent: "hermes")
        try await talk.say(Self.question, key: "h:1")
        world.clock.advance(minutes: 30)
        try await talk.answer("In /var/log.", key: "h:1")
        #expect(try await imported(world) == 0)
    }

    @Test("what is older than a day is left out, and comes when nobody says so")
    func since() async throws {
        let turns = [("old question", "old", "k1", Int64(-90_000_000)), ("new question", "new", "k2", 1000)]
        let transcript = Self.transcript("s", host: "claude", turns: turns)
        let world = try TestMemory(
            transcripts: ScriptedTranscripts([transcript], modifiedAt: TestClock.start + 5000))
        let recent = ImportSelection(since: TestClock.start)
        let done = try await world.memory.imports.run(recent) { _, _, _ in }
        #expect(done.map(\.newTurns) == [1])
        #expect(
            try await world.memory.imports.plan(ImportSelection(since: TestClock.start + 6000)).isEmpty,
            "the file has not changed since")
        #expect(try await imported(world) == 1, "the file does not count as read")
    }
}
