import MemoryModel
import MemoryStore

/// Which records of hooks have been taken, and what was answered.
package struct DeliveryService: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    package func reply(toRecord id: String) async throws -> String? {
        try await context.database.read { try $0.reply(toRecord: id) }
    }

    package func keep(record id: String, host: String, reply: String) async throws {
        try await context.database.write { try $0.markDelivered(record: id, host: host, reply: reply) }
    }
}
