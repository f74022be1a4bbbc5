/// What a set of model calls comes to. Calls that are only set aside count with their estimates.
package struct ModelTotals: Sendable, Equatable {
    package var calls: Int
    /// Calls without an answer.
    package var failures: Int
    /// Calls whose price nobody knows: they count in tokens only.
    package var unpricedCalls: Int
    package var inputTokens: Int64
    /// Those of the input that cost less because the provider had them before.
    package var cachedTokens: Int64
    package var outputTokens: Int64
    /// Millionths of a dollar.
    package var cost: Int64

    package init(
        calls: Int = 0, failures: Int = 0, unpricedCalls: Int = 0, inputTokens: Int64 = 0, cachedTokens: Int64 = 0,
        outputTokens: Int64 = 0, cost: Int64 = 0
    ) {
        self.calls = calls
        self.failures = failures
        self.unpricedCalls = unpricedCalls
        self.inputTokens = inputTokens
        self.cachedTokens = cachedTokens
        self.outputTokens = outputTokens
        self.cost = cost
    }

    package var tokens: Int64 { inputTokens + outputTokens }
    package var dollars: Double { Double(cost) / 1e6 }

    package static func + (left: ModelTotals, right: ModelTotals) -> ModelTotals {
        ModelTotals(
            calls: left.calls + right.calls, failures: left.failures + right.failures,
            unpricedCalls: left.unpricedCalls + right.unpricedCalls,
            inputTokens: left.inputTokens + right.inputTokens, cachedTokens: left.cachedTokens + right.cachedTokens,
            outputTokens: left.outputTokens + right.outputTokens, cost: left.cost + right.cost)
    }
}
