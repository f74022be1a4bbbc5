import MemoryModel
import Testing

@testable import RewardAssignment

@Suite("Credit")
struct CreditTests {
    private let assignment = RewardAssignment()

    @Test("the last step is worth the reward, earlier ones by α and by what comes after")
    func formula() {
        let values = assignment.values(reward: 0.8, weights: [0.4, 0.7, 0.5])
        let second = 0.7 * 0.8 + 0.3 * 0.9 * 0.8
        #expect(values == [0.4 * 0.8 + 0.6 * 0.9 * second, second, 0.8])
    }

    @Test("what lies outside its range counts as the nearer end")
    func clamped() {
        #expect(assignment.values(reward: 5, weights: [3, -1, 0.5]) == [1, 0.9, 1])
        #expect(assignment.values(reward: -5, weights: [-.infinity, .nan]) == [-0.9, -1])
        #expect(assignment.values(reward: .nan, weights: [0.5, 0.5]) == [0, 0])
        #expect(assignment.values(reward: 1, weights: []) == [])
    }

    @Test("values keep the sign of the reward, and never exceed it", arguments: [-1, -0.37, 0, 0.62, 1])
    func bounded(reward: Double) {
        let weights = (0..<1000).map { Double($0 * 7919 % 100) / 100 }
        for value in assignment.values(reward: reward, weights: weights) {
            #expect(abs(value) <= abs(reward) + 1e-12 && value * reward >= 0)
        }
    }

    @Test("a value can be explained by its terms")
    func explained() throws {
        let reflections = [0.7, 0.4].enumerated().map {
            StepReflection(
                traceID: TraceID("tr_\($0.offset)"), weight: $0.element, text: "", rule: "progress", evidence: [])
        }
        let first = try #require(assignment.breakdown(of: TraceID("tr_0"), reward: -0.5, reflections: reflections))
        #expect(first.value == assignment.values(reward: -0.5, weights: [0.7, 0.4])[0])
        #expect(first.value == first.direct + first.passedBack)
        #expect(first.formula == "0.70·−0.50 + 0.30·0.90·−0.50 = −0.49")
        let last = try #require(assignment.breakdown(of: TraceID("tr_1"), reward: -0.5, reflections: reflections))
        #expect(last.next == nil && last.value == -0.5 && last.formula == "R = −0.50")
        #expect(assignment.breakdown(of: TraceID("tr_2"), reward: 1, reflections: reflections) == nil)
    }
}
