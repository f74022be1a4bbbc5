import MemoryModel
import MemoryTestSupport
import Testing

/// A repository that was explored need not be explored again.
@Suite("World models learned in conversations")
struct LearningWorldConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    private func explore() async throws {
        for (day, task) in LearningDays.exploration.enumerated() {
            try await world.live(task, session: "day \(day)", workspace: "/src/shop")
        }
    }

    @Test("a repository explored over several tasks is known: where tests, sources and settings are, with evidence")
    func repository() async throws {
        try await explore()
        let models = try await world.learned(WorldModel.self)
        #expect(models.count == 1, "\(models.map(\.title))")
        let model = try #require(models.first)
        let labels = model.structure.environment.map { $0.label + " " + $0.description }.joined(separator: "\n")
        for place in ["tests", "src", "config"] { #expect(labels.contains(place), "\(labels)") }
        #expect(model.words.contains("pytest"))
        #expect(model.confidence >= 0.2)
        for entry in model.structure.environment + model.structure.inference {
            #expect(!entry.evidenceIDs.isEmpty, "\(entry.label)")
            for id in entry.evidenceIDs where id.hasPrefix("tr_") {
                #expect(try await world.memory.library.trace(TraceID(id)) != nil)
            }
        }
        #expect(try await world.count("jobsFailed") == 0)
    }

    @Test("the first question of the next session is answered with it")
    func nextSession() async throws {
        try await explore()
        let model = try #require(try await world.learned(WorldModel.self).first)
        let shown = try await world.conversation("next", workspace: "/src/shop").recall(
            "Where are the tests of the shop, and where is its configuration?")
        let line = Conversation.lines(of: shown).first { $0.hasPrefix("- environment") }
        #expect(line?.contains(model.id.rawValue) == true, "\(shown)")
        #expect(shown.contains("tests") && shown.contains("config"))
    }

    @Test("it states and does not advise")
    func noAdvice() async throws {
        try await explore()
        let model = try #require(try await world.learned(WorldModel.self).first)
        for entry in model.structure.environment + model.structure.inference {
            let words = entry.description.lowercased()
            for order in ["you should", "you must", "run `", "always "] { #expect(!words.hasPrefix(order)) }
        }
    }

    @Test("a place that moved is known where it is now, and the older version stays in the history")
    func moved() async throws {
        try await explore()
        let before = try #require(try await world.learned(WorldModel.self).first)
        for day in 0..<3 {
            try await world.live(
                ScriptedTask(
                    "Run the tests of the shop, they moved to checks.",
                    [
                        .runs("ls", "README.md\nchecks\nconfig\npyproject.toml\nsrc"),
                        .fails("ls tests", "ls: cannot access 'tests': No such file or directory"),
                        .runs("ls checks", "test_cart.py\ntest_prices.py"),
                        .runs("pytest checks -q", "15 passed in 0.79s"),
                    ],
                    answer: "They pass.", verdict: LearningDays.pleased), session: "moved \(day)",
                workspace: "/src/shop")
        }
        let after = try #require(try await world.memory.items.item(before.id))
        #expect(after.version > before.version)
        #expect(after.words.contains("checks"))
        #expect(try await world.memory.items.versions(of: before.id).count >= 2)
    }
}
