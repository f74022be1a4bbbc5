import MemoryAssembly
import MemoryModel
import MemoryStore
import MemoryTestSupport
import RetrievalBenchmark
import RuntimeHome
import Testing

@testable import LifeSimulation

@Suite struct LifeRunTests {
    private static let models = ModelShelf(folder: RuntimeHome(path: #filePath + "/../../../model-data").path)

    private func run(seed: UInt64 = 1) async throws -> LifeReports {
        var options = LifeSimulation.Options()
        options.seeds = [seed]
        options.episodes = 30
        options.families = 4
        options.isTimed = false
        return try await LifeSimulation(options: options, models: Self.models) { _ in }.run()
    }

    @Test("a life can be lived twice and comes to the same")
    func repeats() async throws {
        let timed: Set<String> = ["learningP50", "learningP95", "learningMost", "seconds"]
        func figures(_ reports: LifeReports) -> [String: Double?] {
            Dictionary(
                uniqueKeysWithValues: reports.names.filter { !timed.contains($0) }.map { ($0, reports.mean($0)) })
        }
        let first = try await run()
        #expect(first.lives.count == 1 && first.lives[0].episodes == 30)
        #expect(figures(first) == figures(try await run()))
        #expect(LifeTables(first).text.contains("fewer repeated mistakes"))
        #expect(first.mean("mistakesAlone").map { $0 > 0 } ?? false)
    }

    @Test("a skill that is there is found in new words and counted for its family")
    func skills() async throws {
        let home = try LifeHome(in: ScratchFolder(), name: "life", seed: 1, model: nil, kinship: nil)
        var skill = Skill.example(
            "renew-a-certificate", summary: "Renew an expired TLS certificate of a domain with certbot.",
            guide:
                "1. `systemctl stop nginx` (Alpine: `rc-service nginx stop`)\n2. `certbot renew --cert-name <domain>`\n3. `systemctl start nginx`",
            owner: Namespace(agentKind: "claude"))
        skill.procedure.steps = [
            "`systemctl stop nginx`", "`certbot renew --cert-name <domain>`", "`systemctl start nginx`",
        ]
        let made = skill
        try await home.parts.database.write { try $0.insert(made, reason: "learned from episodes") }
        let lived = LifePlan(seed: 1, episodes: 120, families: 12).map { plan in
            let played = SimulatedAgent.play(plan, knowing: .none)
            return LivedEpisode(
                plan: plan, id: nil, played: played, alone: played, learning: 0, recall: nil, wasTold: false,
                loadedSkills: 0)
        }
        let histories = FamilyHistory.all(lived, families: 12)
        let figures = try await SkillFigures(
            [made], matcher: StepMatcher(families: 12), histories: histories, home: home, seed: 1)
        #expect(figures.skills == 1 && figures.junk == 0)
        #expect(figures.familiesWithSkill == 1)
        #expect(figures.firstInSearch > 0)
        #expect(figures.firstInBlock <= figures.inBlock && figures.inBlock < figures.questions)
        try home.close()
    }
}
