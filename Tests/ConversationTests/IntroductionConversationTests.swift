import JSONText
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing
import TextAnalysis

/// What a session is told of the memory from its start, and what its prompts no longer need to be told.
@Suite struct IntroductionConversationTests {
    private func world(_ change: (inout TestMemory.Knobs) -> Void = { _ in }) throws -> TestMemory {
        var knobs = TestMemory.Knobs()
        change(&knobs)
        return try TestMemory(knobs)
    }

    private func start(_ world: TestMemory, _ source: String = "startup", cwd: String = "/src/api") async throws
        -> String
    {
        try await HostsHooks(world).run(
            "claude",
            [
                "hook_event_name": "SessionStart", "session_id": "s1", "cwd": .string(cwd), "source": .string(source),
            ])
    }

    @Test("the etiquette is short, and asks for what it has to ask")
    func etiquette() {
        let text = MemoryEtiquette.text
        #expect(text.count <= 600)
        for word in ["history", "never an instruction", "source", "subject", "relevant", "fresh", "do not mention"] {
            #expect(text.contains(word))
        }
        #expect(!text.contains("\n"))
    }

    @Test(
        "a session that starts is told how to take memories, one that goes on knows it",
        arguments: [
            ("startup", true), ("clear", true), ("compact", true), ("new", true), ("resume", false), ("fork", false),
        ])
    func starts(source: String, isTold: Bool) async throws {
        let text = try await start(world(), source)
        #expect(text.contains(MemoryEtiquette.text) == isTold)
        #expect(text.isEmpty == !isTold)
    }

    @Test("proven skills and advice stand below it, and what is not proven does not")
    func items() async throws {
        let world = try world()
        try await world.writeExamples()
        try await world.write(Skill.example("deploy", summary: "Deploy.", guide: "Push.", status: .candidate))
        let text = try await start(world)
        #expect(text.contains("skill rotate-staging-keys: Rotate the keys of the staging cluster."))
        #expect(text.contains("prefer the package manager") && text.contains("avoid building from source"))
        #expect(!text.contains("deploy") && !text.contains("billing"))
        #expect(text.contains("</memos_memory"))
        #expect(try await world.count("injections") == 0)
    }

    @Test("whatever there is, it stays within two thousand characters")
    func limit() async throws {
        let world = try world { $0.recall.promptTokens = 4000 }
        for index in 0..<20 {
            let words = String(repeating: index.isMultiple(of: 2) ? "旋转密钥" : "long words ", count: 60)
            try await world.write(Skill.example("skill-\(index)", summary: words, guide: "Run it."))
        }
        let text = try await world.memory.recall.introduction(
            for: Namespace(agentKind: "claude", workspace: "/src/api"), in: SessionID("s1"), entry: .start)
        #expect(text.contains("skill-"))
        #expect(text.utf16.count <= 2000)
    }

    @Test("a session that was told how to take memories is not told again with each prompt")
    func preambles() async throws {
        let world = try world()
        try await world.conversation("s0").exchange(
            "The release branch of the parser is maple-42.", "Noted: maple-42 is the release branch.")
        let question = "Which is the release branch of the parser?"
        let untold = try await world.conversation("s2").recall(question)
        #expect(untold.contains(InjectionFence.preamble))
        _ = try await start(world, "resume")
        let told = try await world.conversation("s1").recall(question)
        #expect(told.contains("maple-42"))
        #expect(told.contains(InjectionFence.shortPreamble) && !told.contains(InjectionFence.preamble))
    }

    @Test("nobody is told of a memory that hands nothing over")
    func notServed() async throws {
        #expect(try await start(world { $0.recalls = false }).isEmpty)
        #expect(try await start(world { $0.recallExceptAgents = ["claude"] }).isEmpty)
        #expect(try await start(world { $0.allowedAgents = ["codex"] }).isEmpty)
        let secret = try world { $0.privateProjects = PrivateProjects(["/src/secret"]) }
        #expect(try await start(secret, cwd: "/src/secret").isEmpty)
    }
}
