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
        let figures = try await figures(days: days, on: grid)
        return try await context.database.read { reader in
            Overview(
                at: now, inventory: try reader.inventory(), days: figures, jobs: try reader.jobCounts(),
                nextJobs: try reader.nextJobs(limit: 8), lastRecall: try reader.lastRecallBeforeTurn(),
                hosts: try hosts(at: now, reader), learned: try reader.lastLearned(limit: 12),
                events: try reader.events(
                    after: try reader.lastEventSequence() - Self.lastEvents, limit: Int(Self.lastEvents)))
        }
    }

    private static let lastEvents: Int64 = 120

    /// Whether each host delivers.
    package func hosts() async throws -> [HostDelivery] {
        let now = context.now()
        return try await context.database.read { try hosts(at: now, $0) }
    }

    private func hosts(at now: Timestamp, _ reader: MemoryReader) throws -> [HostDelivery] {
        try reader.agents().map { agent in
            HostDelivery(
                try reader.activity(ofHost: agent, at: now, patience: HostDelivery.patience), at: now)
        }.sorted {
            ($0.activity.lastPromptAt ?? 0, $1.activity.agent) > ($1.activity.lastPromptAt ?? 0, $0.activity.agent)
        }
    }
}

/// Whether a host does its part: prompts arrive, ends of turns arrive, recall is asked for.
package struct HostDelivery: Sendable, Equatable {
    package var activity: HostActivity
    package var state: State
    /// What is wrong where it is failing.
    package var fault: Fault?

    package enum State: String, Sendable {
        /// A turn came whole within the last day.
        case delivering
        /// Nothing came within the last day, and what came last was whole.
        case quiet
        case failing
        /// Nothing ever came live; what there is was read out of transcripts.
        case never
    }

    package enum Fault: String, Sendable {
        /// Prompts arrive, the ends of their turns do not.
        case endsMissing = "ends_missing"
        /// Turns arrive, and not one of them was recalled for.
        case recallsMissing = "recalls_missing"
    }

    init(_ activity: HostActivity, at now: Timestamp) {
        self.activity = activity
        let isFresh = activity.lastPromptAt.map { $0 > now - Self.day } ?? false
        if activity.turns == 0 {
            state = .never
        } else if let waiting = activity.openSince, isFresh || waiting > now - Self.day {
            (state, fault) = (.failing, .endsMissing)
        } else if isFresh, activity.turns >= Self.telling, activity.recalledTurns == 0 {
            (state, fault) = (.failing, .recallsMissing)
        } else {
            state = isFresh ? .delivering : .quiet
        }
    }

    /// Milliseconds after which a turn without an end has waited for long.
    package static let patience: Int64 = 3_600_000
    /// Turns from which the absence of recalls says something.
    private static let telling = 5
    private static let day: Int64 = 86_400_000
}
