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
    private let deferred = DeferredRecalls()
    private let now: @Sendable () -> Timestamp

    package init(dispatcher: Dispatcher, deliveries: Deliveries, now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        self.dispatcher = dispatcher
        self.deliveries = deliveries
    }

    /// - Parameter hasAudience: whether the hook still waits; out of the spool nobody does.
    package func run(_ params: JSON?, _ context: CallContext, hasAudience: Bool = true) async throws -> JSON {
        let fields = try Fields(params, method: Self.method)
        let host = try fields.requiredString("host")
        let record = try fields.requiredString("recordId")
        let time = try fields.requiredTime("ts")
        let payload = fields.json("payload") ?? .null
        let caller = try fields.string("caller")
        let deadlineAt = try fields.integer("deadlineMs").map { now() + min(max(0, $0), 3_600_000) }
        guard let dialect = HookDialects.dialect(of: host, payload: payload, caller: caller) else {
            throw MemoryError(
                .unsupported, "There are no hooks for the host \"\(host)\".",
                hint: "Known hosts: \(HookDialects.hosts.joined(separator: ", "))."
            )
        }
        if let reply = try await deliveries.reply(record) { return ["stdout": .string(reply)] }
        var plan = dialect.plan(payload, at: time, deadlineAt: deadlineAt)
        if !hasAudience { plan = plan.withoutAudience }
        let answer = try await answer(to: plan, deadlineAt: deadlineAt, context)
        let reply = dialect.output(event: HookPayload.event(of: payload), answer: answer)
        try await deliveries.keep(record, host, reply)
        return ["stdout": .string(reply)]
    }

    private func answer(to plan: HookPlan, deadlineAt: Timestamp?, _ context: CallContext) async throws -> HookAnswer {
        var answer = HookAnswer()
        for call in plan.calls {
            do {
                answer.take(try await dispatcher.call(call.method, call.params, context))
            } catch let error as MemoryError where error.code == .sessionNotFound {
                // A session that was never used has nothing to close.
            }
        }
        if let deferral = plan.defers { deferred.put(deferral) }
        if let key = plan.shows, var call = deferred.take(key) {
            call.params["deadlineAt"] = deadlineAt.map(JSON.integer)
            answer.take(try await dispatcher.call(call.method, call.params, context))
        }
        return answer
    }
}
