import MemoryModel
import MemoryStore

/// What arrives from hosts: records of hooks that have been taken, with what was answered, and whether each host does
/// its part.
package struct DeliveryService: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    package func reply(toRecord id: String) async throws -> String? {
        try await context.database.read { try $0.reply(toRecord: id) }
    }

    package func keep(record id: String, host: String, reply: String) async throws {
        try await context.database.write(outliving: .process) {
            try $0.markDelivered(record: id, host: host, reply: reply)
        }
    }

    /// Whether each host delivers, the one that asked last first.
    package func hosts() async throws -> [HostDelivery] {
        let (now, failures) = (context.now(), context.hookFailures())
        return try await context.database.read { try HostDelivery.all(from: $0, failures: failures, at: now) }
    }

    /// What the person behind a host should be told of its delivery, in one line; `nil` while all is well.
    ///
    /// - Parameter agent: the agent by its name on our wire.
    package func notice(for agent: String) async throws -> String? {
        guard let host = try await hosts().first(where: { $0.activity.agent == agent }), let complaint = host.complaint
        else { return nil }
        return ["memos:", complaint, host.mend ?? ""].joined(separator: " ")
    }
}
