import MemoryMath
import MemoryTestSupport
import Testing

/// Properties of the arithmetic.
struct MemoryMathTests {
    @Test func relevanceAloneGivesTheOrderOfRelevance() {
        let picked = MaximalMarginalRelevance.select(relevance: [0.2, 0.9, 0.5], limit: 3, lambda: 1) { _, _ in 1 }
        #expect(picked == [1, 2, 0])
    }

    @Test func theRepetitionOfThePickedComesAfterTheDifferent() {
        let picked = MaximalMarginalRelevance.select(relevance: [1, 0.99, 0.7], limit: 2, lambda: 0.7) { a, b in
            Set([a, b]) == [0, 1] ? 1 : 0
        }
        #expect(picked == [0, 2])
    }

    @Test func tiesKeepTheGivenOrder() {
        let picked = MaximalMarginalRelevance.select(relevance: [0.5, 0.5, 0.5], limit: 3, lambda: 0.7) { _, _ in 0 }
        #expect(picked == [0, 1, 2])
    }

    @Test(arguments: [0, 1, 5, 100])
    func noItemIsPickedTwiceAndNoMoreThanAsked(limit: Int) {
        var random = SeededRandom(seed: 5)
        for _ in 0..<50 {
            let relevance = (0..<20).map { _ in Double.random(in: 0...1, using: &random) }
            let picked = MaximalMarginalRelevance.select(relevance: relevance, limit: limit, lambda: 0.5) { a, b in
                Double((a * 7 + b * 7) % 11) / 10
            }
            #expect(picked.count == min(limit, 20))
            #expect(Set(picked).count == picked.count)
            if let first = picked.first { #expect(relevance[first] == relevance.max()) }
        }
    }

    @Test(
        arguments: [
            ([1, 2, 3], [1, 2, 3], 1.0), ([1, 2], [3], 0), ([], [], 0), ([1], [], 0), ([1, 2, 3], [2, 3, 4], 0.5),
        ] as [(Set<Int>, Set<Int>, Double)])
    func overlapIsTheSharedPartOfBoth(a: Set<Int>, b: Set<Int>, expected: Double) {
        #expect(jaccardSimilarity(ascending: a.sorted(), b.sorted()) == expected)
        #expect(jaccardSimilarity(ascending: b.sorted(), a.sorted()) == expected)
    }

    private static let day: Int64 = 86_400_000

    @Test(
        arguments: [
            (1, 0, 1), (1, 30 * day, 0.5), (1, 60 * day, 0.25), (0.5, 30 * day, 0.25), (-1, 0, 0), (0, 5 * day, 0),
            (1, -day, 1), (1, .max, 0), (1, .min, 1),
        ] as [(Double, Int64, Double)])
    func priorityHalvesEveryThirtyDays(value: Double, age: Int64, expected: Double) {
        #expect(abs(PriorityDecay.priority(value: value, ageMilliseconds: age) - expected) < 1e-9)
    }

    @Test func priorityNeverGrowsWithAge() {
        let priorities = (0..<400).map { PriorityDecay.priority(value: 0.8, ageMilliseconds: Int64($0) * Self.day) }
        #expect(zip(priorities, priorities.dropFirst()).allSatisfy { $0 > $1 })
        #expect(priorities.allSatisfy { (0...1).contains($0) })
    }
}
