package import LanguageModels
package import MemoryModel

/// What models cost against what they may cost.
package struct ModelBudget: Sendable, Equatable {
    package var day = Period()
    package var month = Period()

    package init(day: Period = Period(), month: Period = Period()) {
        self.day = day
        self.month = month
    }

    /// Whether a limit for all roles is reached: work goes on without models.
    package var isExhausted: Bool { day.total.isExhausted || month.total.isExhausted }

    package struct Period: Sendable, Equatable {
        package var startsAt: Timestamp = 0
        package var resetsAt: Timestamp = 0
        package var total = Account()
        /// Roles that were asked or have a limit of their own.
        package var roles: [ModelRole: Account] = [:]

        package init() {}
    }

    package struct Account: Sendable, Equatable {
        package var totals = ModelTotals()
        /// `nil` when there is none; so for dollars.
        package var tokenLimit: Int64?
        package var dollarLimit: Double?
        /// Set aside for calls under way.
        package var reservedTokens: Int64 = 0
        package var isExhausted = false

        package init() {}
    }
}

/// What was asked of models, and what it cost.
package struct ModelUsage: Sendable, Equatable {
    package var budget = ModelBudget()
    package var days: [Day] = []
    /// The latest, newest first.
    package var calls: [ModelCallRecord] = []

    package init(budget: ModelBudget = ModelBudget(), days: [Day] = [], calls: [ModelCallRecord] = []) {
        self.budget = budget
        self.days = days
        self.calls = calls
    }

    package struct Day: Sendable, Equatable {
        package var startsAt: Timestamp
        /// Roles that were asked.
        package var roles: [ModelRole: ModelTotals]

        package init(startsAt: Timestamp, roles: [ModelRole: ModelTotals]) {
            self.startsAt = startsAt
            self.roles = roles
        }
    }
}
