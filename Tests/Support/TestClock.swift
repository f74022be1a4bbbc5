package import MemoryModel
import Synchronization

/// Time that passes only when a test says so.
package final class TestClock: Sendable {
    /// 2026-03-01T09:00:00Z.
    package static let start: Timestamp = 1_772_355_600_000

    private let time = Mutex(TestClock.start)

    package init() {}

    package var now: Timestamp { time.withLock { $0 } }

    package func advance(_ milliseconds: Int64) {
        time.withLock { $0 += milliseconds }
    }

    package func advance(minutes: Int64) {
        advance(minutes * 60_000)
    }
}

/// SplitMix64 (Steele, Lea and Flood): the same numbers for the same seed.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The same generator where it is shared.
package final class SeededSource: Sendable {
    private let generator: Mutex<SeededRandom>

    package init(seed: UInt64) {
        generator = Mutex(SeededRandom(seed: seed))
    }

    package func next() -> UInt64 { generator.withLock { $0.next() } }
}
