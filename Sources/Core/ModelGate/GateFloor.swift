import LanguageModels
import MemoryModel

/// Everything the gate keeps under its lock: calls in flight, who waits for them, places, and times.
struct GateFloor {
    /// One call, whoever waits for it.
    struct Flight {
        var order: GateOrder
        var identity: GateOrder.Identity
        var task: Task<Void, Never>?
        var waiters: [Int: Waiter] = [:]
        /// When it was sent; `nil` while it waits for its place.
        var sentAt: Duration?
        /// Why everybody left.
        var abandonedFor: ModelFault.Kind?
    }

    struct Waiter {
        var continuation: CheckedContinuation<Result<GateOrder.Answer, ModelFault>, Never>
        var alarm: Task<Void, Never>?
    }

    var flights: [Int: Flight] = [:]
    /// Flights that may still be joined.
    var joinable: [GateOrder.Identity: Int] = [:]
    var flightOfWaiter: [Int: Int] = [:]
    var queues: [ModelName: SlotQueue] = [:]
    /// Flights that wait for a place.
    var slots: [Int: CheckedContinuation<SlotOutcome, Never>] = [:]
    var isClosed = false
    private var records: [ModelRole: RoleRecord] = [:]
    private var lastNumber = 0

    enum SlotOutcome {
        case admitted
        case full
        case cancelled
    }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    func record(of role: ModelRole) -> RoleRecord? { records[role] }

    /// Joins the same call where one is under way; its time is then that of whoever asked first.
    ///
    /// - Returns: whether a call has to be made for it.
    mutating func join(_ order: GateOrder, as waiter: Int, _ continuation: Waiter) -> (flight: Int, isNew: Bool) {
        let identity = order.identity
        let known = joinable[identity]
        let flight = known ?? nextNumber()
        if known == nil {
            flights[flight] = Flight(order: order, identity: identity)
            joinable[identity] = flight
        }
        flights[flight]?.waiters[waiter] = continuation
        flightOfWaiter[waiter] = flight
        return (flight, known == nil)
    }

    /// Takes one out who waits no longer; the call goes on while others wait for it.
    ///
    /// - Returns: who left, when the call was sent if it was, and the task to stop when nobody waits any more.
    mutating func leave(_ waiter: Int, for kind: ModelFault.Kind) -> (
        waiter: Waiter, order: GateOrder, sentAt: Duration?, task: Task<Void, Never>?
    )? {
        guard let number = flightOfWaiter.removeValue(forKey: waiter), var flight = flights[number],
            let gone = flight.waiters.removeValue(forKey: waiter)
        else { return nil }
        let isEmpty = flight.waiters.isEmpty
        if isEmpty {
            flight.abandonedFor = kind
            if joinable[flight.identity] == number { joinable[flight.identity] = nil }
        }
        flights[number] = flight
        return (gone, flight.order, flight.sentAt, isEmpty ? flight.task : nil)
    }

    /// - Returns: those who waited for the call.
    mutating func land(_ number: Int) -> [Waiter] {
        guard let flight = flights[number] else { return [] }
        if joinable[flight.identity] == number { joinable[flight.identity] = nil }
        for waiter in flight.waiters.keys { flightOfWaiter[waiter] = nil }
        flights[number]?.waiters = [:]
        return Array(flight.waiters.values)
    }

    mutating func admitted(_ numbers: [Int]) -> [CheckedContinuation<SlotOutcome, Never>] {
        numbers.compactMap { slots.removeValue(forKey: $0) }
    }

    /// Another model begins with nothing known of its times.
    mutating func note(_ role: ModelRole, _ model: ModelName, _ change: (inout RoleRecord) -> Void) {
        var record = records[role] ?? RoleRecord(model: model)
        if record.model != model {
            record = RoleRecord(model: model)
        }
        change(&record)
        records[role] = record
    }

    func state(of role: ModelRole, model: ModelName?) -> GateState.RoleState? {
        let record = records[role].flatMap { $0.model == model ?? $0.model ? $0 : nil }
        guard model != nil || record != nil else { return nil }
        let own = flights.values.filter { $0.order.call.role == role }
        return GateState.RoleState(
            model: model, waiting: own.count { $0.sentAt == nil }, running: own.count { $0.sentAt != nil },
            median: record?.all.percentile(0.5), slowest: record?.all.slowest, slowestShort: record?.short.slowest,
            answered: record?.answered ?? 0, failed: record?.failed ?? 0, lastFault: record?.lastFault,
            isResting: record?.isResting ?? false)
    }
}
