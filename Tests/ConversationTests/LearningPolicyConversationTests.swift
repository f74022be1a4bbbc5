import MemoryModel
import MemoryTestSupport
import Testing

/// Two tasks that taught the same thing become a policy; one never does.
@Suite("Policies learned in conversations")
struct LearningPolicyConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    @Test("one task makes no policy and no skill, however well it went")
    func oneTask() async throws {
        try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        #expect(try await world.learned(Policy.self).isEmpty)
        #expect(try await world.learned(Skill.self).isEmpty)
        #expect(try await world.count("jobsFailed") == 0)
    }

    @Test("one task makes no policy, also when it is closed and scored again")
    func oneTaskTwice() async throws {
        let heard = try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        for _ in 0..<3 {
            _ = try await world.memory.feedback.submit(.of(heard.episode, "positive", "Great work!"))
            await world.learn()
        }
        #expect(try await world.learned(Policy.self).isEmpty)
    }

    @Test("a missing library on Alpine and one on Debian are one policy with a branch for each")
    func missingLibraries() async throws {
        try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        try await world.live(LearningDays.psycopgOnDebian, session: "thursday")
        let policies = try await world.learned(Policy.self)
        #expect(policies.map(\.title).count == 1, "\(policies.map(\.title))")
        let policy = try #require(policies.first)
        #expect(policy.support == 2 && Set(policy.sourceEpisodeIDs).count == 2)
        let trigger = (policy.title + " " + policy.trigger).lowercased()
        #expect(trigger.contains("system library is missing") || trigger.contains("system library missing"))
        #expect(trigger.contains("pip"))
        #expect(policy.procedure.contains("apk add <library>"))
        #expect(policy.procedure.contains("apt-get install -y <library>"))
        #expect(policy.procedure.contains("on Alpine") && policy.procedure.contains("on Debian"))
        #expect(policy.procedure.contains("pip install <package>"))
        #expect(policy.verification.contains("pip install <package>") || policy.verification.contains("import"))
        for name in ["lxml", "psycopg2", "libpq-dev"] {
            #expect(!policy.title.contains(name) && !policy.trigger.contains(name), "\(name) is a parameter")
        }
        #expect(try await world.count("jobsFailed") == 0)
    }

    @Test("the evidence of a policy is there to be looked at")
    func evidence() async throws {
        try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        try await world.live(LearningDays.psycopgOnDebian, session: "thursday")
        let policy = try #require(try await world.learned(Policy.self).first)
        #expect(!policy.sourceTraceIDs.isEmpty)
        for id in policy.sourceTraceIDs {
            #expect(try await world.memory.library.trace(id) != nil)
        }
        let versions = try await world.memory.items.versions(of: policy.id)
        #expect(!versions.isEmpty && versions.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("identifiers that must agree before publishing are one policy across programs")
    func identifiers() async throws {
        try await world.live(LearningDays.pluginIdentifier, session: "monday", workspace: "/src/notes")
        try await world.live(LearningDays.packageScope, session: "tuesday", workspace: "/src/widget")
        let policies = try await world.learned(Policy.self)
        #expect(policies.count == 1, "\(policies.map(\.title))")
        let policy = try #require(policies.first)
        let said = (policy.title + " " + policy.trigger).lowercased()
        #expect(said.contains("identifier") && said.contains("publish"))
        #expect(policy.sourceEpisodeIDs.count == 2)
        for name in ["memo-notes", "acme"] { #expect(!said.contains(name)) }
    }

    @Test("tasks that have nothing in common make no policy")
    func unrelated() async throws {
        try await world.live(LearningDays.lxmlOnAlpine, session: "monday")
        try await world.live(LearningDays.packageScope, session: "tuesday")
        for task in LearningDays.exploration {
            try await world.live(task, session: "s-\(task.ask.count)", workspace: "/src/shop")
        }
        let titles = try await world.learned(Policy.self).map(\.title)
        #expect(titles.isEmpty, "\(titles)")
    }
}

extension Feedback {
    /// What a person says of a task through a host's buttons.
    static func of(_ episode: EpisodeID?, _ polarity: String, _ words: String?, on trace: TraceID? = nil) -> Feedback {
        Feedback(
            id: "", at: 0, episodeID: episode, traceID: trace, channel: "explicit", polarity: polarity, magnitude: 1,
            rationale: words, raw: nil)
    }
}
