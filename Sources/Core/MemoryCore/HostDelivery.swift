package import MemoryModel
package import MemoryStore

/// What hooks of one agent could not do, from the log they leave behind.
package struct HookFailures: Sendable, Equatable {
    /// When one last failed.
    package var lastAt: Timestamp
    /// What it wrote then.
    package var reason: String
    /// How many failed within the last day.
    package var withinDay: Int

    package init(lastAt: Timestamp, reason: String, withinDay: Int) {
        self.lastAt = lastAt
        self.reason = reason
        self.withinDay = withinDay
    }
}

/// Whether a host does its part: prompts arrive, ends of turns arrive, recall is asked for, its hooks get through. The
/// one rule for doctor, status, viewer and what hosts are told.
package struct HostDelivery: Sendable, Equatable {
    package var activity: HostActivity
    package var failures: HookFailures?
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
        /// Hooks wrote down that they could not deliver, and nothing was kept since.
        case hooksFailing = "hooks_failing"
        /// Prompts arrive, the ends of their turns do not.
        case endsMissing = "ends_missing"
        /// Turns arrive, and not one of them was recalled for.
        case recallsMissing = "recalls_missing"
    }

    init(_ activity: HostActivity, failures: HookFailures? = nil, at now: Timestamp) {
        self.activity = activity
        self.failures = failures
        let isFresh = activity.lastPromptAt.map { $0 > now - Self.day } ?? false
        if let failures, failures.withinDay >= Self.failuresThatCount,
            failures.lastAt > (activity.lastCaptureAt ?? .min)
        {
            (state, fault) = (.failing, .hooksFailing)
        } else if activity.turns == 0 {
            state = .never
        } else if isFresh, activity.promptsSinceCapture >= Self.promptsThatCount {
            (state, fault) = (.failing, .endsMissing)
        } else if let waiting = activity.openSince, isFresh || waiting > now - Self.day {
            (state, fault) = (.failing, .endsMissing)
        } else if isFresh, activity.turns >= Self.promptsThatCount, activity.recalledTurns == 0,
            !Self.recallsWithTools.contains(activity.agent)
        {
            (state, fault) = (.failing, .recallsMissing)
        } else {
            state = isFresh ? .delivering : .quiet
        }
    }

    /// Hosts that can only be told something together with a tool's result: turns without tools ask for nothing.
    private static let recallsWithTools: Set<String> = ["cursor"]

    /// Of every agent that the home has turns of, or whose hooks failed; who asked last comes first.
    static func all(
        from reader: MemoryReader, failures: [String: HookFailures], at now: Timestamp
    ) throws -> [HostDelivery] {
        let seen = try reader.agents()
        let silent = failures.keys.filter { !seen.contains($0) }.sorted()
        return try (seen + silent).map { agent in
            HostDelivery(
                try reader.activity(ofHost: agent, at: now, patience: patience), failures: failures[agent], at: now)
        }.sorted {
            ($0.activity.lastPromptAt ?? 0, $1.activity.agent) > ($1.activity.lastPromptAt ?? 0, $0.activity.agent)
        }
    }

    /// What is wrong, as a sentence; `nil` while nothing is.
    package var complaint: String? {
        let agent = activity.agent
        return switch fault {
        case nil: nil
        case .hooksFailing:
            "\(failures?.withinDay ?? 0) hooks of \(agent) failed within a day, and nothing was kept since: "
                + "\(failures?.reason ?? "no reason was written down")."
        case .endsMissing where activity.promptsSinceCapture >= Self.promptsThatCount:
            "No capture for \(activity.promptsSinceCapture) prompts: prompts of \(agent) arrive, the ends of its turns "
                + "do not."
        case .endsMissing: "Prompts of \(agent) arrive, the ends of its turns do not."
        case .recallsMissing: "Turns of \(agent) arrive, and it never asks for memory."
        }
    }

    /// What to do about it.
    package var mend: String? {
        let install = "memos install --host \(activity.agent)"
        return switch fault {
        case nil: nil
        case .hooksFailing: "Read logs/hook.log in the home; memos doctor --deep tries each host."
        case .endsMissing: "Run memos doctor, and \(install) again if its hooks have changed."
        case .recallsMissing: "Run \(install) again; recall before a turn may be switched off in its settings."
        }
    }

    /// Milliseconds after which a turn without an end has waited for long.
    package static let patience: Int64 = 3_600_000
    /// Prompts from which the absence of captures or recalls says something: N in "no capture for N prompts".
    package static let promptsThatCount = 5
    private static let failuresThatCount = 3
    private static let day: Int64 = 86_400_000
}
