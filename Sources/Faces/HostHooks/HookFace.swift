package import JSONText
import MemoryAPI
package import MemoryDispatch
package import MemoryModel

/// The request `hook.run`: a host's hook event, live or from the spool, taken exactly once.
package struct HookFace: Sendable {
    /// Remembers the replies to records, so that one that comes twice gets the same answer and changes nothing.
    package struct Deliveries: Sendable {
        package var reply: @Sendable (_ record: String) async throws -> String?
        package var keep: @Sendable (_ record: String, _ host: String, _ reply: String) async throws -> Void

        package init(
            reply: @escaping @Sendable (_ record: String) async throws -> String?,
            keep: @escaping @Sendable (_ record: String, _ host: String, _ reply: String) async throws -> Void
        ) {
            self.reply = reply
            self.keep = keep
        }
    }

    package static let method = "hook.run"

    private let dispatcher: Dispatcher
    private let deliveries: Deliveries
    private let now: @Sendable () -> Timestamp

    package init(dispatcher: Dispatcher, deliveries: Deliveries, now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        self.dispatcher = dispatcher
        self.deliveries = deliveries
    }

    package func run(_ params: JSON?, _ context: CallContext) async throws -> JSON {
        let fields = try Fields(params, method: Self.method)
        let host = try fields.requiredString("host")
        let record = try fields.requiredString("recordId")
        let time = try fields.requiredTime("ts")
        guard host == ClaudeHooks.host else {
            throw MemoryError(
                .unsupported, "There are no hooks for the host \"\(host)\".", hint: "Known hosts: \(ClaudeHooks.host)."
            )
        }
        if let reply = try await deliveries.reply(record) { return ["stdout": .string(reply)] }
        let plan = ClaudeHooks.plan(
            fields.json("payload") ?? .null, at: time, deadlineAt: try fields.integer("deadlineMs").map { now() + min(max(0, $0), 3_600_000) }
        )
        var reply = ""
        for call in plan.calls {
            do {
                let answer = try await dispatcher.call(call.method, call.params, context)
                if let event = plan.showsRecallOf {
                    reply = ClaudeHooks.output(event: event, context: answer["injectedContext"]?.string ?? "")
                }
            } catch let error as MemoryError where error.code == .sessionNotFound {
                // A session that was never used has nothing to close.
            }
        }
        try await deliveries.keep(record, host, reply)
        return ["stdout": .string(reply)]
    }
}
