import JSONText
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// What was learned from something does not outlive it, and what others taught too stays.
@Suite("Forgetting what was learned from")
struct ForgottenLearningTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    /// Three tasks that install a library; their episodes and traces in order.
    private func threeTasks() async throws -> [(episode: EpisodeID, traces: [TraceID])] {
        var tasks: [(EpisodeID, [TraceID])] = []
        for (number, library) in ["libxmlsec", "libpq", "libffi"].enumerated() {
            let talk = world.conversation("s\(number)")
            try await talk.say("Install the package that needs \(library), please.")
            try await talk.call("Bash", ["command": .string("apk add \(library)-dev")], output: "OK")
            let recorded = try await talk.answer("It is installed.")
            try await talk.close()
            tasks.append((try #require(recorded.episode), recorded.traces))
        }
        return tasks
    }

    private func policy(_ name: String, procedure: String, from tasks: [(episode: EpisodeID, traces: [TraceID])])
        -> Policy
    {
        var policy = Policy.example(name, trigger: "A library is missing.", procedure: procedure)
        policy.sourceEpisodeIDs = tasks.map(\.episode)
        policy.sourceTraceIDs = tasks.flatMap(\.traces)
        policy.sourceFeedbackIDs = []
        policy.guidance = DecisionGuidance(
            preference: [.init(text: "packages before building", evidenceIDs: [tasks[0].traces[0].rawValue])])
        policy.support = tasks.count
        return policy
    }

    private func forget(_ id: EpisodeID) async throws -> Forgotten {
        try await world.memory.forgetting.forget([id.rawValue], isDryRun: false)
    }

    @Test(
        "a policy that two other tasks bear out stays without the ids, and without the advice that had no other ground")
    func borneOut() async throws {
        let tasks = try await threeTasks()
        let general = policy("general", procedure: "apk add <library>-dev", from: tasks)
        try await world.write(general)
        let forgotten = try await forget(tasks[0].episode)
        let left = try #require(try await world.memory.items.item(general.id))
        #expect(left.sourceEpisodeIDs == tasks.dropFirst().map(\.episode) && left.support == 2)
        #expect(left.status == .active && left.version == 1 && left.guidance == .none)
        #expect(forgotten.counts.allSatisfy { $0.noun != "policies" })
    }

    @Test("one that says what only the forgotten knew goes, with its skill and its history; what is left is read anew")
    func quoting() async throws {
        let tasks = try await threeTasks()
        let general = policy("general", procedure: "apk add <library>-dev", from: tasks)
        try await world.write(general)
        let quoting = policy("quoting", procedure: "apk add libxmlsec-dev", from: tasks)
        try await world.write(quoting)
        var skill = Skill.example("install-it", guide: "Install the library.")
        skill.sourcePolicyIDs = [quoting.id]
        skill.evidenceAnchors = [tasks[1].traces[0]]
        try await world.write(skill)
        let forgotten = try await forget(tasks[0].episode)
        #expect(try await world.memory.items.item(quoting.id) == nil)
        #expect(try await world.memory.items.item(skill.id) == nil)
        #expect(try await world.memory.items.item(general.id) != nil)
        #expect(forgotten.skillNames == ["install-it"])
        #expect(Set(forgotten.unsettled).isSuperset(of: tasks.dropFirst().map(\.episode)))
        #expect(try await !world.allText().contains("xmlsec"))
        // It may be learned again from what is left, which a person did not forbid.
        #expect(try await world.database.read { try !$0.isForgotten(id: quoting.id.rawValue) })
    }

    @Test("a former version that quotes it goes, the present one stays")
    func formerVersions() async throws {
        let tasks = try await threeTasks()
        var first = policy("general", procedure: "apk add libxmlsec-dev", from: tasks)
        first.guidance = .none
        try await world.write(first)
        try await world.database.write { [first] transaction in
            var next = first
            next.procedure = "apk add <library>-dev"
            _ = try transaction.revise(next, reason: "another task")
        }
        _ = try await forget(tasks[0].episode)
        #expect(try await world.memory.items.versions(of: first.id).map(\.number) == [2])
        #expect(try await !world.allText().contains("xmlsec"))
    }

    @Test("with one task left a policy is archived, with none it goes")
    func unsupported() async throws {
        let tasks = try await threeTasks()
        var two = policy("two", procedure: "apk add <library>-dev", from: Array(tasks.prefix(2)))
        two.guidance = .none
        try await world.write(two)
        _ = try await forget(tasks[0].episode)
        #expect(try await world.memory.items.item(two.id)?.status == .archived)
        _ = try await forget(tasks[1].episode)
        #expect(try await world.memory.items.item(two.id) == nil)
    }

    @Test("a world model that loses the evidence of an entry goes; a skill without its policy too")
    func worldsAndSkills() async throws {
        let tasks = try await threeTasks()
        var known = WorldModel.example("api", body: "Tests are in tests/.")
        known.structure = .init(environment: [
            .init(label: "tests", description: "tests/", evidenceIDs: [tasks[0].traces[0].rawValue])
        ])
        try await world.write(known)
        var other = WorldModel.example("web", body: "Tests are in spec/.")
        other.structure = .init(environment: [
            .init(
                label: "tests", description: "spec/",
                evidenceIDs: [tasks[0].traces[0].rawValue, tasks[1].traces[0].rawValue])
        ])
        try await world.write(other)
        _ = try await forget(tasks[0].episode)
        #expect(try await world.memory.items.item(known.id) == nil)
        let left = try #require(try await world.memory.items.item(other.id))
        #expect(left.structure.environment.first?.evidenceIDs == [tasks[1].traces[0].rawValue])
    }

    @Test("a model that went is made anew of the facts that are left")
    func worldAnew() async throws {
        let tasks = try await threeTasks()
        var known = WorldModel.example("api", body: "Tests are in tests/.")
        known.structure = .init(environment: [
            .init(label: "tests", description: "tests/", evidenceIDs: [tasks[0].traces[0].rawValue])
        ])
        try await world.write(known)
        let facts = tasks.map {
            ObservedFact(
                place: "pr_api", kind: .environment, key: "tests", value: "tests/", traceID: $0.traces[0],
                episodeID: $0.episode, at: 1)
        }
        let isNew = try await world.database.write { try $0.keep(facts) }
        #expect(isNew)
        _ = try await forget(tasks[0].episode)
        #expect(try await world.memory.items.item(known.id) == nil)
        let place = WorldPlace(agentKind: known.owner.agentKind, profile: known.owner.profile, name: "pr_api")
        let subjects = try await world.database.write { transaction in
            var subjects: [String] = []
            while let job = try transaction.reader.nextJob(at: .max).ready {
                if job.kind == .modelWorld { subjects.append(job.subject) }
                try transaction.finish(job)
            }
            return subjects
        }
        #expect(subjects == [place.subject])
    }

    @Test("an item that a person names is marked, so that learning leaves it alone")
    func named() async throws {
        try await world.writeExamples()
        _ = try await world.memory.forgetting.forget(["sk_rotate-staging-keys"], isDryRun: false)
        #expect(try await world.database.read { try $0.isForgotten(id: "sk_rotate-staging-keys") })
        #expect(try await !world.allText().contains("keytool"))
    }

    @Test("scores and credit of a task of which something was forgotten are read anew")
    func scores() async throws {
        let tasks = try await threeTasks()
        let (episode, traces) = tasks[0]
        try await world.database.write { transaction in
            let evidence = ScoreEvidence(rule: "last_check_passed", value: 1, sourceIDs: [], text: "libxmlsec works.")
            try transaction.settle(
                EpisodeScore(goal: .init(value: 1, evidence: [evidence]), reward: 0.9), of: episode,
                reflections: traces.map {
                    StepReflection(traceID: $0, weight: 0.5, text: "libxmlsec helps", rule: "r", evidence: [])
                }, values: traces.map { _ in 0.5 })
        }
        let step = try #require(traces.first)
        let forgotten = try await world.memory.forgetting.forget([step.rawValue], isDryRun: false)
        #expect(forgotten.unsettled == [episode])
        #expect(try await world.memory.library.task(episode).entry.score == nil)
        #expect(try await world.memory.library.task(episode).entry.episode.reward == nil)
        let left = try #require(try await world.conversation("s0").traces().first)
        #expect(left.reflection == nil && left.value == 0)
    }
}
