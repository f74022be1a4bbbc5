package import LanguageModels
package import MemoryModel
import Synchronization

/// Where all rooms ask models: it finds who answers, keeps order among those who ask, has every call set aside before it
/// is sent, and lets nobody wait longer than they can.
///
/// A call waits for a place at its model, then for its reservation, then for its answer; its limit covers all three.
/// Calls under way that nobody waits for any more are stopped, and settled with what they came to.
package final class ModelGate: ModelDesk {
    let seats: @Sendable (ModelRole) -> ModelSeat?
    let meter: any ModelMeter
    let time: GateTime
    let floor = Mutex(GateFloor())
    private let hasBudget: @Sendable (ModelRole) -> Bool
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - seats: asked for each call, so that a changed setting counts from the next one on.
    ///   - hasBudget: whether no limit of the role is reached.
    ///   - now: the clock on the wall, for what people read.
    package init(
        seats: @escaping @Sendable (ModelRole) -> ModelSeat?, meter: any ModelMeter,
        hasBudget: @escaping @Sendable (ModelRole) -> Bool, time: GateTime = .system,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.seats = seats
        self.meter = meter
        self.hasBudget = hasBudget
        self.time = time
        self.now = now
    }

    package convenience init(
        seats: @escaping @Sendable (ModelRole) -> ModelSeat?, meter: BudgetMeter, time: GateTime = .system,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.init(seats: seats, meter: meter, hasBudget: { meter.hasBudget(for: $0) }, time: time, now: now)
    }

    package func model(for role: ModelRole) -> ModelName? { seats(role)?.name }

    package func fits(_ role: ModelRole, within limit: Duration) -> Bool {
        guard let seat = seats(role), hasBudget(role) else { return false }
        return floor.withLock { floor in
            guard let record = floor.record(of: role), record.model == seat.name,
                floor.queues[seat.name]?.isFree(concurrency: seat.concurrency) != false
            else { return false }
            return record.fits(limit)
        }
    }

    package func complete(
        _ request: CompletionRequest, for call: ModelCall
    ) async throws(ModelFault) -> Completion {
        let seat = try seat(of: call.role)
        guard case .chat(let model) = seat.answers else { throw Self.misplaced(seat, "answer") }
        var request = request
        request.temperature = seat.temperature
        let answer = try await answer(
            to: GateOrder(call: call, seat: seat, question: .completion(request, model)))
        guard case .completion(let completion) = answer else { throw Self.misplaced(seat, "answer") }
        return completion
    }

    package func scores(
        of documents: [String], for query: String, call: ModelCall
    ) async throws(ModelFault) -> [Double] {
        if documents.isEmpty { return [] }
        let seat = try seat(of: call.role)
        guard case .ranking(let reranker) = seat.answers else { throw Self.misplaced(seat, "rank") }
        let answer = try await answer(
            to: GateOrder(call: call, seat: seat, question: .scores(documents, query: query, reranker)))
        guard case .scores(let reply) = answer else { throw Self.misplaced(seat, "rank") }
        return reply.scores
    }

    package var state: GateState {
        let models = ModelRole.allCases.map { ($0, seats($0)?.name) }
        return floor.withLock { floor in
            GateState(roles: models.reduce(into: [:]) { $0[$1.0] = floor.state(of: $1.0, model: $1.1) })
        }
    }

    /// Counts how a call ended.
    ///
    /// - Parameter latency: how long an answer took, or how long it was waited for in vain: an answer that did not come in
    ///   time tells of the model's speed too.
    func note(_ order: GateOrder, latency: Duration?, fault: ModelFault?) {
        let at = now()
        floor.withLock { floor in
            floor.note(order.call.role, order.seat.name) { record in
                if let latency { record.add(latency, isShort: order.isShort) }
                guard let fault else {
                    record.answered += 1
                    record.isResting = false
                    return
                }
                record.failed += 1
                record.lastFault = GateState.Fault(kind: fault.kind, message: fault.message, hint: fault.hint, at: at)
                if fault.kind == .resting { record.isResting = true }
            }
        }
    }

    private func seat(of role: ModelRole) throws(ModelFault) -> ModelSeat {
        guard let seat = seats(role) else {
            throw ModelFault(
                .notConfigured, "No model has the role \(role.rawValue).",
                hint: "docs/MODELS.md shows how to set one up; none is needed.")
        }
        return seat
    }

    private static func misplaced(_ seat: ModelSeat, _ what: String) -> ModelFault {
        ModelFault(
            .misconfigured, "\(seat.name.text) cannot \(what).",
            hint: "Choose another provider for this role; docs/MODELS.md says which provider does what.")
    }
}
