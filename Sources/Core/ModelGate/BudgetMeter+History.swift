package import MemoryModel
import MemoryStore

/// What one day came to, by role.
package struct UsageDay: Sendable, Equatable {
    /// The day's first moment.
    package var startsAt: Timestamp
    package var byRole: [String: ModelTotals]
    /// How often each fault came, by role.
    package var faults: [String: [String: Int]]
}

extension BudgetMeter {
    /// The last days, the oldest first and today last, as charts show them.
    ///
    /// - Parameter count: at most as many as calls are kept.
    package func history(days count: Int) async throws -> [UsageDay] {
        let bounds = calendar.dayBounds(last: min(max(1, count), 62), at: now())
        return try await database.read { reader in
            let totals = try reader.modelTotals(between: bounds)
            return try totals.indices.map { day in
                UsageDay(
                    startsAt: bounds[day], byRole: totals[day],
                    faults: try reader.modelFaults(from: bounds[day], to: bounds[day + 1]))
            }
        }
    }
}
