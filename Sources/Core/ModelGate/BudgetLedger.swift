import LanguageModels
import MemoryModel

/// What is spent in the current day and month and what is set aside: the arithmetic of the budget, without store or clock.
struct BudgetLedger {
    /// A call under way.
    struct Open {
        var record: ModelCallRecord
        var role: ModelRole
        var price: TokenPrice?

        func amount(_ measure: BudgetMeasure) -> Int64 {
            switch measure {
            case .tokens: Int64(record.usage.input + record.usage.output)
            case .dollars: record.cost ?? 0
            }
        }
    }

    /// Why a call is not made.
    struct Refusal {
        var limit: BudgetLimit
        var allowed: Int64
        var spent: Int64
        /// Set aside for others; 0 when the call would not fit without them either.
        var reserved: Int64
        var needed: Int64
        var resetsAt: Timestamp
    }

    private(set) var spans: [BudgetPeriod: Range<Timestamp>] = [:]
    private(set) var spent: [BudgetPeriod: [ModelRole: ModelTotals]] = [:]
    private(set) var open: [String: Open] = [:]
    /// The smallest call a limit has refused since it last let one pass, in its period.
    private var refused: [BudgetLimit: Int64] = [:]
    private var announced: [BudgetLimit: (span: Range<Timestamp>, allowed: Int64)] = [:]
    /// How many times its estimate a call may turn out to cost, as far as is known.
    private var stretch = 2.0
    /// Changes whenever a call is opened or settled.
    private(set) var generation = 0

    func isCurrent(at time: Timestamp) -> Bool {
        BudgetPeriod.allCases.allSatisfy { spans[$0]?.contains(time) == true }
    }

    /// Begins with what the store has, without the calls that are open here.
    mutating func begin(
        _ spans: [BudgetPeriod: Range<Timestamp>], spent: [BudgetPeriod: [ModelRole: ModelTotals]]
    ) {
        refused = refused.filter { spans[$0.key.period] == self.spans[$0.key.period] }
        self.spans = spans
        self.spent = spent
    }

    /// Opens a call if it fits into every limit, counting calls under way with all that they may turn out to cost. So even
    /// when each of them costs that much, limits are overrun by the last one only.
    mutating func open(_ call: Open, rules: BudgetRules) -> Refusal? {
        var refusal: Refusal?
        for (limit, allowed) in rules.limits(for: call.role) {
            // A call without a price has no place in a limit of dollars.
            if limit.measure == .dollars, call.record.cost == nil { continue }
            let needed = call.amount(limit.measure)
            let spent = spent(under: limit)
            let reserved = reserved(under: limit)
            let isFull = spent + needed > allowed || spent >= allowed
            if isFull { refused[limit] = min(refused[limit] ?? .max, needed) }
            guard isFull || spent + Int64(Double(reserved) * stretch) + needed > allowed else { continue }
            // Of several the one that lasts longest is named.
            if isFull || refusal == nil {
                refusal = Refusal(
                    limit: limit, allowed: allowed, spent: spent, reserved: isFull ? 0 : reserved, needed: needed,
                    resetsAt: spans[limit.period]?.upperBound ?? 0)
            }
        }
        if refusal == nil {
            // What fits shows that the limit is not reached for calls like this one.
            for (limit, _) in rules.limits(for: call.role) { refused[limit] = nil }
            open[call.record.id] = call
            generation += 1
        }
        return refusal
    }

    /// Closes a call with what it came to; `nil` takes it back as if it had never been.
    mutating func close(_ id: String, as record: ModelCallRecord?) {
        guard let call = open.removeValue(forKey: id) else { return }
        generation += 1
        guard let record else { return }
        let estimate = call.amount(.tokens)
        if estimate > 0 {
            let ratio = Double(record.usage.input + record.usage.output) / Double(estimate)
            stretch = min(max(stretch, ratio), Self.greatestStretch)
        }
        for (period, span) in spans where span.contains(record.at) {
            spent[period, default: [:]][call.role, default: ModelTotals()] =
                (spent[period]?[call.role] ?? ModelTotals()) + ModelTotals(record)
        }
    }

    func spent(under limit: BudgetLimit) -> Int64 {
        let byRole = spent[limit.period] ?? [:]
        let totals = limit.role.map { byRole[$0] ?? ModelTotals() } ?? byRole.values.reduce(ModelTotals(), +)
        return limit.measure == .tokens ? totals.tokens : totals.cost
    }

    func reserved(under limit: BudgetLimit) -> Int64 {
        open.values.reduce(0) { sum, call in
            let counts = limit.role.map { $0 == call.role } ?? true
            guard counts, spans[limit.period]?.contains(call.record.at) == true else { return sum }
            return sum + call.amount(limit.measure)
        }
    }

    func isExhausted(_ limit: BudgetLimit, allowed: Int64) -> Bool {
        let spent = spent(under: limit)
        return spent >= allowed || spent + (refused[limit] ?? 0) > allowed
    }

    /// What is to be told: each limit that is reached, once in its period, and each that is free again after that.
    mutating func notices(rules: BudgetRules) -> [BudgetNotice] {
        var notices: [BudgetNotice] = []
        for (limit, past) in announced {
            guard let span = spans[limit.period] else { continue }
            let allowed = rules.amount(of: limit)
            guard span != past.span || allowed != past.allowed else { continue }
            announced[limit] = nil
            if allowed.map({ !isExhausted(limit, allowed: $0) }) ?? true {
                notices.append(notice(limit, isExhausted: false, allowed: allowed, span: span))
            } else {
                announced[limit] = (span, allowed ?? 0)
            }
        }
        for (limit, allowed) in rules.limits() where announced[limit] == nil {
            guard isExhausted(limit, allowed: allowed), let span = spans[limit.period] else { continue }
            announced[limit] = (span, allowed)
            notices.append(notice(limit, isExhausted: true, allowed: allowed, span: span))
        }
        return notices
    }

    private func notice(
        _ limit: BudgetLimit, isExhausted: Bool, allowed: Int64?, span: Range<Timestamp>
    ) -> BudgetNotice {
        BudgetNotice(
            limit: limit, isExhausted: isExhausted, allowed: allowed, spent: spent(under: limit),
            resetsAt: span.upperBound)
    }

    /// One absurd count must not close the budget for all that comes after.
    private static let greatestStretch = 16.0
}

extension ModelTotals {
    /// One call.
    init(_ record: ModelCallRecord) {
        self.init(
            calls: 1, failures: record.state == .failed ? 1 : 0, unpricedCalls: record.cost == nil ? 1 : 0,
            inputTokens: Int64(record.usage.input), cachedTokens: Int64(record.usage.cached),
            outputTokens: Int64(record.usage.output), cost: record.cost ?? 0)
    }
}
