/// What a hub may cost: time, bytes, values.
package enum HubLimits {
    /// From a call to the last byte of its answer.
    package static let call = Duration.seconds(10)
    /// The same where many statements travel.
    package static let bulk = Duration.seconds(30)
    /// How long a hub may wait for news before it answers: the longest it accepts.
    package static let poll = 25
    /// Bytes of an answer that carries statements.
    package static let page = 32 << 20
    /// Bytes of any other answer.
    package static let answer = 4 << 20
    /// Bytes of an answer that tells of a failure.
    static let failure = 64 << 10
    /// Values in an answer: many times what the largest of them needs, and few enough to be held.
    static let values = 250_000
    /// Objects in objects; none of the hub's answers needs half of it.
    static let depth = 24
    /// Statements in one page of the feed.
    package static let entries = 500
    /// Statements in one call.
    package static let statements = 100
    /// Bytes of statements in one call; one statement alone may be larger.
    package static let push = 4 << 20

    struct Lapse: Error {}

    /// Runs the work, and cancels it when the time is over.
    ///
    /// - Throws: `Lapse`, else what the work throws.
    static func within<Result: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit, clock: .continuous)
                throw Lapse()
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}
