package import EpisodeRouting
package import LearningPipeline
package import MemoryModel
package import MemoryStore
import Synchronization
package import TraceCapture

/// What every service is given: the database, the time, ids, and the pure rules.
package struct CoreContext: Sendable {
    package let database: MemoryDatabase
    package let now: @Sendable () -> Timestamp
    package let identifiers: IdentifierSource
    package let router: EpisodeRouter
    package let cleaning: TurnCleaning
    package let plan: LearningPlan

    package init(
        database: MemoryDatabase, now: @escaping @Sendable () -> Timestamp, identifiers: IdentifierSource,
        router: EpisodeRouter, cleaning: TurnCleaning, plan: LearningPlan
    ) {
        self.database = database
        self.now = now
        self.identifiers = identifiers
        self.router = router
        self.cleaning = cleaning
        self.plan = plan
    }
}

/// Makes ids that sort by time, also within a millisecond.
package final class IdentifierSource: Sendable {
    private struct State {
        var time: Timestamp = 0
        var high: UInt16 = 0
        var low: UInt64 = 0
    }

    private let state = Mutex(State())
    private let random: @Sendable () -> UInt64

    /// - Parameter random: seeded in tests.
    package init(random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }) {
        self.random = random
    }

    package func next<Noun>(_ prefix: String, at time: Timestamp) -> Identifier<Noun> {
        Identifier(text(prefix, at: time))
    }

    package func text(_ prefix: String, at time: Timestamp) -> String {
        let (high, low) = state.withLock { state in
            if time == state.time {
                state.low &+= 1 + random() % 0xFFFF
            } else {
                state = State(time: time, high: UInt16(truncatingIfNeeded: random()), low: random() >> 1)
            }
            return (state.high, state.low)
        }
        return SortableIdentifier.text(prefix: prefix, milliseconds: time, high: high, low: low)
    }

    /// Sixteen unguessable characters, for a fence.
    package func nonce() -> String {
        let digits = String(random(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
