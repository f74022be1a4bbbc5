/// What happened on a day, as charts want it: sums that can be added up over days and agents.
package struct DayFigures: Sendable, Equatable {
    /// By agent.
    package var agents: [String: AgentFigures] = [:]
    /// By agent: what only lists of a whole period show.
    package var details: [String: AgentDetails] = [:]
    package var models = ModelTotals()

    package init() {}

    package static func += (sum: inout DayFigures, day: DayFigures) {
        for (agent, figures) in day.agents { sum.agents[agent, default: AgentFigures()] += figures }
        for (agent, details) in day.details { sum.details[agent, default: AgentDetails()] += details }
        sum.models = sum.models + day.models
    }

    /// - Parameter agent: `nil` takes all.
    package func total(of agent: String?) -> AgentFigures {
        if let agent { return agents[agent] ?? AgentFigures() }
        return agents.values.reduce(into: AgentFigures()) { $0 += $1 }
    }

    /// - Parameter agent: `nil` takes all.
    package func details(of agent: String?) -> AgentDetails {
        if let agent { return details[agent] ?? AgentDetails() }
        return details.values.reduce(into: AgentDetails()) { $0 += $1 }
    }
}

/// Tools and faults of one agent.
package struct AgentDetails: Sendable, Equatable {
    package var tools: [String: ToolFigures] = [:]
    package var errors: [String: ErrorFigures] = [:]

    package init() {}

    package static func += (sum: inout AgentDetails, other: AgentDetails) {
        sum.tools.merge(other.tools) { $0 + $1 }
        sum.errors.merge(other.errors) { $0 + $1 }
    }
}

/// The share of one agent in a day.
package struct AgentFigures: Sendable, Equatable {
    package var turns = 0
    /// Tasks that had a turn.
    package var tasks = 0
    package var traces = 0
    /// Recalls before a turn, and those of them that handed nothing over.
    package var recalls = 0
    package var silent = 0
    /// Searches of agents and people.
    package var searches = 0
    /// Estimated, of the blocks handed over.
    package var tokens = 0
    package var verdicts: [InjectionItem.Verdict: Int] = [:]
    /// Policies, world models and skills that were made.
    package var learned: [ItemKind: Int] = [:]
    /// Tool calls, and those of them that failed.
    package var calls = 0
    package var failures = 0
    /// Of recalls, searches included, in tenths of a millisecond.
    package var latency = Spread()

    package init() {}

    package static func += (sum: inout AgentFigures, other: AgentFigures) {
        sum.turns += other.turns
        sum.tasks += other.tasks
        sum.traces += other.traces
        sum.recalls += other.recalls
        sum.silent += other.silent
        sum.searches += other.searches
        sum.tokens += other.tokens
        sum.verdicts.merge(other.verdicts, uniquingKeysWith: +)
        sum.learned.merge(other.learned, uniquingKeysWith: +)
        sum.calls += other.calls
        sum.failures += other.failures
        sum.latency += other.latency
    }
}

/// Calls of one tool.
package struct ToolFigures: Sendable, Equatable {
    package var calls = 0
    package var failures = 0
    /// Milliseconds, of the calls whose host tells them.
    package var times = Spread()

    package init() {}

    package mutating func add(isFailure: Bool, milliseconds: Int?) {
        calls += 1
        if isFailure { failures += 1 }
        if let milliseconds { times.add(milliseconds) }
    }

    static func + (a: ToolFigures, b: ToolFigures) -> ToolFigures {
        var sum = a
        sum.calls += b.calls
        sum.failures += b.failures
        sum.times += b.times
        return sum
    }
}

/// How often a fault was seen.
package struct ErrorFigures: Sendable, Equatable {
    package var count: Int
    package var lastAt: Timestamp
    /// The row of the trace that showed it last.
    package var lastRow: Int64

    package init(count: Int, lastAt: Timestamp, lastRow: Int64) {
        self.count = count
        self.lastAt = lastAt
        self.lastRow = lastRow
    }

    static func + (a: ErrorFigures, b: ErrorFigures) -> ErrorFigures {
        var sum = a.lastAt >= b.lastAt ? a : b
        sum.count = a.count + b.count
        return sum
    }
}

/// How often each value was seen, values by their two leading digits: percentiles are at most a twentieth off.
package struct Spread: Sendable, Equatable {
    /// By value.
    package private(set) var counts: [Int: Int] = [:]

    package init() {}

    package var count: Int { counts.values.reduce(0, +) }

    package mutating func add(_ value: Int, times: Int = 1) {
        var step = 1
        while value >= step * 100, step < 1_000_000 { step *= 10 }
        counts[value / step * step, default: 0] += times
    }

    package static func += (sum: inout Spread, other: Spread) { sum.counts.merge(other.counts, uniquingKeysWith: +) }

    /// The nearest-rank percentiles; `nil` where there is no value.
    ///
    /// - Parameter shares: in (0, 1], in rising order.
    package func percentiles(_ shares: [Double]) -> [Int?] {
        let total = count
        guard total > 0 else { return shares.map { _ in nil } }
        let sorted = counts.sorted { $0.key < $1.key }
        return shares.map { share in
            let rank = max(1, Int((share * Double(total)).rounded(.up)))
            var seen = 0
            return sorted.first {
                seen += $0.value; return seen >= rank
            }?.key
        }
    }
}
