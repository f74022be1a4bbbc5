import MemoryModel
import Synchronization

/// Time that passes only when a scene says so, and never back.
final class SceneClock: Sendable {
    private let time: Mutex<Timestamp>

    init(at start: Timestamp) {
        time = Mutex(start)
    }

    var now: Timestamp { time.withLock { $0 } }

    func move(to later: Timestamp) { time.withLock { $0 = max($0, later) } }

    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
