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
