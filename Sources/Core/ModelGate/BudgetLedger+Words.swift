import LanguageModels
import MemoryModel

extension BudgetLedger {
    /// The account of a period as it is now.
    func period(_ period: BudgetPeriod, _ rules: BudgetRules) -> BudgetState.Period {
        let span = spans[period] ?? 0..<0
        let roles = ModelRole.allCases.filter { role in
            spent[period]?[role] != nil || open.values.contains { $0.role == role }
                || BudgetMeasure.allCases.contains {
                    rules.amount(of: BudgetLimit(role: role, period: period, measure: $0)) != nil
                }
        }
        return BudgetState.Period(
            startsAt: span.lowerBound, resetsAt: span.upperBound, all: account(nil, period, rules),
            byRole: roles.reduce(into: [:]) { $0[$1] = account($1, period, rules) })
    }

    private func account(_ role: ModelRole?, _ period: BudgetPeriod, _ rules: BudgetRules) -> BudgetState.Account {
        let byRole = spent[period] ?? [:]
        func gauge(_ measure: BudgetMeasure) -> BudgetState.Gauge {
            let limit = BudgetLimit(role: role, period: period, measure: measure)
            let allowed = rules.amount(of: limit)
            return BudgetState.Gauge(
                limit: allowed, spent: spent(under: limit), reserved: reserved(under: limit),
                isExhausted: allowed.map { isExhausted(limit, allowed: $0) } ?? false)
        }
        return BudgetState.Account(
            counts: role.map { byRole[$0] ?? ModelTotals() } ?? byRole.values.reduce(ModelTotals(), +),
            tokens: gauge(.tokens), dollars: gauge(.dollars))
    }
}

extension BudgetLedger.Refusal {
    /// Which limit, what is spent of it, and when it is free again.
    func fault(calendar: LocalCalendar) -> ModelFault {
        let allowed = BudgetText.amount(allowed, limit.measure)
        let spent = BudgetText.amount(spent, limit.measure)
        let needed = BudgetText.amount(needed, limit.measure)
        let name = "The \(limit.period.rawValue)'s limit of \(allowed) for \(limit.role?.rawValue ?? "all models")"
        guard reserved == 0 else {
            return ModelFault(
                .budget,
                "\(name) is nearly reached: \(spent) are spent, \(BudgetText.amount(reserved, limit.measure)) are set "
                    + "aside for calls under way, and this call may take \(needed).",
                hint: "Calls under way may leave enough for it. To raise the limit: \(command)")
        }
        return ModelFault(
            .budget, "\(name) is reached: \(spent) are spent and this call may take \(needed).",
            hint: "It is free again on \(calendar.text(resetsAt)). To raise it: \(command)")
    }

    private var command: String {
        "memos config set \(limit.settingsKey) \(BudgetText.plain(allowed > 0 ? allowed * 2 : needed, limit.measure))"
    }
}

/// Amounts of a budget for people.
enum BudgetText {
    /// `12,000 tokens`, `$1.50`.
    static func amount(_ amount: Int64, _ measure: BudgetMeasure) -> String {
        switch measure {
        case .tokens: "\(grouped(amount)) tokens"
        case .dollars: "$" + plain(amount, measure)
        }
    }

    /// As the settings take it. Dollars to the cent, smaller sums to a millionth.
    static func plain(_ amount: Int64, _ measure: BudgetMeasure) -> String {
        guard measure == .dollars else { return String(amount) }
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: 1_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        let shortest = amount >= 10_000_000 ? 2 : 6
        digits = String(digits.prefix(shortest))
        while digits.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    private static func grouped(_ number: Int64) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
