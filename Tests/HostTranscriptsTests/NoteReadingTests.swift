import Foundation
import HostTranscripts
import MemoryModel
import Testing

/// Files of notes: which are taken for some, whose they are, and how they are cut.
@Suite struct NoteReadingTests {
    /// Files by their path in a user's folder.
    private func folder(_ files: [String: String]) throws -> String {
        let root = try TranscriptSamples.temporaryFolder()
        for (path, text) in files {
            let file = URL(filePath: root + "/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return root
    }

    private func notes(_ files: [String: String], of format: TranscriptFormat, workplaces: [String] = []) throws
        -> [TranscriptSession]
    {
        let root = try folder(files)
        defer { TranscriptSamples.remove(root) }
        let places = HostPlaces(home: root, workplaces: workplaces.map { "\(root)/\($0)" })
        return try TranscriptCatalogue.discover(format, in: places).flatMap { try SampleReading($0).sessions }
            .map { session in
                var session = session
                session.id = session.id.replacing(root, with: "~")
                session.workspace = session.workspace?.replacing(root, with: "~")
                return session
            }
    }

    @Test("OpenClaw's memory and its days become notes, dated by their names")
    func openClaw() throws {
        let found = try notes(
            [
                ".openclaw/workspace/MEMORY.md": "# People\n\nAda prefers tea.\n\n# Places\nThe pond is north.\n",
                ".openclaw/workspace/memory/2026-03-01.md": "Fed the ducks.\n",
                ".openclaw/workspace/memory/drafts.md": "not a day",
                ".openclaw/workspace-pond/MEMORY.md": "Another agent's.",
                ".openclaw/workspace/src/MEMORY.md": "somebody's project",
            ], of: .openclawNotes)
        #expect(
            found.map(\.id) == [
                "notes:~/.openclaw/workspace/MEMORY.md", "notes:~/.openclaw/workspace/memory/2026-03-01.md",
                "notes:~/.openclaw/workspace-pond/MEMORY.md",
            ])
        #expect(found.allSatisfy { $0.isNotes && $0.host == "openclaw" && $0.workspace == nil })
        #expect(found[0].turns.map(\.userText) == ["Note in MEMORY.md › People", "Note in MEMORY.md › Places"])
        #expect(found[0].turns.map(\.agentText) == ["Ada prefers tea.", "The pond is north."])
        #expect(found[1].turns.map(\.startedAt) == [1_772_323_200_000])
    }

    @Test("Hermes parts its memories by section signs")
    func hermes() throws {
        let found = try notes(
            [
                ".hermes/memories/MEMORY.md": "one\n§\ntwo\nlines\n§\n\n", ".hermes/memories/USER.md": "Ada.",
                ".hermes/memories/other.md": "no",
            ], of: .hermesNotes)
        #expect(found.flatMap(\.turns).map(\.agentText) == ["one", "two\nlines", "Ada."])
        #expect(found.allSatisfy { $0.host == "hermes" })
    }

    @Test("Claude's notes are about everything, about a folder, or about the folder of their transcripts")
    func claude() throws {
        let found = try notes(
            [
                ".claude/CLAUDE.md": "Use tabs.", ".claude/settings.json": "{}",
                ".claude/projects/-src-pond/memory/MEMORY.md": "---\nname: pond\n---\nDucks are lazy.",
                ".claude/projects/-src-pond/s.jsonl":
                    #"{"type":"user","sessionId":"s","cwd":"/src/pond","message":{"role":"user","content":"x"}}"#,
                "src/api/CLAUDE.md": "Run make.", "src/api/.claude/CLAUDE.md": "Ask first.",
            ], of: .claudeNotes, workplaces: ["src/api"])
        let told = found.map { "\($0.workspace ?? "everywhere"): \($0.turns.map(\.agentText).joined(separator: "|"))" }
        #expect(
            told == [
                "everywhere: Use tabs.", "/src/pond: Ducks are lazy.", "~/src/api: Run make.", "~/src/api: Ask first.",
            ])
    }

    @Test("long lists are cut into their items, short ones stay whole, and a fence is no Markdown")
    func sections() throws {
        let item = "- " + String(repeating: "ducks and more ducks ", count: 15)
        let text = """
            # Rules
            ## Build
            Before all:
            \(item)
              nested
            \(item)!
            ## Code
            - short
            - list
            ```
            # no heading
            ```
            """
        let turns = try notes([".claude/CLAUDE.md": text], of: .claudeNotes).flatMap(\.turns)
        #expect(
            turns.map(\.userText) == Array(repeating: "Note in CLAUDE.md › Rules › Build", count: 3)
                + ["Note in CLAUDE.md › Rules › Code"])
        #expect(turns[0].agentText == "Before all:")
        #expect(turns[1].agentText.hasSuffix("\n  nested"))
        #expect(turns[3].agentText == "- short\n- list\n```\n# no heading\n```")
    }

    @Test("the same words under the same heading are one note, with a name that stays when others come before it")
    func keys() throws {
        let first = try notes([".claude/CLAUDE.md": "# A\nsame\n# A\nsame\n# B\nsame"], of: .claudeNotes)
        let second = try notes([".claude/CLAUDE.md": "# New\nx\n# B\nsame\n# A\nsame"], of: .claudeNotes)
        #expect(first[0].turns.count == 2)
        #expect(Set(first[0].turns.map(\.key)).isSubset(of: second[0].turns.map(\.key)))
    }

    @Test("our own memory is taken out, and a file that is empty has no notes but is still there")
    func stripped() throws {
        let found = try notes(
            [
                ".openclaw/workspace/MEMORY.md": "Kept.\n<memos_memory>\nshown\n</memos_memory>\n",
                ".openclaw/workspace-empty/MEMORY.md": "",
            ], of: .openclawNotes)
        #expect(found.map { $0.turns.map(\.agentText) } == [["Kept."], []])
    }
}
