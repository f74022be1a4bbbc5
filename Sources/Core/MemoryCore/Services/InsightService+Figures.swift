package import MemoryModel
package import MemoryStore

extension InsightService {
    /// Figures of each day up to today, oldest first.
    ///
    /// - Parameter days: today among them.
    package func figures(days: Int, on grid: DayGrid) async throws -> [(day: Int64, figures: DayFigures)] {
        let today = grid.day(of: context.now())
        let wanted = today - Int64(days) + 1...today
        let figures = try await context.database.read { [cache] in try cache.figures(wanted, on: grid, from: $0) }
        return Array(zip(wanted, figures))
    }

    /// The sum of the same days.
    package func total(days: Int, on grid: DayGrid) async throws -> DayFigures {
        let today = grid.day(of: context.now())
        let wanted = today - Int64(days) + 1...today
        return try await context.database.read { [cache] in try cache.total(wanted, on: grid, from: $0) }
    }

    /// Faults that were seen most often, with the task in which each was seen last.
    package func places(
        of errors: [(signature: String, figures: ErrorFigures)]
    ) async throws -> [Int64: EpisodeID] {
        guard !errors.isEmpty else { return [:] }
        return try await context.database.read { try $0.episodes(ofRows: errors.map(\.figures.lastRow)) }
    }

    /// What a person wants to know first.
    package struct Overview: Sendable {
        package var at: Timestamp
        package var inventory: Inventory
        package var days: [(day: Int64, figures: DayFigures)]
        package var jobs: [(kind: String, waiting: Int, failed: Int)]
        package var nextJobs: [(job: LearningJob, hasFailed: Bool)]
        package var lastRecall: (injection: Injection, agent: String?)?
        package var hosts: [HostDelivery]
        package var learned: [LearnedMark]
        /// Facts that were told last, oldest first.
        package var events: [MemoryEvent]
    }

    package func overview(days: Int, on grid: DayGrid) async throws -> Overview {
        let now = context.now()
        let failures = context.hookFailures()
        let figures = try await figures(days: days, on: grid)
        return try await context.database.read { reader in
            Overview(
                at: now, inventory: try reader.inventory(), days: figures, jobs: try reader.jobCounts(),
                nextJobs: try reader.nextJobs(limit: 8), lastRecall: try reader.lastRecallBeforeTurn(),
                hosts: try HostDelivery.all(from: reader, failures: failures, at: now),
                learned: try reader.lastLearned(limit: 12),
                events: try reader.events(
                    after: try reader.lastEventSequence() - Self.lastEvents, limit: Int(Self.lastEvents)))
        }
    }

    private static let lastEvents: Int64 = 120
}
