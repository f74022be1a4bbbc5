import Synchronization

/// How long the last requests took, without the time they waited for news.
final class LatencyRing: Sendable {
    private struct Ring {
        var values: [Double] = []
        var next = 0
    }

    private static let capacity = 2048
    private let ring = Mutex(Ring())

    func note(_ time: Duration) {
        let milliseconds = time / .milliseconds(1)
        ring.withLock { ring in
            if ring.values.count < Self.capacity {
                ring.values.append(milliseconds)
            } else {
                ring.values[ring.next] = milliseconds
            }
            ring.next = (ring.next + 1) % Self.capacity
        }
    }

    /// The time, in milliseconds, that 95 of 100 requests stayed below; `nil` before the first.
    var p95: Double? {
        let values = ring.withLock { $0.values }.sorted()
        guard !values.isEmpty else { return nil }
        return values[min(values.count - 1, Int((Double(values.count) * 0.95).rounded(.up)) - 1)]
    }
}
