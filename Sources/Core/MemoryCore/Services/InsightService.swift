package import MemoryModel
package import MemoryStore

/// Numbers about the memory itself.
package struct InsightService: Sendable {
    private let context: CoreContext

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
                inventory: try reader.inventory(), lastCapture: try reader.lastDelivery(),
                lastRecall: try reader.lastInjection()
            )
        }
    }

    package func events(after sequence: Int64?) async throws -> AsyncStream<MemoryEvent> {
        try await context.database.events(after: sequence)
    }
}
