import MemoryModel
package import MemoryStore

/// Forgets what has grown too old, as if a person had asked for it: rows, indexes, history and files go the same way.
package struct RetentionService: Sendable {
    private let context: CoreContext
    private let forgetting: ForgettingService
    private let days: @Sendable () -> Int

    /// - Parameter days: how long a memory is kept; 0 for ever. Asked for at each sweep.
    package init(context: CoreContext, forgetting: ForgettingService, days: @escaping @Sendable () -> Int) {
        self.context = context
        self.forgetting = forgetting
        self.days = days
    }

    /// Forgets one slice of what is too old and not pinned, the oldest first, so that nothing else waits long for it.
    ///
    /// - Returns: what went; `nil` when there was nothing.
    package func sweep() async throws -> Forgotten? {
        let days = days()
        guard days > 0 else { return nil }
        let end = context.now() - Int64(days) * 86_400_000
        let old = try await context.database.read { try $0.expiredTraces(before: end, limit: Self.slice) }
        guard !old.isEmpty else { return nil }
        return try await forgetting.forget(old.map(\.rawValue), isDryRun: false)
    }

    /// Memories of one transaction.
    private static let slice = 50
}
