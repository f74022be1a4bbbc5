import MemoryCore
import MemoryModel
package import RetrievalBenchmark

/// What learning costs, and whether recall notices it.
package struct TimeFigures: Sendable {
    /// Milliseconds of processor time of the jobs after a task.
    package var learning: LatencyFigures?
    package var longest: Double
    /// Seconds of the clock on the wall for the whole life, recall and capture included.
    package var life: Double
    /// Milliseconds of a recall while nothing else runs, and while tasks are recorded and learned from.
    package var idle: LatencyFigures?
    package var busy: LatencyFigures?

    init(_ lived: [LivedEpisode], seconds: Double) {
        let times = lived.map { $0.learning * 1000 }
        learning = LatencyFigures(times)
        longest = times.max() ?? 0
        life = seconds
    }

    /// Asks in turn what users of this life ask: alone, and then while another day goes by.
    mutating func measureRecall(_ life: Life, plans: [EpisodePlan], questions: Int) async throws {
        let texts = Families.all.flatMap { family in
            family.heldOut.map { $0.filled(Places.all[0].values.merging(family.cases[0]) { $1 }) }
        }
        func ask(_ number: Int) async throws -> Double {
            let turn = TurnService.Opened(
                session: SessionID("timed-\(number)"), wantsRecall: true, userText: texts[number % texts.count])
            let owner = Namespace(agentKind: "claude", workspace: Places.all[number % Places.all.count].workspace)
            return try await life.home.memory.recall.beforeTurn(
                turn, owner: owner, visibleSince: nil, deadlineAt: nil
            ).milliseconds
        }
        var times: [Double] = []
        for number in 0..<questions { times.append(try await ask(number)) }
        idle = LatencyFigures(times)
        let silent = Life(home: life.home, seed: life.seed, matcher: life.matcher, recalls: false)
        let day = Task { for plan in plans { _ = try await silent.live(plan) } }
        times = []
        let progress = Task { try await day.value }
        let isOver = Over()
        Task {
            _ = try? await progress.value
            isOver.set()
        }
        var number = questions
        while !isOver.value {
            times.append(try await ask(number))
            number += 1
        }
        try await progress.value
        busy = LatencyFigures(times)
    }
}
