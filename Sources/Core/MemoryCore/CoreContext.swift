package import DecisionRepair
package import EpisodeRouting
package import LearningPipeline
package import MemoryModel
package import MemoryStore
package import ProjectIdentity
import Synchronization
package import TraceCapture

/// What every service is given: the database, the time, ids, and the pure rules.
package struct CoreContext: Sendable {
    package let database: MemoryDatabase
    package let now: @Sendable () -> Timestamp
    package let identifiers: IdentifierSource
    /// What hooks wrote down that they could not do, by agent; asked for each time.
    let hookFailures: @Sendable () -> [String: HookFailures]
    let projects: ProjectFinder
    /// Sessions that once named a private workspace: of such nothing is written, and some hosts name it only once.
    private let privateSessions = SessionSet()
    private let rules: @Sendable () -> CaptureRules

    /// - Parameter rules: asked for each time, so that a changed setting counts from the next turn on.
    package init(
        database: MemoryDatabase, now: @escaping @Sendable () -> Timestamp, identifiers: IdentifierSource,
        projects: ProjectFinder = ProjectFinder(),
        hookFailures: @escaping @Sendable () -> [String: HookFailures] = { [:] },
        rules: @escaping @Sendable () -> CaptureRules
    ) {
        self.database = database
        self.now = now
        self.identifiers = identifiers
        self.projects = projects
        self.hookFailures = hookFailures
        self.rules = rules
    }

    var router: EpisodeRouter { rules().router }
    var cleaning: TurnCleaning { rules().cleaning }
    var plan: LearningPlan { rules().plan }
    var repair: DecisionRepair.Options { rules().repair }

    /// Whether anything of this agent's turns is recorded or recalled for.
    func serves(_ owner: Namespace) -> Bool {
        let allowed = rules().allowedAgents
        return allowed.isEmpty || allowed.contains(owner.agentKind)
    }

    /// Whether words of this owner may be kept beside a turn: what was asked for.
    func keepsWords(of owner: Namespace) -> Bool {
        let rules = rules()
        return rules.isEnabled && !rules.exceptAgents.contains(owner.agentKind)
    }

    /// Whether there is somebody whose turns may leave no trace, not even a session.
    var hasUnrecorded: Bool {
        let rules = rules()
        return !rules.isEnabled || !rules.exceptAgents.isEmpty || !rules.privateProjects.isEmpty
    }

    /// Whether turns of this owner are recorded: capture is on, and neither the agent nor the project is left out.
    func records(_ owner: Namespace, in session: SessionID?) async throws -> Bool {
        let rules = rules()
        guard rules.isEnabled, serves(owner), !rules.exceptAgents.contains(owner.agentKind) else { return false }
        return try await !isPrivate(owner, in: session)
    }

    /// Whether the owner works in a project that is to leave no trace.
    func isPrivate(_ owner: Namespace, in session: SessionID?) async throws -> Bool {
        let projects = rules().privateProjects
        guard !projects.isEmpty else { return false }
        if owner.workspace == nil, let session, privateSessions.contains(session) { return true }
        var workspace = owner.workspace
        if workspace == nil, let session {
            workspace = try await database.read { try $0.session(session)?.owner.workspace }
        }
        guard let workspace, projects.contain(workspace, mark: await self.projects.mark(of: workspace)) else {
            return false
        }
        if let session { privateSessions.insert(session) }
        return true
    }

    /// The owner with its session's workspace where the request names none: some hosts tell it once. What had none would
    /// be in every project.
    func located(_ owner: Namespace, in session: SessionID) async throws -> Namespace {
        guard owner.workspace == nil else { return owner }
        var located = owner
        let opened = try await database.read { try $0.session(session)?.owner }
        if let opened, opened.agentKind == owner.agentKind { located.workspace = opened.workspace }
        return located
    }

    /// What the owner's workspace says about its project now; `nil` without one.
    func mark(of owner: Namespace) async -> ProjectMark? {
        guard let workspace = owner.workspace else { return nil }
        return await projects.mark(of: workspace)
    }

    /// The branch that was lately found in the owner's workspace; looks at no file.
    func lastBranch(of owner: Namespace) -> String? {
        owner.workspace.flatMap(projects.lastMark)?.branch
    }
}

/// The pure rules by which turns are recorded.
package struct CaptureRules: Sendable {
    package var isEnabled: Bool
    /// Agents that are served; empty: all.
    package var allowedAgents: Set<String>
    /// Agents whose turns are not recorded, although recall serves them.
    package var exceptAgents: Set<String> = []
    package var privateProjects = PrivateProjects()
    package var router: EpisodeRouter
    package var cleaning: TurnCleaning
    package var plan: LearningPlan
    /// When failures become advice.
    package var repair: DecisionRepair.Options

    package init(
        isEnabled: Bool = true, allowedAgents: Set<String> = [], router: EpisodeRouter, cleaning: TurnCleaning,
        plan: LearningPlan, repair: DecisionRepair.Options = DecisionRepair.Options()
    ) {
        self.isEnabled = isEnabled
        self.allowedAgents = allowedAgents
        self.router = router
        self.cleaning = cleaning
        self.plan = plan
        self.repair = repair
    }
}

/// Makes ids that sort by time, also within a millisecond.
package final class IdentifierSource: Sendable {
    private struct State {
        var time: Timestamp = 0
        var high: UInt16 = 0
        var low: UInt64 = 0
    }

    private let state = Mutex(State())
    private let random: @Sendable () -> UInt64

    /// - Parameter random: seeded in tests.
    package init(random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }) {
        self.random = random
    }

    package func next<Noun>(_ prefix: String, at time: Timestamp) -> Identifier<Noun> {
        Identifier(text(prefix, at: time))
    }

    package func text(_ prefix: String, at time: Timestamp) -> String {
        let (high, low) = state.withLock { state in
            if time == state.time {
                state.low &+= 1 + random() % 0xFFFF
            } else {
                state = State(time: time, high: UInt16(truncatingIfNeeded: random()), low: random() >> 1)
            }
            return (state.high, state.low)
        }
        return SortableIdentifier.text(prefix: prefix, milliseconds: time, high: high, low: low)
    }

    /// Sixteen unguessable characters, for a fence.
    package func nonce() -> String {
        let digits = String(random(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
