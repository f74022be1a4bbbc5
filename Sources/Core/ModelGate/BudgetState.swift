package import LanguageModels
package import MemoryModel

/// What is spent and what is left, as status, API and viewer show it.
package struct BudgetState: Sendable, Equatable {
    package var day: Period
    package var month: Period

    /// Whether a limit for all roles is reached: the pipeline goes on without models.
    package var isExhausted: Bool { day.all.isExhausted || month.all.isExhausted }

    /// Whether a limit in dollars is set and calls were made whose price nobody knows: those count in tokens only.
    package var hasUnpricedCalls: Bool {
        [day, month].contains { period in
            period.all.counts.unpricedCalls > 0
                && ([period.all] + period.byRole.values).contains { $0.dollars.limit != nil }
        }
    }

    package struct Period: Sendable, Equatable {
        package var startsAt: Timestamp
        package var resetsAt: Timestamp
        package var all: Account
        /// Roles that were called or have a limit of their own.
        package var byRole: [ModelRole: Account]
    }

    package struct Account: Sendable, Equatable {
        /// Calls that are settled, and those that an earlier process did not outlive.
        package var counts: ModelTotals
        package var tokens: Gauge
        /// In millionths of a dollar.
        package var dollars: Gauge

        package var isExhausted: Bool { tokens.isExhausted || dollars.isExhausted }
    }

    /// One measure against its limit.
    package struct Gauge: Sendable, Equatable {
        /// `nil` when there is none.
        package var limit: Int64?
        package var spent: Int64
        /// Set aside for calls under way.
        package var reserved: Int64
        /// Nothing is left, or too little for the smallest call that was refused.
        package var isExhausted: Bool

        /// Never below zero.
        package var left: Int64? { limit.map { max(0, $0 - spent - reserved) } }

        /// Of the limit, what is spent: above 1 when a provider counted more than was expected.
        package var share: Double? {
            limit.map { $0 > 0 ? Double(spent) / Double($0) : (spent > 0 || isExhausted ? 1 : 0) }
        }
    }
}

/// A limit was reached, or is free again.
package struct BudgetNotice: Sendable, Equatable {
    package var limit: BudgetLimit
    package var isExhausted: Bool
    /// Tokens, or millionths of a dollar; what the limit allows, absent when it was taken away.
    package var allowed: Int64?
    package var spent: Int64
    /// When the period ends.
    package var resetsAt: Timestamp
}
