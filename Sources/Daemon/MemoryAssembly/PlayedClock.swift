package import MemoryModel
import Synchronization

/// Time of a memory that is played and not lived: it passes only when the play says so, and never back.
package final class PlayedClock: Sendable {
    private let time: Mutex<Timestamp>

    package init(at start: Timestamp) {
        time = Mutex(start)
    }

    package var now: Timestamp { time.withLock { $0 } }

    package func move(to later: Timestamp) { time.withLock { $0 = max($0, later) } }

    package func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
