import Synchronization

/// Bounds an exchange in time: its whole length, and from the first piece of an answer on the silence between pieces.
struct Watch: Sendable {
    enum Lapse: Error {
        /// The time for all is over.
        case deadline
        /// The other side fell silent in the midst of its answer.
        case silence
    }

    var limit: Duration
    /// `nil` for an answer that is only waited for as a whole.
    var silence: Duration?

    /// When the last piece came.
    final class Pulse: Sendable {
        private let last = Mutex<ContinuousClock.Instant?>(nil)

        func beat() { last.withLock { $0 = .now } }

        var latest: ContinuousClock.Instant? { last.withLock { $0 } }
    }

    /// - Throws: `Lapse` when time is over, the work being cancelled then; else what the work throws.
    func over<Result: Sendable>(_ work: @escaping @Sendable (Pulse) async throws -> Result) async throws -> Result {
        let pulse = Pulse()
        let deadline = ContinuousClock.now + limit
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work(pulse) }
            group.addTask { [silence] in
                try await Self.wait(for: pulse, until: deadline, silence: silence)
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private static func wait(
        for pulse: Pulse, until deadline: ContinuousClock.Instant, silence: Duration?
    ) async throws {
        while true {
            let quiet = silence.flatMap { silence in pulse.latest.map { $0 + silence } }
            let now = ContinuousClock.now
            if now >= deadline { throw Lapse.deadline }
            if let quiet, now >= quiet { throw Lapse.silence }
            // Before the first piece nobody knows when silence will begin, so it is looked at often enough.
            let next = quiet ?? silence.map { now + $0 } ?? deadline
            try await Task.sleep(until: min(next, deadline), clock: .continuous)
        }
    }
}
