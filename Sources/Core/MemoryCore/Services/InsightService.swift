import JSONText
package import MemoryModel
package import MemoryStore

/// Numbers about the memory itself.
package struct InsightService: Sendable {
    let context: CoreContext
    let cache = FiguresCache()

    package init(context: CoreContext) {
        self.context = context
    }

    package struct State: Sendable {
        package var inventory: Inventory
        package var lastCapture: (at: Timestamp, host: String)?
        package var lastRecall: Injection?
    }

    package func state() async throws -> State {
        try await context.database.read { reader in
            State(
                inventory: try reader.inventory(), lastCapture: try reader.lastCapture(),
                lastRecall: try reader.lastInjection()
            )
        }
    }

    /// Examines the database; `nil` when that took longer than it may.
    package func health(within limit: Duration) async throws -> StoreHealth? {
        try await withThrowingTaskGroup(of: StoreHealth?.self) { [database = context.database] group in
            group.addTask { try await database.read { try $0.health() } }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Agents that have been here, the most recent first.
    package func agents() async throws -> [SeenAgent] {
        try await context.database.read { try $0.seenAgents() }
    }

    package func lastEvent() async throws -> Int64 {
        try await context.database.read { try $0.lastEventSequence() }
    }

    /// Puts a fact about the program itself on the timeline.
    package func note(_ kind: MemoryFact.Kind) async throws {
        try await context.database.write { $0.tell(MemoryFact(kind, [:])) }
    }

    package func events(after sequence: Int64?) async throws -> AsyncStream<MemoryEvent> {
        try await context.database.events(after: sequence)
    }
}
