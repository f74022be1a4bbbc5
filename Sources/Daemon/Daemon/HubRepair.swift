import HubClient
import JSONText
import Logging
import MemoryCore
import MemoryModel
import SharedStatements

/// What is known of a hub that was set back to an older state: which of our statements it still has, and how far it has
/// been told the others.
struct HubRepair: Sendable {
    /// Of the feed since it is read from its beginning; `nil`: unknown, so all are sent.
    var seen: Set<String>?
    /// The last row that was looked at.
    var row: Int64 = 0
    /// When the hub was found set back, lately.
    var dates: [ContinuousClock.Instant] = []

    mutating func saw(_ statements: [VerifiedEnvelope]) {
        seen?.formUnion(statements.map(\.id))
    }
}

extension HubExchange {
    /// The feed is not the one that was read: it is read anew, and what the hub lost is sent again. What was taken back
    /// stays so, as statements are never dropped here.
    mutating func wasSetBack(as membership: HubMembership, head: Int64?) async throws -> Next {
        let now = timing.now()
        repair.dates = repair.dates.filter { now - $0 < .seconds(600) } + [now]
        guard repair.dates.count <= Self.mostSettingsBack, membership.mark.cursor > 0 else {
            throw HubFault(
                .nonsense, "The hub tells its past differently each time.",
                hint: "It is left alone for a while. Who runs the hub should look at it.")
        }
        logger.warning("The hub was set back to an older state; it is told again what it lost.")
        try await book.rolledBack(head: head)
        (repair.seen, repair.row, isCaughtUp) = ([], 0, false)
        report {
            $0.activity = .rolledBack
            $0.head = head
        }
        return .again
    }

    /// Sends what the hub does not have any more, in the order in which it came: grants before what rests on them.
    mutating func tellAgain(as membership: HubMembership) async throws {
        report { $0.activity = .rolledBack }
        while true {
            let held = try await book.heldStatements(after: repair.row, limit: HubLimits.statements)
            guard let last = held.last, last.row > repair.row else { break }
            let lost = held.filter { repair.seen?.contains($0.id) != true }.map { ($0.id, $0.envelope) }
            for batch in Self.batches(lost) { _ = try await wire.push(batch, to: membership.place) }
            repair.row = last.row
        }
        try await book.repaired()
        (repair.seen, repair.row) = (nil, 0)
    }

    /// Within ten minutes.
    private static let mostSettingsBack = 3
}
