package import JSONText
package import MemoryModel
package import SharedStatements
package import Signing

/// What the loop that keeps up with a hub asks of the memory. Each function is one short read or one transaction.
package protocol HubBook: Sendable {
    /// - Returns: `nil` when there is no hub.
    func membership() async throws(MemoryError) -> HubMembership?

    /// Statements the hub has not decided about, oldest first.
    func outbox(limit: Int) async throws(MemoryError) -> [HubOutboxEntry]

    /// What the hub decided.
    ///
    /// - Parameter accepted: also those it had before.
    func settle(accepted: [String], refused: [HubRefusal]) async throws(MemoryError)

    /// Takes statements in: a few, of this hub, their signatures checked. One transaction, so that turns are recorded between
    /// one and the next. What follows for everything else is looked at once a page.
    ///
    /// When the device may read more than before, the feed has to be read again from its beginning: the cursor is set
    /// back in the same transaction, whatever the mark says.
    ///
    /// - Parameter mark: up to where the feed is read then; `nil` when more of the same page follows.
    func merge(_ statements: [VerifiedEnvelope], upTo mark: HubMark?) async throws(MemoryError) -> HubMergeReport

    /// What the hub says of this device. Whose word counts is decided by statements alone.
    func standing(_ standing: HubStanding) async throws(MemoryError)

    /// The hub does not know what it told before: it is remembered, and the feed is read again from its beginning.
    func rolledBack(head: Int64?) async throws(MemoryError)

    /// The hub has been told again what it had forgotten.
    func repaired() async throws(MemoryError)

    /// Statements that are here, in the order in which they came.
    ///
    /// - Parameter row: behind which they begin; 0 for all.
    func heldStatements(after row: Int64, limit: Int) async throws(MemoryError) -> [HubHeldStatement]

    /// The hub says that this device is out: what came of it goes.
    func revoked(_ reason: String) async throws(MemoryError)

    /// Devices that wait for an admin, as the hub tells; asked only of an admin's daemon.
    ///
    /// - Returns: whether something was signed that has to be sent.
    func admit(_ devices: JSON) async throws(MemoryError) -> Bool

    /// Something happened that a person may ask about.
    func note(_ kind: HubNote, _ message: String) async throws(MemoryError)
}

/// What this memory is to a hub.
package struct HubMembership: Sendable, Equatable {
    package enum State: String, Sendable {
        case pending
        case active
        case revoked
    }

    package var place: HubPlace
    package var device: VerifyingKey
    package var state: State
    /// Whether this device has an admin's grant.
    package var isAdmin: Bool
    /// Up to where the feed is read.
    package var mark: HubMark
    /// Whether the hub was set back and has not been told everything again.
    package var isRepairing: Bool

    package init(
        place: HubPlace, device: VerifyingKey, state: State, isAdmin: Bool, mark: HubMark, isRepairing: Bool
    ) {
        self.place = place
        self.device = device
        self.state = state
        self.isAdmin = isAdmin
        self.mark = mark
        self.isRepairing = isRepairing
    }
}

/// A place in the feed of a hub.
package struct HubMark: Sendable, Equatable {
    /// The number of the last statement that was passed.
    package var cursor: Int64
    /// What the hub's chain was there: 64 hexadecimal digits.
    package var chain: String

    package init(cursor: Int64, chain: String) {
        self.cursor = cursor
        self.chain = chain
    }

    package static let start = HubMark(cursor: 0, chain: String(repeating: "0", count: 64))
}

package struct HubOutboxEntry: Sendable, Equatable {
    /// Of the envelope.
    package var id: String
    package var envelope: JSON

    package init(id: String, envelope: JSON) {
        self.id = id
        self.envelope = envelope
    }
}

package struct HubHeldStatement: Sendable, Equatable {
    package var row: Int64
    /// Of the envelope.
    package var id: String
    package var envelope: JSON

    package init(row: Int64, id: String, envelope: JSON) {
        self.row = row
        self.id = id
        self.envelope = envelope
    }
}

/// A statement that a hub did not take.
package struct HubRefusal: Sendable, Equatable {
    /// Of the envelope.
    package var id: String
    /// The hub's word for the reason: `forbidden`, `revoked`, …
    package var code: String
    package var message: String

    package init(id: String, code: String, message: String) {
        self.id = id
        self.code = code
        self.message = message
    }
}

package struct HubMergeReport: Sendable, Equatable {
    /// Statements that were not here before.
    package var news: Int
    /// Whether the statements say that this device or its member is out.
    package var isRevoked: Bool
    /// Whether the feed is read again from its beginning.
    package var startsOver: Bool

    package init(news: Int, isRevoked: Bool, startsOver: Bool) {
        self.news = news
        self.isRevoked = isRevoked
        self.startsOver = startsOver
    }
}

/// What a hub says of the device that asks.
package struct HubStanding: Sendable, Equatable {
    package var isActive: Bool
    package var member: String?
    package var name: String?
    package var role: String?
    package var groups: [String]

    package init(isActive: Bool, member: String?, name: String?, role: String?, groups: [String]) {
        self.isActive = isActive
        self.member = member
        self.name = name
        self.role = role
        self.groups = groups
    }
}

/// What is noted about a hub.
package enum HubNote: String, Sendable {
    case faultBegan = "fault_began"
    case faultEnded = "fault_ended"
    /// Statements that are not what they say.
    case leftOut = "left_out"
    case tokenRotated = "token_rotated"
}
