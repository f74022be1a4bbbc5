import Synchronization

/// How long a request waited for news, which is not the hub's time.
final class WaitingTime: Sendable {
    private let total = Mutex(Duration.zero)

    var value: Duration { total.withLock { $0 } }

    func add(_ time: Duration) { total.withLock { $0 += time } }
}
