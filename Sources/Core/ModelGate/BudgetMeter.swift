package import LanguageModels
package import MemoryModel
package import MemoryStore
import Synchronization

/// Counts what models cost against what they may cost. What is set aside is in the store before anything is sent, so that
/// a process that dies leaves it counted.
package final class BudgetMeter: ModelMeter {
    let database: MemoryDatabase
    private let rules: @Sendable () -> BudgetRules
    private let price: @Sendable (CallEstimate) -> TokenPrice?
    let calendar: LocalCalendar
    let now: @Sendable () -> Timestamp
    private let identifier: @Sendable (Timestamp) -> String
    private let onChange: @Sendable (BudgetNotice) -> Void
    private let ledger = Mutex(BudgetLedger())

    /// - Parameters:
    ///   - rules: asked for each time, so that a changed setting counts from the next call on.
    ///   - price: dollars for a million tokens; `nil` where nobody knows.
    ///   - identifier: a new id, sortable by the time.
    ///   - onChange: told once when a limit is reached in its period, and once when it is free again. The latter is noticed
    ///     by the first look after the period's end.
    package init(
        database: MemoryDatabase, rules: @escaping @Sendable () -> BudgetRules,
        price: @escaping @Sendable (CallEstimate) -> TokenPrice?, calendar: LocalCalendar = .system,
        now: @escaping @Sendable () -> Timestamp, identifier: @escaping @Sendable (Timestamp) -> String,
        onChange: @escaping @Sendable (BudgetNotice) -> Void = { _ in }
    ) {
        self.database = database
        self.rules = rules
        self.price = price
        self.calendar = calendar
        self.now = now
        self.identifier = identifier
        self.onChange = onChange
    }

    package func reserve(_ estimate: CallEstimate) async throws(ModelFault) -> ModelReservation {
        while true {
            try await bringUpToDate()
            let call = opening(estimate)
            let rules = rules()
            let outcome = ledger.withLock { ledger -> (isStale: Bool, refusal: BudgetLedger.Refusal?) in
                // A day can begin between two looks at the clock.
                guard ledger.isCurrent(at: call.record.at) else { return (true, nil) }
                return (false, ledger.open(call, rules: rules))
            }
            if outcome.isStale { continue }
            announce()
            if let refusal = outcome.refusal { throw refusal.fault(calendar: calendar) }
            return try await keep(call, for: estimate)
        }
    }

    package func settle(_ reservation: ModelReservation, usage: TokenUsage?, fault: ModelFault.Kind?) async {
        guard let call = ledger.withLock({ $0.open[reservation.id] }) else { return }
        let counted = SettledUsage.of(reservation.estimate.usage, usage: usage, fault: fault)
        var record = call.record
        record.state = fault == nil ? .answered : .failed
        record.fault = fault?.rawValue
        record.usage = ModelCallRecord.Usage(counted)
        record.cost = call.price.map { $0.cost(of: counted) }
        record.milliseconds = max(0, now() - record.at)
        let settled = record
        // When this cannot be written the estimate stays in the store, and memory counts what it came to.
        await undisturbed { try $0.settle(settled) }
        ledger.withLock { $0.close(reservation.id, as: settled) }
        announce()
    }

    /// Whether no limit that holds for the role is reached, as far as is known without asking the store.
    package func hasBudget(for role: ModelRole) -> Bool {
        let rules = rules()
        let time = now()
        return ledger.withLock { ledger in
            // A new day or month has begun: the next reservation will see.
            guard ledger.isCurrent(at: time) else { return true }
            return rules.limits(for: role).allSatisfy { !ledger.isExhausted($0.limit, allowed: $0.amount) }
        }
    }

    /// - Throws: what the store throws.
    package func state() async throws -> BudgetState {
        do {
            try await bringUpToDate()
        } catch {
            throw error.error
        }
        announce()
        let rules = rules()
        return ledger.withLock { BudgetState(day: $0.period(.day, rules), month: $0.period(.month, rules)) }
    }

    private func opening(_ estimate: CallEstimate) -> BudgetLedger.Open {
        let price = price(estimate)
        let time = now()
        let usage = SettledUsage.plausible(estimate.usage)
        let record = ModelCallRecord(
            id: identifier(time), at: time, role: estimate.call.role.rawValue, purpose: estimate.call.purpose,
            subject: estimate.call.subject, provider: estimate.model.provider, model: estimate.model.model,
            urgency: estimate.call.urgency.rawValue, usage: ModelCallRecord.Usage(usage),
            cost: price.map { $0.cost(of: usage) })
        return BudgetLedger.Open(record: record, role: estimate.call.role, price: price)
    }

    /// Writes the reservation; without that nothing is sent.
    private func keep(
        _ call: BudgetLedger.Open, for estimate: CallEstimate
    ) async throws(ModelFault) -> ModelReservation {
        guard await undisturbed({ try $0.reserve(call.record) }) else {
            ledger.withLock { $0.close(call.record.id, as: nil) }
            throw Self.unkept
        }
        return ModelReservation(id: call.record.id, estimate: estimate)
    }

    /// Writes to the end, also for a caller who is cancelled: what is under way must not be lost from the books.
    ///
    /// - Returns: whether it was written.
    @discardableResult
    private func undisturbed(_ body: @escaping @Sendable (MemoryTransaction) throws -> Void) async -> Bool {
        await Task { [database] in (try? await database.write(body)) != nil }.value
    }

    /// Reads the totals at the beginning and whenever a day or month has begun, or the clock was set.
    private func bringUpToDate() async throws(ModelFault) {
        while true {
            let time = now()
            let (isCurrent, generation, open) = ledger.withLock {
                ($0.isCurrent(at: time), $0.generation, Array($0.open.keys))
            }
            if isCurrent { return }
            let day = calendar.span(.day, at: time)
            let month = calendar.span(.month, at: time)
            let spent: [BudgetPeriod: [ModelRole: ModelTotals]]
            do {
                spent = try await database.read { reader in
                    [
                        .day: Self.byRole(
                            try reader.modelTotals(from: day.lowerBound, to: day.upperBound, without: open)),
                        .month: Self.byRole(
                            try reader.modelTotals(from: month.lowerBound, to: month.upperBound, without: open)),
                    ]
                }
            } catch {
                throw Self.unkept
            }
            // A call that was opened or settled meanwhile may be counted twice or not at all: read again.
            let isDone = ledger.withLock { ledger in
                guard ledger.generation == generation else { return false }
                ledger.begin([.day: day, .month: month], spent: spent)
                return true
            }
            if isDone { return announce() }
        }
    }

    private func announce() {
        let rules = rules()
        for notice in ledger.withLock({ $0.notices(rules: rules) }) { onChange(notice) }
    }

    private static let unkept = ModelFault(
        .budget, "What models cost cannot be read or written, so none is asked.",
        hint: "See the daemon's log for what is wrong with the database.")

    private static func byRole(_ totals: [String: ModelTotals]) -> [ModelRole: ModelTotals] {
        totals.reduce(into: [:]) { byRole, entry in
            // A role of a later version counts, under the one that all others take after.
            byRole[ModelRole(rawValue: entry.key) ?? .llm, default: ModelTotals()] =
                (byRole[ModelRole(rawValue: entry.key) ?? .llm] ?? ModelTotals()) + entry.value
        }
    }
}
