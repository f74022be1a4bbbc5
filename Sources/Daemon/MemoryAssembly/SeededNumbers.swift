import MemoryMath
import Synchronization

/// The same numbers for the same seed, for whoever asks from any thread.
package final class SeededNumbers: Sendable {
    private let generator: Mutex<SplitMix64>

    package init(seed: UInt64) {
        generator = Mutex(SplitMix64(seed: seed))
    }

    @Sendable package func next() -> UInt64 { generator.withLock { $0.next() } }

    package func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}
