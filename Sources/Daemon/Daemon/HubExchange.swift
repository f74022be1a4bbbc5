import HubClient
import JSONText
import Logging
import MemoryCore
import MemoryModel
import Signing

/// One round of keeping up with a hub after the other: what waits here is sent, what is new there is taken, and what
/// goes wrong changes nothing but when it is tried again.
struct HubExchange: Sendable {
    /// When the next round is due.
    enum Next: Sendable, Equatable {
        case again
        /// Or when the bell rings.
        case after(Duration)
        case whenRung
    }

    /// Time and chance, so that a test decides over them.
    struct Timing: Sendable {
        /// As people read it.
        var date: @Sendable () -> Timestamp
        /// Never goes back.
        var now: @Sendable () -> ContinuousClock.Instant
        /// In [0, 1).
        var chance: @Sendable () -> Double

        static let system = Timing(
            date: SystemFacts.now, now: { .now }, chance: { .random(in: 0..<1) })
    }

    let book: any HubBook
    let wire: any HubWire
    let bell: WakeBell
    let timing: Timing
    let logger: Logger
    /// Tells how it goes.
    let report: @Sendable ((inout HubSyncState) -> Void) -> Void

    /// Rounds that failed one after the other.
    var failures = 0
    var lastFault: HubFault.Kind?
    /// Whether the feed is read to its end, as far as we know.
    var isCaughtUp = false
    /// Entries to ask for at once: fewer after a page that was too slow or too large.
    var pageSize = HubLimits.entries
    var flood = FloodGuard()
    var repair = HubRepair()
    var waits = 0
    var admittedAt: ContinuousClock.Instant?
    var complainedAt: ContinuousClock.Instant?
    var renewalFailedAt: ContinuousClock.Instant?
    /// Whom all of this is about.
    private var device: VerifyingKey?

    init(
        book: any HubBook, wire: any HubWire, bell: WakeBell, timing: Timing = .system, logger: Logger,
        report: @escaping @Sendable ((inout HubSyncState) -> Void) -> Void
    ) {
        self.book = book
        self.wire = wire
        self.bell = bell
        self.timing = timing
        self.logger = logger
        self.report = report
    }

    mutating func next() async -> Next {
        var membership: HubMembership?
        do {
            membership = try await book.membership()
            guard let membership, membership.state != .revoked else { return rest() }
            if device != membership.device { begin(with: membership.device) }
            let next =
                membership.state == .pending ? try await wait(as: membership) : try await keepUp(as: membership)
            await succeeded()
            return next
        } catch {
            if Task.isCancelled { return .again }
            return await failed(error, as: membership)
        }
    }

    /// There is nobody to keep up with.
    private mutating func rest() -> Next {
        begin(with: nil)
        return .whenRung
    }

    /// Nothing that was found out before holds for another membership; each has a key of its own.
    private mutating func begin(with key: VerifyingKey?) {
        device = key
        (failures, lastFault, isCaughtUp, waits, repair) = (0, nil, false, 0, HubRepair())
        (admittedAt, renewalFailedAt) = (nil, nil)
        report { $0 = HubSyncState() }
    }

    /// An admin has to approve this device. The first device of a team approves itself, by what waits in its outbox.
    private mutating func wait(as membership: HubMembership) async throws -> Next {
        do { try await push(as: membership) } catch let fault as HubFault where fault.kind == .pending {}
        let standing = try await wire.standing(at: membership.place)
        if standing.isRevoked { throw HubFault(.revoked, "An admin did not let this device into the team.") }
        guard standing.isActive else {
            waits += 1
            report { $0.activity = .waiting }
            return .after(min(Self.longestWait, Self.shortestWait * waits))
        }
        waits = 0
        try await book.standing(
            HubStanding(
                isActive: true, member: standing.member, name: standing.name, role: standing.role,
                groups: standing.groups))
        return .again
    }

    /// Between two looks whether the device was approved.
    private static let shortestWait = Duration.seconds(3)
    private static let longestWait = Duration.seconds(60)
}
