import DecisionRepair
import MemoryModel
import Testing

@Suite struct NoteMatchingTests {
    private let repair = DecisionRepair()

    private func note(_ feedback: Feedback, after steps: Steps = Steps(), at seconds: Timestamp = 0) throws
        -> GuidanceNote
    {
        let draft = try #require(repair.guidance(from: feedback, in: steps.record))
        return DecisionRepair.note(
            from: draft, owner: Steps.owner, session: Steps.session, episode: nil, at: Steps.start + seconds * 1000)
    }

    private func ripgrep(at seconds: Timestamp = 0) throws -> GuidanceNote {
        try note(
            Steps.feedback("use ripgrep instead of find", .preference, prefer: "ripgrep", avoid: "find"), at: seconds)
    }

    private func sed() throws -> GuidanceNote {
        var steps = Steps()
        for number in 1...3 { steps.failing("sed -i 's/a/\(number)/' config.yml", "sed: invalid command code o") }
        let draft = try #require(repair.burst(in: steps.traces))
        return DecisionRepair.note(
            from: draft, owner: Steps.owner, session: Steps.session, episode: nil, at: Steps.start)
    }

    @Test(
        "a note comes back where its situation does",
        arguments: [
            "Find all usages of OldClient in the repository.", "Use rg to look at this.",
            "搜索代码里 OldClient 的引用", "Search the code for dead functions.",
        ])
    func searching(message: String) throws {
        #expect(NoteMatching.fitting([try ripgrep(), try sed()], to: message).map(\.origin) == [.feedback])
    }

    @Test(
        "an edit of the same file brings its note",
        arguments: ["Set the port in config.yml to 90", "Replace it with sed."])
    func editing(message: String) throws {
        #expect(NoteMatching.fitting([try ripgrep(), try sed()], to: message).map(\.origin) == [.failureBurst])
    }

    @Test(
        "other messages bring nothing",
        arguments: [
            "", "Thanks!", "Find the bug.", "Install cryptography in a slim image.", "Explain how the tests work.",
            "Change the colour of the button.", "你好",
            "What does config.yml say?", "Which file was it?",
        ])
    func silence(message: String) throws {
        #expect(NoteMatching.fitting([try ripgrep(), try sed()], to: message).isEmpty)
    }

    @Test("what was forbidden for Alpine comes with work on Alpine, and not with other images")
    func alpine() throws {
        var steps = Steps()
        steps.passing("pip install lxml", "Successfully installed lxml")
        let note = try note(
            Steps.feedback("never use the binary wheel on Alpine", .instruction, avoid: "the binary wheel on Alpine"),
            after: steps)
        #expect(NoteMatching.fitting([note], to: "Install psycopg2 in the Alpine container") == [note])
        #expect(NoteMatching.fitting([note], to: "Install psycopg2 in the Debian container").isEmpty)
    }

    @Test("of two that contradict each other the newest stays")
    func contradiction() throws {
        let old = try ripgrep()
        let new = try note(
            Steps.feedback("use find instead of ripgrep", .preference, prefer: "find", avoid: "ripgrep"), at: 60)
        let back = try ripgrep(at: 120)
        let message = "Find all usages of OldClient in the repository."
        #expect(NoteMatching.fitting([old, new], to: message) == [new])
        #expect(NoteMatching.fitting([new, old], to: message) == [new])
        #expect(NoteMatching.settled([old, new, back]) == [back])
    }

    @Test("a name that a person gave is known again, unless it is an ordinary word")
    func givenNames() throws {
        let httpx = try note(
            Steps.feedback("use httpx, not requests", .preference, prefer: "httpx", avoid: "requests"))
        #expect(NoteMatching.fitting([httpx], to: "Write the client with httpx").count == 1)
        #expect(NoteMatching.fitting([httpx], to: "How many requests per second?").isEmpty)
    }

    @Test("no more than asked for, the same whatever the order")
    func limit() throws {
        let notes = [try ripgrep(), try sed()]
        let message = "Search the code with grep and rg, then replace the port in config.yml with sed"
        #expect(NoteMatching.fitting(notes, to: message).count == 2)
        #expect(NoteMatching.fitting(notes, to: message) == NoteMatching.fitting(notes.reversed(), to: message))
        #expect(NoteMatching.fitting(notes, to: message, limit: 1).count == 1)
        #expect(NoteMatching.fitting(notes, to: message, limit: 0).isEmpty)
    }

    @Test("tags of a message count as its words")
    func tags() throws {
        #expect(NoteMatching.fitting([try sed()], to: "Do it again", tags: ["sed"]).count == 1)
    }
}
