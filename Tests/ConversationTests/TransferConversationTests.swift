import JSONText
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Testing

/// An import that nobody waits for, the book, and what is told of a line that does not come back.
@Suite struct TransferConversationTests {
    private static func transcripts(_ count: Int) -> ScriptedTranscripts {
        ScriptedTranscripts(
            (0..<count).map { number in
                TranscriptConversation(
                    "talk-\(number)",
                    turns: [("Where does service \(number) keep its log?", "In /var/log/\(number).log.", "p\(number)")])
            })
    }

    private func finished(_ world: TestMemory) async throws -> ImportProgress {
        while true {
            if let run = world.memory.imports.progress, run.endedAt != nil { return run }
            await Task.yield()
        }
    }

    @Test("an import runs by itself, tells how far it is, and passes over what it has read before")
    func background() async throws {
        let world = try TestMemory(transcripts: Self.transcripts(5))
        #expect(world.memory.imports.progress == nil)
        let begun = try await world.memory.imports.start(hosts: ["claude"], path: nil, format: nil)
        #expect(begun.total == 5 && begun.state == .running)
        let run = try await finished(world)
        #expect(run.id == begun.id && run.state == .done && run.done == 5 && run.turns == 5 && run.errors.isEmpty)
        #expect(try await world.count("turns") == 5)
        _ = try await world.memory.imports.start(hosts: ["claude"], path: nil, format: nil)
        let again = try await finished(world)
        #expect(again.id != run.id && again.unchanged == 5 && again.turns == 0)
    }

    @Test("an import that is cancelled ends early, and the next one goes on where it stopped")
    func cancelling() async throws {
        let world = try TestMemory(transcripts: Self.transcripts(40))
        _ = try await world.memory.imports.start(hosts: ["claude"], path: nil, format: nil)
        _ = world.memory.imports.cancel()
        let run = try await finished(world)
        #expect(run.state == .cancelled && run.done < 40)
        #expect(try await world.count("turns") == Int64(run.turns))
        _ = try await world.memory.imports.start(hosts: ["claude"], path: nil, format: nil)
        let rest = try await finished(world)
        #expect(rest.state == .done && rest.unchanged == run.done && rest.turns == 40 - run.turns)
    }

    @Test("the book has each task once, with what was said in quotations")
    func book() async throws {
        let world = try TestMemory()
        try await world.conversation("a").exchange("# Rename\nthe parser module", "Renamed.", key: "1")
        try await world.conversation("b").exchange("Which port?", "8088.", key: "2")
        var (text, cursor) = ("", String?.none)
        repeat {
            let page = try await world.memory.book.page(cursor: cursor)
            text += page.text
            cursor = page.nextCursor
        } while cursor != nil
        #expect(text.hasPrefix("# What is remembered\n"))
        #expect(text.contains("> # Rename\n> the parser module\n"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("> Which port?") } == 1)
        await #expect { try await world.memory.book.page(cursor: "7") } throws: {
            ($0 as? MemoryError)?.code == .invalidArgument
        }
    }

    @Test("a line that is refused is named, and undoes the lines with it")
    func refusedLine() async throws {
        let world = try TestMemory()
        let lines: [JSON] = [
            ["kind": "memos-export", "version": 3], ["kind": "projects", "row": ["id": "pr_1", "name": "api"]],
            ["kind": "turns"],
        ]
        await #expect { try await world.memory.archive.restore(lines) } throws: { error in
            (error as? MemoryError)?.details?["line"]?.int == 2 || (error as? MemoryError)?.details?["line"]?.int == 3
        }
        #expect(try await world.database.read { try $0.archiveRows(table: "projects", offset: 0, limit: 1) }.isEmpty)
    }
}
