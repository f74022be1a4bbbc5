package import LanguageModels
package import MemoryModel

/// How the models do, by role, as status and API show it.
package struct GateState: Sendable, Equatable {
    /// Roles that have a model or had a call since the daemon started.
    package var roles: [ModelRole: RoleState]

    package struct RoleState: Sendable, Equatable {
        /// `nil` when no model has the role.
        package var model: ModelName?
        /// Calls that wait for a place.
        package var waiting: Int
        /// Calls that are being answered.
        package var running: Int
        /// Median and 95th percentile of the latest 50 answers; `nil` before the first, or before the fifth.
        package var median: Duration?
        package var slowest: Duration?
        /// The 95th percentile of short answers, by which it is decided whether a host may wait for one.
        package var slowestShort: Duration?
        /// Since the daemon started.
        package var answered: Int
        package var failed: Int
        package var lastFault: Fault?
        /// Whether the provider is left alone until a call succeeds.
        package var isResting: Bool
    }

    package struct Fault: Sendable, Equatable {
        package var kind: ModelFault.Kind
        package var message: String
        package var hint: String?
        package var at: Timestamp
    }
}

/// What the gate keeps of a role.
struct RoleRecord {
    /// Whose times these are.
    var model: ModelName
    var all = LatencyWindow()
    var short = LatencyWindow()
    var answered = 0
    var failed = 0
    var lastFault: GateState.Fault?
    var isResting = false

    /// Whether a short answer would very likely come in time.
    func fits(_ limit: Duration) -> Bool {
        guard !isResting, let slowest = short.slowest ?? all.slowest else { return false }
        return slowest <= limit
    }

    mutating func add(_ latency: Duration, isShort: Bool) {
        all.add(latency)
        if isShort { short.add(latency) }
    }
}
