import JSONText
import MemoryModel
import Testing

@testable import LifeSimulation

@Suite struct LifePlanTests {
    private func plans(seed: UInt64, _ count: Int = 300, families: Int = 12) -> [EpisodePlan] {
        Array(LifePlan(seed: seed, episodes: count, families: families))
    }

    private func line(_ plan: EpisodePlan) -> String {
        "\(plan.at) \(plan.place.name) \(plan.words) \(plan.values.sorted { $0.key < $1.key }) \(plan.noise.sorted { $0.key < $1.key })"
            + " \(plan.makesMistake) \(plan.attempts) \(plan.reaction)"
    }

    @Test("a seed gives the same life, a longer one begins with the shorter, another seed another life")
    func determinism() {
        let long = plans(seed: 3).map(line)
        #expect(plans(seed: 3).map(line) == long)
        #expect(plans(seed: 3, 40).map(line) == Array(long.prefix(40)))
        #expect(plans(seed: 4).map(line) != long)
    }

    @Test("a life has all its families at least three times, errands, failures of another cause and a change of mind")
    func variety() {
        for seed in UInt64(1)...5 {
            let plans = plans(seed: seed, 200)
            for family in 0..<12 {
                let own = plans.filter { $0.task == .family(family) && $0.breakage == nil }
                #expect(own.count >= 3)
            }
            #expect((30...90).contains(plans.count { $0.family == nil }))
            #expect(plans.contains { $0.breakage != nil })
        }
        #expect((UInt64(1)...5).contains { plans(seed: $0, 200).contains { $0.wish?.isReversal ?? false } })
        #expect(plans(seed: 1, 60, families: 6).allSatisfy { $0.family == nil || $0.task < 6 })
    }

    @Test("no template is left unfilled in what anybody says, does or sees")
    func templates() {
        for plan in plans(seed: 1, 600) {
            let played = SimulatedAgent.play(plan, knowing: .none)
            let texts =
                [plan.words, played.answer] + played.calls.flatMap { [$0.call.inputText, $0.call.output ?? ""] }
            for text in texts { #expect(!Self.hasPlaceholder(text), "\(text)") }
        }
    }

    private static func hasPlaceholder(_ text: String) -> Bool {
        text.split(separator: "{").dropFirst().contains { part in
            guard let end = part.firstIndex(of: "}") else { return false }
            let name = part[..<end]
            // `{id}` is a parameter of a path that the user names.
            return !name.isEmpty && name != "id" && name.allSatisfy { $0.isLetter || $0 == "_" }
        }
    }
}

extension EpisodePlan.Task {
    fileprivate static func < (task: EpisodePlan.Task, number: Int) -> Bool {
        if case .family(let family) = task { family < number } else { true }
    }
}
