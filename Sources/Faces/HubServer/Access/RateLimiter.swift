import Synchronization

/// Token buckets by key: each key may take so many at once and gets them back at a steady pace.
///
/// Full buckets are forgotten, so that only those who come often cost memory; beyond its capacity it forgets those that
/// are nearest to full.
final class RateLimiter: Sendable {
    private struct Bucket {
        var level: Double
        var at: ContinuousClock.Instant
    }

    private let allowance: HubLimits.Allowance
    private let capacity: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ allowance: HubLimits.Allowance, capacity: Int = 32_768) {
        self.allowance = allowance
        self.capacity = capacity
    }

    /// Takes one.
    ///
    /// - Returns: `nil` when it may go on, otherwise whole seconds until there is one again.
    func take(_ key: String, now: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            var bucket = buckets[key].map { refilled($0, now) } ?? Bucket(level: allowance.burst, at: now)
            guard bucket.level >= 1 else {
                buckets[key] = bucket
                return max(1, Int(((1 - bucket.level) / allowance.perSecond).rounded(.up)))
            }
            bucket.level -= 1
            if buckets[key] == nil, buckets.count >= capacity { prune(&buckets, now) }
            buckets[key] = bucket
            return nil
        }
    }

    /// What was taken turned out to be none of the kind that counts.
    func giveBack(_ key: String) {
        buckets.withLock { buckets in
            guard let bucket = buckets[key] else { return }
            buckets[key]?.level = min(allowance.burst, bucket.level + 1)
        }
    }

    /// Whether the key was here lately.
    func knows(_ key: String) -> Bool {
        buckets.withLock { $0[key] != nil }
    }

    func forget(_ key: String) {
        buckets.withLock { _ = $0.removeValue(forKey: key) }
    }

    private func refilled(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Bucket {
        let passed = (now - bucket.at) / .seconds(1)
        return Bucket(level: min(allowance.burst, bucket.level + max(0, passed) * allowance.perSecond), at: now)
    }

    private func prune(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        let levels = buckets.mapValues { refilled($0, now).level }
        let keep = Set(levels.sorted { $0.value < $1.value }.prefix(capacity / 2).map(\.key))
        buckets = buckets.filter { keep.contains($0.key) && levels[$0.key, default: 0] < allowance.burst }
    }
}
