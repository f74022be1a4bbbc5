import MemoryModel
import Testing

@testable import LifeSimulation

@Suite struct SimulatedAgentTests {
    /// One plan of every family and place that goes wrong for one who knows nothing.
    private static let wrongWays: [EpisodePlan] = {
        var seen: Set<String> = []
        return LifePlan(seed: 9, episodes: 1500, families: 12).filter { plan in
            guard let family = plan.family, plan.makesMistake, !plan.isLucky, plan.breakage == nil else { return false }
            return seen.insert("\(family.name) \(plan.place.name)").inserted
        }
    }()

    @Test("every family of every place has its fault, its remedy and its success")
    func stumbles() {
        #expect(Self.wrongWays.count == Families.all.reduce(0) { $0 + $1.places.count })
        for plan in Self.wrongWays {
            let played = SimulatedAgent.play(plan, knowing: .none)
            #expect(played.mistakes > 0 && played.isMended && played.isSuccess)
            #expect(played.calls.last { $0.origin != .noise }.map { !$0.hasFailed } ?? false)
        }
    }

    @Test("who is told the remedy does it right away, with the same steps in the end")
    func informed() {
        for plan in Self.wrongWays {
            let alone = SimulatedAgent.play(plan, knowing: .none)
            let remedy = alone.calls.filter { if case .course = $0.origin { !$0.hasFailed } else { false } }
            let told = remedy.map { "`\($0.call.inputText)`" }.joined(separator: "\n")
            let played = SimulatedAgent.play(plan, knowing: Knowledge(told))
            #expect(played.mistakes == 0, "\(plan.family?.name ?? "") at \(plan.place.name)")
            #expect(played.isMended && played.isSuccess)
            func moves(_ episode: PlayedEpisode) -> Set<String> {
                Set(episode.calls.compactMap { if case .course(let move) = $0.origin { move } else { nil } })
            }
            #expect(moves(played) == moves(alone))
        }
    }

    @Test("what another place does is no remedy here")
    func otherPlace() throws {
        let plan = try #require(
            Self.wrongWays.first { $0.family?.name == "native-wheel" && $0.place.name == "ledger-worker" })
        #expect(SimulatedAgent.play(plan, knowing: Knowledge("apt-get install -y libpq-dev")).mistakes > 0)
        #expect(SimulatedAgent.play(plan, knowing: Knowledge("prefer `apk add postgresql-dev`")).mistakes == 0)
    }

    @Test("who knows where tests are does not look")
    func layout() throws {
        let plan = try #require(Self.wrongWays.first { $0.looks > 0 && $0.place.name == "billing-api" })
        #expect(SimulatedAgent.play(plan, knowing: .none).looks == plan.looks)
        #expect(SimulatedAgent.play(plan, knowing: Knowledge("Tests are in `tests/`.")).looks == 0)
    }
}
