import JSONText
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Testing

/// Back-fill of transcripts, export and its way back.
struct ArchiveConversationTests {
    private static let transcript = TranscriptConversation(
        "old",
        turns: [
            ("The release branch of the parser is maple-42.", "Noted: maple-42.", "p1"),
            ("/status", "all well", "p2"), ("The proxy listens on port 8088.", "Good to know.", "p3"),
        ])

    private func importAll(_ world: TestMemory) async throws -> [ImportService.SourceReport] {
        try await world.memory.imports.run(ImportSelection()) { _, _, _ in }
    }

    private func plan(_ world: TestMemory) async throws -> [ImportService.SourceReport] {
        try await world.memory.imports.plan(ImportSelection())
    }

    @Test func aPlanCountsWhatAnImportWillAddAndWritesNothing() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        let planned = try await plan(world)
        #expect(planned.map(\.turns) == [3])
        #expect(planned.map(\.messages) == [6])
        #expect(try await world.count("turns") == 0)
        let done = try await importAll(world)
        #expect(done.map(\.newTurns) == planned.map(\.newTurns))
        #expect(done.map(\.newMessages) == planned.map(\.newMessages))
        #expect(done.map(\.newTurns) == [2], "housekeeping is not taken")
        #expect(try await plan(world).map(\.newTurns) == [0])
    }

    @Test func anImportIsRecalled() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        _ = try await importAll(world)
        let shown = try await world.conversation("now").recall("Which is the release branch of the parser?")
        #expect(shown.contains("maple-42"))
        let traces = try await world.conversation("old").traces()
        #expect(traces.allSatisfy { $0.origin == .imported && $0.at < TestClock.start })
    }

    @Test func anImportRunTwiceAddsNothing() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        _ = try await importAll(world)
        let text = try await world.allText()
        let again = try await importAll(world)
        #expect(again.map(\.isUnchanged) == [true])
        #expect(again.map(\.newTurns) == [0])
        #expect(try await world.allText().drop { $0 != "\n" } == text.drop { $0 != "\n" })
    }

    @Test func aTurnThatWasImportedIsNotRecordedAgainLive() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        _ = try await importAll(world)
        let talk = world.conversation("old")
        try await talk.exchange("The release branch of the parser is maple-42.", "Noted: maple-42.", key: "p1")
        #expect(try await talk.turns().count == 2)
        #expect(try await talk.traces().count == 2)
    }

    @Test func aTurnThatWasRecordedLiveIsNotImportedAgain() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        let talk = world.conversation("old")
        try await talk.exchange("The release branch of the parser is maple-42.", "Noted: maple-42.", key: "p1")
        #expect(try await importAll(world).map(\.newTurns) == [1])
        #expect(try await talk.turns().count == 2)
    }

    @Test func anImportIntoASessionThatGoesOnDoesNotEndItsTurn() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript]))
        let talk = world.conversation("old")
        try await talk.say("What now?", key: "p9")
        _ = try await importAll(world)
        _ = await world.worker.runReadyJobs()
        try await talk.answer("This.", key: "p9")
        #expect(try await talk.turns().last { $0.key == "p9" }?.agentText == "This.")
        #expect(try await talk.turns().count == 3)
    }

    @Test(arguments: [Int64.max, .min, 9_000_000_000_000_000])
    func absurdTimesInATranscriptDoNoHarm(time: Int64) async throws {
        var conversation = Self.transcript
        for index in conversation.turns.indices {
            conversation.turns[index].startedAt = time
            conversation.turns[index].endedAt = time
        }
        let world = try TestMemory(transcripts: ScriptedTranscripts([conversation]))
        #expect(try await importAll(world).map(\.newTurns) == [2])
        _ = await world.worker.runReadyJobs()
        _ = try await world.conversation("now").recall("Which is the release branch of the parser?")
    }

    @Test func progressEndsWithTheTotal() async throws {
        let world = try TestMemory(transcripts: ScriptedTranscripts([Self.transcript, Self.transcript]))
        let seen = SeenProgress()
        _ = try await world.memory.imports.run(ImportSelection()) { done, total, _ in
            seen.add(done, total)
        }
        #expect(seen.all == [[0, 2], [1, 2], [2, 2]])
    }

    // MARK: Export

    private func pages(_ world: TestMemory, limit: Int = 3) async throws -> [[JSON]] {
        var pages: [[JSON]] = []
        var cursor: String?
        repeat {
            let page = try await world.memory.archive.page(cursor: cursor, limit: limit)
            pages.append(page.lines)
            cursor = page.nextCursor
        } while cursor != nil
        return pages
    }

    private func filled() async throws -> TestMemory {
        let world = try TestMemory()
        let talk = world.conversation("s1")
        try await talk.say("The release branch of the parser is maple-42.", key: "p1")
        try await talk.call(
            "Bash", ["command": "pip install psycopg2"], output: "Error: pg_config executable not found.",
            error: "Exit code 1", id: "t1", key: "p1")
        let recorded = try await talk.answer("Noted.", key: "p1")
        try await talk.exchange("The proxy listens on port 8088.", "Good.", key: "p2")
        _ = try await world.memory.feedback.submit(
            Feedback(
                id: "", at: 5, episodeID: nil, traceID: recorded.traces.last, channel: "explicit",
                polarity: "positive", magnitude: 1, rationale: "yes", raw: ["stars": 5]))
        try await world.writeExamples()
        let skill = SkillID("sk_rotate-staging-keys")
        _ = try await world.memory.items.load(skill, for: SkillUse(episodeID: recorded.episode), scope: .home)
        try await world.memory.curation.archive(skill, reason: "the cluster is gone")
        try await talk.close()
        return world
    }

    private func restore(_ pages: [[JSON]], to world: TestMemory) async throws -> (imported: Int, skipped: Int) {
        var sum = (imported: 0, skipped: 0)
        for page in pages {
            let restored = try await world.memory.archive.restore(page)
            sum.imported += restored.imported
            sum.skipped += restored.skipped
        }
        return sum
    }

    @Test(arguments: [1, 3, 1000])
    func whatIsExportedAndRestoredIsTheSame(limit: Int) async throws {
        let world = try await filled()
        let exported = try await pages(world, limit: limit)
        let copy = try TestMemory(seed: 8)
        let restored = try await restore(exported, to: copy)
        #expect(restored.skipped == 0)
        #expect(restored.imported == exported.joined().count - 1)
        let again = try await pages(copy, limit: limit)
        #expect(Array(again.joined().dropFirst()) == Array(exported.joined().dropFirst()))
        let talk = copy.conversation("s1")
        #expect(try await talk.traces() == world.conversation("s1").traces())
        let skill = SkillID("sk_rotate-staging-keys")
        #expect(try await copy.memory.items.item(skill) == world.memory.items.item(skill))
        #expect(try await copy.memory.items.versions(of: skill) == world.memory.items.versions(of: skill))
        #expect(try await copy.memory.items.versions(of: skill).map(\.reason).last == "the cluster is gone")
        #expect(
            try await copy.conversation("s2").recall("Which is the release branch of the parser?").contains("maple-42"))
    }

    @Test func aRestoreRunTwiceAddsNothing() async throws {
        let exported = try await pages(try await filled())
        let copy = try TestMemory(seed: 8)
        let first = try await restore(exported, to: copy)
        let second = try await restore(exported, to: copy)
        #expect(second.imported == 0)
        #expect(second.skipped == first.imported)
    }

    @Test func aRestoreIntoAMemoryThatHasItsOwnKeepsBoth() async throws {
        let world = try await filled()
        let other = try TestMemory(seed: 8)
        try await other.conversation("own").exchange("The lexer is written in Zig.", "I see.")
        try await other.conversation("own").exchange("The linker is written in C.", "I see.")
        let restored = try await restore(try await pages(world), to: other)
        #expect(restored.skipped == 2, "folder and key of the project in which both work")
        #expect(try await other.conversation("s1").traces() == world.conversation("s1").traces())
        #expect(try await other.conversation("own").traces().count == 2)
        #expect(
            try await other.conversation("q1").recall("Which is the release branch of the parser?").contains("maple-42")
        )
        #expect(try await other.conversation("q2").recall("In what is the lexer written?").contains("Zig"))
    }

    @Test func aSkillThatWentItsOwnWayHereKeepsItsOwnHistory() async throws {
        let world = try await filled()
        let exported = try await pages(world)
        let other = try TestMemory(seed: 8)
        try await other.writeExamples()
        let skill = SkillID("sk_rotate-staging-keys")
        let own = try await other.memory.items.item(skill)
        _ = try await restore(exported, to: other)
        #expect(try await other.memory.items.item(skill) == own)
        #expect(try await other.memory.items.versions(of: skill).map(\.number) == [1])
    }

    @Test func anExportOfTheVersionBeforeIsTaken() async throws {
        let copy = try TestMemory(seed: 8)
        var lines = try await pages(try await filled(), limit: 1000).flatMap { $0 }
        let learned: Set = ["policies", "world_models", "skills", "skill_trials", "item_versions"]
        lines[0]["version"] = 1
        lines.removeAll { learned.contains($0["kind"]?.string ?? "") }
        let restored = try await copy.memory.archive.restore(lines)
        #expect(restored.imported == lines.count - 1)
    }

    @Test func aRestoredTaskThatWasOpenEndsByItself() async throws {
        let world = try TestMemory()
        try await world.conversation("s1").exchange("The proxy listens on port 8088.", "Good.", key: "p1")
        let copy = try TestMemory(seed: 8)
        _ = try await restore(try await pages(world), to: copy)
        copy.clock.advance(minutes: 200)
        _ = await copy.worker.runReadyJobs()
        #expect(try await copy.conversation("s1").episodes().map(\.isOpen) == [false])
    }

    @Test func aRestoreOfASessionThatGoesOnHereIsNotRefused() async throws {
        let world = try TestMemory()
        try await world.conversation("s1").exchange("The proxy listens on port 8088.", "Good.", key: "p1")
        let other = try TestMemory(seed: 8)
        other.clock.advance(minutes: 5)
        try await other.conversation("s1").exchange("The lexer is written in Zig.", "I see.", key: "p2")
        _ = try await restore(try await pages(world), to: other)
        #expect(try await other.conversation("s1").turns().map(\.key) == ["p1", "p2"])
        #expect(try await other.conversation("s1").episodes().count { $0.isOpen } == 1)
    }

    @Test(arguments: [
        JSON.object(JSONObject()), ["kind": "traces"], ["kind": "secrets", "row": ["a": 1]],
        ["kind": "sessions", "row": ["nonsense": 1]], ["kind": "sessions", "row": ["id; DROP TABLE traces": 1]],
        ["kind": "memos-export", "version": 99], ["kind": "sessions", "row": JSON.object(JSONObject())],
        ["kind": "sessions", "row": ["id": "x"]],
    ])
    func aLineThatIsNotOfAnExportIsRefusedAndNothingOfItsPageStays(line: JSON) async throws {
        let world = try TestMemory()
        let good: JSON = [
            "kind": "sessions",
            "row": ["id": "good", "agent_kind": "claude", "profile": "default", "opened_at": 1, "last_active_at": 1],
        ]
        await #expect(throws: MemoryError.self) { try await world.memory.archive.restore([good, line]) }
        #expect(try await world.count("sessions") == 0)
    }

    @Test(arguments: ["", "x", "1", "0:-1", "99:0", "0:0:0", "-1:0"])
    func aCursorThatExportDidNotGiveIsRefused(cursor: String) async throws {
        let world = try TestMemory()
        let error = await #expect(throws: MemoryError.self) {
            try await world.memory.archive.page(cursor: cursor, limit: 5)
        }
        #expect(error?.code == .invalidArgument)
    }
}
