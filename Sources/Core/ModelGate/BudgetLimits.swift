package import LanguageModels

/// What may be spent in a day and in a month; `nil` sets no limit, zero allows nothing.
package struct BudgetLimits: Sendable, Equatable {
    package var dayTokens: Int?
    package var monthTokens: Int?
    package var dayDollars: Double?
    package var monthDollars: Double?

    package init(
        dayTokens: Int? = nil, monthTokens: Int? = nil, dayDollars: Double? = nil, monthDollars: Double? = nil
    ) {
        self.dayTokens = dayTokens
        self.monthTokens = monthTokens
        self.dayDollars = dayDollars
        self.monthDollars = monthDollars
    }

    /// Tokens, or millionths of a dollar.
    func amount(_ measure: BudgetMeasure, in period: BudgetPeriod) -> Int64? {
        switch (measure, period) {
        case (.tokens, .day): dayTokens.map(Self.tokens)
        case (.tokens, .month): monthTokens.map(Self.tokens)
        case (.dollars, .day): dayDollars.map(Self.microdollars)
        case (.dollars, .month): monthDollars.map(Self.microdollars)
        }
    }

    private static func tokens(_ limit: Int) -> Int64 { max(0, Int64(limit)) }

    private static func microdollars(_ limit: Double) -> Int64 {
        // What is no number must not open the purse.
        guard limit > 0 else { return 0 }
        return Int64(min(limit, 1e9) * 1e6)
    }
}

/// Limits for all calls together and for those of single roles; every one that applies must be kept.
package struct BudgetRules: Sendable, Equatable {
    package var all: BudgetLimits
    package var roles: [ModelRole: BudgetLimits]

    package init(all: BudgetLimits = BudgetLimits(), roles: [ModelRole: BudgetLimits] = [:]) {
        self.all = all
        self.roles = roles
    }

    func amount(of limit: BudgetLimit) -> Int64? {
        guard let role = limit.role else { return all.amount(limit.measure, in: limit.period) }
        return roles[role]?.amount(limit.measure, in: limit.period)
    }

    /// The limits that are set and hold for a role; for all roles when it is `nil`.
    func limits(for role: ModelRole? = nil) -> [(limit: BudgetLimit, amount: Int64)] {
        let holders: [ModelRole?] = [nil] + (role.map { [$0] } ?? ModelRole.allCases)
        return holders.flatMap { holder in
            BudgetPeriod.allCases.flatMap { period in
                BudgetMeasure.allCases.compactMap { measure in
                    let limit = BudgetLimit(role: holder, period: period, measure: measure)
                    return amount(of: limit).map { (limit, $0) }
                }
            }
        }
    }
}

package enum BudgetPeriod: String, Sendable, CaseIterable {
    case day
    case month
}

package enum BudgetMeasure: String, Sendable, CaseIterable {
    case tokens
    /// Counted in millionths.
    case dollars
}

/// Which limit.
package struct BudgetLimit: Sendable, Hashable {
    /// `nil` for all roles together.
    package var role: ModelRole?
    package var period: BudgetPeriod
    package var measure: BudgetMeasure

    package init(role: ModelRole? = nil, period: BudgetPeriod, measure: BudgetMeasure) {
        self.role = role
        self.period = period
        self.measure = measure
    }

    /// Its name in the settings, such as `budget.dayDollars` or `budget.l3Llm.monthTokens`.
    package var settingsKey: String {
        let name = period.rawValue + (measure == .tokens ? "Tokens" : "Dollars")
        return role.map { "budget.\($0.rawValue).\(name)" } ?? "budget.\(name)"
    }
}
