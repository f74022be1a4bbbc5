import JSONText
import LearningPipeline
import MemoryCore
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing
import TextAnalysis

@Suite("What a person leaves out of the memory")
struct PrivateProjectConversationTests {
    private func world(_ change: (inout TestMemory.Knobs) -> Void) throws -> TestMemory {
        var knobs = TestMemory.Knobs()
        change(&knobs)
        return try TestMemory(knobs)
    }

    @Test("nothing of a private project is recorded, and nothing is handed to it")
    func privateProject() async throws {
        let world = try world { $0.privateProjects = PrivateProjects(["/src/secret"]) }
        try await world.conversation("s1").exchange("The release branch of the parser is maple-42.", "Noted.")
        let secret = Conversation(world, session: "s2", workspace: "/src/secret/deep")
        #expect(try await secret.recall("Which is the release branch of the parser?").isEmpty)
        try await secret.say("The launch code is walnut-77.", key: "p1")
        try await secret.call("Bash", ["command": "cat walnut-77"], output: "walnut-77", id: "t1", key: "p1")
        try await secret.answer("Noted: walnut-77.", key: "p1")
        // Hosts that told the workspace once do not say it again.
        let silent = Conversation(world, session: "s2", workspace: nil)
        try await silent.exchange("And the second launch code is walnut-78.", "Noted.", key: "p2")
        try await secret.close()
        let text = try await world.allText()
        #expect(!text.contains("walnut"))
        #expect(!text.contains("secret"))
        #expect(text.contains("maple-42"))
        #expect(
            try await world.conversation("s3").recall("Which is the release branch of the parser?").contains("maple"))
    }

    @Test("a project is private by its name as well")
    func byName() async throws {
        let world = try world { $0.privateProjects = PrivateProjects(["Diary"]) }
        try await Conversation(world, session: "s1", workspace: "/somewhere/diary").exchange("Today rained.", "Yes.")
        #expect(try await !world.allText().contains("rained"))
    }

    @Test("a folder of a longer name is another folder")
    func longerName() async throws {
        let world = try world { $0.privateProjects = PrivateProjects(["~/src/a/"], userFolder: "/home/me") }
        try await Conversation(world, session: "s1", workspace: "/home/me/src/ab").exchange("Rain fell.", "Yes.")
        try await Conversation(world, session: "s2", workspace: "/home/me/src/a").exchange("Snow fell.", "Yes.")
        let text = try await world.allText()
        #expect(text.contains("Rain fell") && !text.contains("Snow fell"))
    }

    @Test("an agent that is not captured is still handed memories, and leaves nothing")
    func notCaptured() async throws {
        let world = try world {
            $0.captureExceptAgents = ["codex"]
            $0.seesWholeHome = true
        }
        try await world.conversation("s1").exchange("The release branch of the parser is maple-42.", "Noted.")
        let other = Conversation(world, session: "s2", agent: "codex")
        #expect(try await other.recall("Which is the release branch of the parser again?").contains("maple-42"))
        #expect(try await other.turns().isEmpty)
        #expect(try await !world.allText().contains("parser again"))
    }

    @Test("an agent that is handed nothing is captured")
    func notRecalled() async throws {
        let world = try world { $0.recallExceptAgents = ["claude"] }
        try await world.conversation("s1").exchange("The release branch of the parser is maple-42.", "Noted.")
        let next = world.conversation("s2")
        #expect(try await next.recall("Which is the release branch of the parser?").isEmpty)
        #expect(try await next.turns().count == 1)
    }

    @Test("own rules of redaction hold for turns and for what is searched")
    func ownRules() async throws {
        let rules = try RedactionRules(["ticket: /CU-\\d{6}/"])
        let world = try world { $0.cleaning.redaction = rules }
        let talk = world.conversation("s1")
        try await talk.say("Fix CU-123456 in the parser", key: "p1")
        try await talk.call("Bash", ["command": "git log CU-123456"], output: "CU-123456 done", id: "t1", key: "p1")
        try await talk.answer("CU-123456 is fixed.", key: "p1")
        _ = try await talk.recall("What about CU-123456?")
        let text = try await world.allText()
        #expect(!text.contains("CU-123456"))
        #expect(text.contains("[redacted:ticket]"))
    }

    @Test("what is older than the retention is forgotten, a slice at a time, and the rest stays")
    func retention() async throws {
        let world = try world { $0.retentionDays = 30 }
        let old = world.conversation("s1")
        try await old.exchange("The old release branch was maple-41.", "Noted.")
        try await old.close()
        world.clock.advance(40 * 86_400_000)
        let new = world.conversation("s2")
        try await new.exchange("The release branch is maple-42.", "Noted.")
        try await new.close()
        let gone = try #require(try await world.memory.retention.sweep())
        #expect(gone.counts.contains { $0.noun == "traces" && $0.count == 1 })
        #expect(try await world.memory.retention.sweep() == nil)
        let text = try await world.allText()
        #expect(!text.contains("maple-41") && text.contains("maple-42"))
    }

    @Test("without a retention nothing is ever too old")
    func forEver() async throws {
        let world = try world { _ in }
        let talk = world.conversation("s1")
        try await talk.exchange("The release branch is maple-42.", "Noted.")
        try await talk.close()
        world.clock.advance(9000 * 86_400_000)
        #expect(try await world.memory.retention.sweep() == nil)
    }
}
