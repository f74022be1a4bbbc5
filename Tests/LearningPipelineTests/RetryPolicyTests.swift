import MemoryModel
import Testing

@testable import LearningPipeline

/// When a failed job is tried again, and what follows a turn.
struct RetryPolicyTests {
    @Test(arguments: [(1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 320), (7, 640)])
    func everyFailureDoublesThePause(failures: Int, seconds: Int64) {
        #expect(RetryPolicy.nextAttempt(after: failures, now: 1000) == 1000 + seconds * 1000)
    }

    @Test(arguments: [8, 9, 100, Int.max])
    func afterEightFailuresItIsGivenUp(failures: Int) {
        #expect(RetryPolicy.nextAttempt(after: failures, now: 1000) == nil)
    }

    @Test func aTurnPlansTheEndOfItsTask() {
        var options = LearningPlan.Options()
        options.idleClose = 5000
        #expect(
            LearningPlan(options: options).afterTurn(in: EpisodeID("ep"), at: 100) == [
                LearningPlan.Step(kind: .closeIdleEpisode, subject: "ep", notBefore: 5100)
            ])
    }

    @Test func housekeepingIsDaily() {
        let steps = LearningPlan(options: LearningPlan.Options()).daily(from: 100)
        #expect(steps.map(\.kind) == [.pruneHistory, .reviewSkills])
        #expect(steps.map(\.notBefore) == [86_400_100, 86_400_100])
    }
}
