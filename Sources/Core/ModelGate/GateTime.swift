/// Time as the gate counts it: it only goes forward, also when somebody sets the clock.
package struct GateTime: Sendable {
    /// Since any fixed moment.
    package var now: @Sendable () -> Duration
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    package static let system: GateTime = {
        let clock = ContinuousClock()
        let start = clock.now
        return GateTime(now: { clock.now - start }, sleep: { try await clock.sleep(for: $0) })
    }()
}
