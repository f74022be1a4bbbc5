import LanguageModels
import Synchronization

/// The way of a call through the gate.
extension ModelGate {
    func answer(to order: GateOrder) async throws(ModelFault) -> GateOrder.Answer {
        let (waiter, isClosed) = floor.withLock { ($0.nextNumber(), $0.isClosed) }
        if isClosed { throw Self.fault(order, kind: .cancelled, wasSent: false) }
        let result: Result<GateOrder.Answer, ModelFault> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                board(order, as: waiter, continuation)
                // Whoever was cancelled before there was anything to cancel.
                if Task.isCancelled { leave(waiter, for: .cancelled) }
            }
        } onCancel: {
            leave(waiter, for: .cancelled)
        }
        return try result.get()
    }

    /// Joins the same call when it is under way, else makes it; and sets the alarm.
    private func board(
        _ order: GateOrder, as waiter: Int,
        _ continuation: CheckedContinuation<Result<GateOrder.Answer, ModelFault>, Never>
    ) {
        let (flight, isNew) = floor.withLock {
            $0.join(order, as: waiter, GateFloor.Waiter(continuation: continuation))
        }
        let alarm = Task {
            guard (try? await time.sleep(order.call.limit)) != nil else { return }
            leave(waiter, for: .timeout)
        }
        let isWaiting = floor.withLock { floor in
            guard floor.flightOfWaiter[waiter] != nil else { return false }
            floor.flights[flight]?.waiters[waiter]?.alarm = alarm
            return true
        }
        if !isWaiting { alarm.cancel() }
        guard isNew else { return }
        let task = Task { await fly(flight, order) }
        let isWanted = floor.withLock { floor in
            floor.flights[flight]?.task = task
            return floor.flights[flight]?.abandonedFor == nil
        }
        if !isWanted { task.cancel() }
    }

    /// Ends one's waiting, and the call when nobody else waits for it.
    private func leave(_ waiter: Int, for kind: ModelFault.Kind) {
        guard let gone = floor.withLock({ $0.leave(waiter, for: kind) }) else { return }
        gone.waiter.alarm?.cancel()
        gone.task?.cancel()
        let fault = Self.fault(gone.order, kind: kind, wasSent: gone.sentAt != nil)
        if kind == .timeout { note(gone.order, latency: gone.sentAt.map { time.now() - $0 }, fault: fault) }
        gone.waiter.continuation.resume(returning: .failure(fault))
    }

    /// Stops all calls, settles them with what they came to, and takes no more.
    package func close() async {
        let (waiters, tasks) = floor.withLock { floor in
            floor.isClosed = true
            return (Array(floor.flightOfWaiter.keys), floor.flights.values.compactMap(\.task))
        }
        for waiter in waiters { leave(waiter, for: .cancelled) }
        for task in tasks { await task.value }
    }

    private func fly(_ number: Int, _ order: GateOrder) async {
        let begun = time.now()
        switch await enter(number, order) {
        case .admitted: break
        case .full:
            land(number, order, .failure(Self.fault(order, kind: .busy, wasSent: false)))
            return remove(number)
        case .cancelled: return remove(number)
        }
        await run(number, order, left: { [time] in order.call.limit - (time.now() - begun) })
        remove(number)
        let next = floor.withLock { floor in
            let admitted = floor.queues[order.seat.name]?.leave(concurrency: order.seat.concurrency) ?? []
            return floor.admitted(admitted)
        }
        for continuation in next { continuation.resume(returning: .admitted) }
    }

    /// Sets the call aside, makes it and settles it.
    private func run(_ number: Int, _ order: GateOrder, left: @Sendable () -> Duration) async {
        guard !Task.isCancelled, left() > .zero else {
            return land(number, order, .failure(Self.fault(order, kind: .tooSlow, wasSent: false)))
        }
        // A host waits for the reservation too.
        let sentAt = time.now()
        let reservation: ModelReservation
        do {
            reservation = try await meter.reserve(order.estimate)
        } catch {
            return land(number, order, .failure(error))
        }
        let isWanted = floor.withLock { floor in
            guard floor.flights[number]?.abandonedFor == nil else { return false }
            floor.flights[number]?.sentAt = sentAt
            return true
        }
        guard isWanted, left() > .zero else {
            land(number, order, .failure(Self.fault(order, kind: .tooSlow, wasSent: false)))
            return await meter.settle(reservation, usage: nil, fault: .tooSlow)
        }
        let result = await Self.result { () async throws(ModelFault) in try await order.ask(within: left()) }
        let latency = time.now() - sentAt
        // A host does not wait for our bookkeeping.
        if order.call.urgency == .foreground { land(number, order, result, latency: latency) }
        switch result {
        case .success(let answer): await meter.settle(reservation, usage: answer.usage, fault: nil)
        case .failure(let fault):
            let reason = floor.withLock { $0.flights[number]?.abandonedFor } ?? fault.kind
            await meter.settle(
                reservation, usage: fault.usage, fault: fault.kind == .cancelled ? reason : fault.kind)
        }
        if order.call.urgency == .background { land(number, order, result, latency: latency) }
    }

    /// Hands the outcome to all who wait for it.
    private func land(
        _ number: Int, _ order: GateOrder, _ result: Result<GateOrder.Answer, ModelFault>, latency: Duration? = nil
    ) {
        let (waiters, isAbandoned) = floor.withLock { floor in
            (floor.land(number), floor.flights[number]?.abandonedFor != nil)
        }
        // Those who left have been counted.
        if !isAbandoned {
            switch result {
            case .success: note(order, latency: latency, fault: nil)
            case .failure(let fault): note(order, latency: fault.kind == .timeout ? latency : nil, fault: fault)
            }
        }
        for waiter in waiters {
            waiter.alarm?.cancel()
            waiter.continuation.resume(returning: result)
        }
    }

    private func remove(_ number: Int) {
        floor.withLock { $0.flights[number] = nil }
    }

    /// Waits for a place at the model.
    private func enter(_ number: Int, _ order: GateOrder) async -> GateFloor.SlotOutcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let next: [CheckedContinuation<GateFloor.SlotOutcome, Never>]? = floor.withLock { floor in
                    let entered = floor.queues[order.seat.name, default: SlotQueue()].enter(
                        number, order.call.urgency, concurrency: order.seat.concurrency)
                    guard let entered else { return nil }
                    floor.slots[number] = continuation
                    return floor.admitted(entered)
                }
                guard let next else { return continuation.resume(returning: .full) }
                for continuation in next { continuation.resume(returning: .admitted) }
                if Task.isCancelled { giveUp(number, order) }
            }
        } onCancel: {
            giveUp(number, order)
        }
    }

    private func giveUp(_ number: Int, _ order: GateOrder) {
        let continuation = floor.withLock { floor -> CheckedContinuation<GateFloor.SlotOutcome, Never>? in
            guard let continuation = floor.slots.removeValue(forKey: number) else { return nil }
            floor.queues[order.seat.name]?.giveUp(number)
            return continuation
        }
        continuation?.resume(returning: .cancelled)
    }

    private static func result(
        _ body: () async throws(ModelFault) -> GateOrder.Answer
    ) async -> Result<GateOrder.Answer, ModelFault> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private static func fault(_ order: GateOrder, kind: ModelFault.Kind, wasSent: Bool) -> ModelFault {
        let name = order.seat.name.text
        switch kind {
        case .busy:
            return ModelFault(
                .busy, "Too many calls wait for \(name) already.",
                hint: "It is slower than work comes in; raise its concurrency or use a faster model.")
        case .cancelled: return ModelFault(.cancelled, "The call was cancelled.")
        default:
            return wasSent
                ? ModelFault(.timeout, "\(name) did not answer within \(order.call.limit).")
                : ModelFault(.tooSlow, "\(name) was not asked: its turn did not come within \(order.call.limit).")
        }
    }
}
