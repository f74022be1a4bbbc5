package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What tells the time, waits and throws dice between attempts, so that a test decides over them.
package struct CallTiming: Sendable {
    /// Never goes back.
    package var now: @Sendable () -> ContinuousClock.Instant
    /// As people read it; for signatures and reports.
    package var date: @Sendable () -> Timestamp
    package var sleep: @Sendable (Duration) async throws -> Void
    /// In [0, 1), each value as likely as any other.
    package var chance: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant, date: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Duration) async throws -> Void, chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
        self.chance = chance
    }

    package static let system = CallTiming(
        now: { .now },
        date: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(time.tv_sec) * 1000 + Timestamp(time.tv_nsec) / 1_000_000
        },
        sleep: { try await Task.sleep(for: $0) },
        chance: { .random(in: 0..<1) }
    )
}
