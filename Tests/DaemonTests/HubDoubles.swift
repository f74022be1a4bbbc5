import Digest
import JSONText
import Logging
import MemoryCore
import MemoryModel
import SharedStatements
import Signing
import Synchronization

@testable import Daemon
@testable import HubClient

/// A hub as a list of envelopes, which can be made to fail and to lie.
final class TeamHub: HubWire {
    struct State {
        var log: [JSON] = []
        var ids: [String] = []
        /// Thrown by every call.
        var fault: HubFault?
        /// Thrown by the next calls, one each.
        var faults: [HubFault] = []
        var isActive = true
        /// Whether it answers a long poll at once, or waits until the call is cancelled.
        var isHasty = false
        var pushes = 0
        var feeds: [(after: Int64, limit: Int, wait: Int)] = []
        /// What the feed says instead.
        var page: JSON?
        var devices: JSON = ["devices": []]
    }

    static let place = HubPlace(hub: "hub-1", address: "hub.local", certificate: [])

    let state = Mutex(State())

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func add(_ envelopes: [VerifiedEnvelope]) {
        change { state in
            for envelope in envelopes where !state.ids.contains(envelope.id) {
                state.log.append(envelope.json)
                state.ids.append(envelope.id)
            }
        }
    }

    func standing(at place: HubPlace) async throws(HubFault) -> DeviceStanding {
        try check()
        return try DeviceStanding(["state": .string(state.withLock { $0.isActive } ? "active" : "pending")])
    }

    func renewToken(at place: HubPlace) async throws(HubFault) -> Bool { false }

    func push(_ statements: [(id: String, envelope: JSON)], to place: HubPlace) async throws(HubFault) -> PushReply {
        try check()
        change { $0.pushes += 1 }
        add(statements.compactMap { try? VerifiedEnvelope(json: $0.envelope) })
        return PushReply(["accepted": JSON(statements.map(\.id))], sent: Set(statements.map(\.id)))
    }

    func feed(after cursor: Int64, limit: Int, wait: Int, at place: HubPlace) async throws(HubFault) -> FeedPage {
        change { $0.feeds.append((cursor, limit, wait)) }
        try check()
        let state = state.withLock { $0 }
        if let page = state.page { return try FeedPage(page, after: cursor, limit: limit) }
        let head = Int64(state.log.count)
        guard cursor <= head else {
            var fault = HubFault(.conflict, "Less than that.")
            fault.head = head
            throw fault
        }
        if wait > 0, cursor == head, !state.isHasty {
            try? await Task.sleep(for: .seconds(60))
            throw HubFault(.cancelled, "Called off.")
        }
        let end = min(head, cursor + Int64(limit))
        let entries = (cursor..<end).map { index -> JSON in
            ["seq": .integer(index + 1), "envelope": state.log[Int(index)]]
        }
        return try FeedPage(
            [
                "entries": .array(entries), "cursor": .integer(end), "head": .integer(head),
                "chain": .string(Self.chain(of: state.ids, at: end)),
                "chainAtAfter": .string(Self.chain(of: state.ids, at: cursor)),
            ], after: cursor, limit: limit)
    }

    func devices(at place: HubPlace) async throws(HubFault) -> JSON {
        try check()
        return state.withLock { $0.devices }
    }

    private func check() throws(HubFault) {
        let fault = state.withLock { state -> HubFault? in
            state.faults.isEmpty ? state.fault : state.faults.removeFirst()
        }
        if let fault { throw fault }
    }

    static func chain(of ids: [String], at sequence: Int64) -> String {
        ids.prefix(Int(sequence)).reduce(HubMark.start.chain) { SHA256.hexDigest(of: Array(($0 + $1).utf8)) }
    }
}

/// A memory that keeps what the loop brings.
final class NoteBook: HubBook {
    struct State {
        var membership: HubMembership?
        var held: [VerifiedEnvelope] = []
        var outbox: [VerifiedEnvelope] = []
        var refused: [HubRefusal] = []
        var merges: [Int] = []
        var notes: [HubNote] = []
        var settingsBack = 0
        var revocation: String?
        /// Of an envelope after which the feed has to be read anew, once.
        var widening: String?
        /// An envelope that takes this device out.
        var expelling: String?
        var isFull = false
    }

    let state: Mutex<State>

    init(_ standing: HubMembership.State = .active, isAdmin: Bool = false) {
        state = Mutex(
            State(
                membership: HubMembership(
                    place: TeamHub.place, device: SigningKey().verifyingKey, state: standing, isAdmin: isAdmin,
                    mark: .start, isRepairing: false)))
    }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func membership() async throws(MemoryError) -> HubMembership? { state.withLock { $0.membership } }

    func outbox(limit: Int) async throws(MemoryError) -> [HubOutboxEntry] {
        state.withLock { $0.outbox.prefix(limit).map { HubOutboxEntry(id: $0.id, envelope: $0.json) } }
    }

    func settle(accepted: [String], refused: [HubRefusal]) async throws(MemoryError) {
        change { state in
            let gone = Set(accepted + refused.map(\.id))
            state.held += state.outbox.filter { accepted.contains($0.id) }
            state.outbox.removeAll { gone.contains($0.id) }
            state.refused += refused
        }
    }

    func merge(_ statements: [VerifiedEnvelope], upTo mark: HubMark?) async throws(MemoryError) -> HubMergeReport {
        if state.withLock({ $0.isFull }) { throw MemoryError(.diskFull, "The disk is full.") }
        return state.withLock { state in
            state.merges.append(statements.count)
            let fresh = statements.filter { new in !state.held.contains { $0.id == new.id } }
            state.held += fresh
            if let mark { state.membership?.mark = mark }
            let widens = state.widening != nil && statements.contains { $0.id == state.widening }
            if widens {
                state.widening = nil
                state.membership?.mark = .start
            }
            return HubMergeReport(
                news: fresh.count, isRevoked: statements.contains { $0.id == state.expelling }, startsOver: widens)
        }
    }

    func standing(_ standing: HubStanding) async throws(MemoryError) {
        change { $0.membership?.state = standing.isActive ? .active : .pending }
    }

    func rolledBack(head: Int64?) async throws(MemoryError) {
        change { state in
            state.settingsBack += 1
            state.membership?.mark = .start
            state.membership?.isRepairing = true
        }
    }

    func repaired() async throws(MemoryError) { change { $0.membership?.isRepairing = false } }

    func heldStatements(after row: Int64, limit: Int) async throws(MemoryError) -> [HubHeldStatement] {
        state.withLock { state in
            state.held.enumerated().dropFirst(Int(row)).prefix(limit).map {
                HubHeldStatement(row: Int64($0.offset) + 1, id: $0.element.id, envelope: $0.element.json)
            }
        }
    }

    func revoked(_ reason: String) async throws(MemoryError) {
        change { state in
            state.revocation = reason
            state.membership?.state = .revoked
        }
    }

    func admit(_ devices: JSON) async throws(MemoryError) -> Bool { false }

    func note(_ kind: HubNote, _ message: String) async throws(MemoryError) { change { $0.notes.append(kind) } }
}

/// A loop between the two, its clock and its chance in the test's hand.
struct Loop {
    let hub = TeamHub()
    let book: NoteBook
    let bell = WakeBell()
    let sync = SyncProbe()
    var exchange: HubExchange

    final class SyncProbe: Sendable {
        let state = Mutex(HubSyncState())
    }

    init(_ book: NoteBook = NoteBook()) {
        self.book = book
        let start = ContinuousClock.now
        let sync = sync
        exchange = HubExchange(
            book: book, wire: hub, bell: bell,
            timing: HubExchange.Timing(date: { 1000 }, now: { start }, chance: { 0 }),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            report: { change in sync.state.withLock { change(&$0) } })
    }

    var state: HubSyncState { sync.state.withLock { $0 } }

    /// Rounds until the loop would listen to the hub, or rest.
    mutating func settle(rounds: Int = 50) async -> HubExchange.Next {
        var next = HubExchange.Next.again
        for _ in 0..<rounds where next == .again && !exchange.isCaughtUp { next = await exchange.next() }
        return next
    }
}

/// Statements of one device about different things.
func statements(_ count: Int, by key: SigningKey = SigningKey(), hub: String = "hub-1") throws -> [VerifiedEnvelope] {
    try (0..<count).map { index in
        let item = SHA256.hexDigest(of: Array("\(index)".utf8)).prefix(32)
        return try key.sign(
            .tombstone(TombstoneStatement(item: String(item), reason: "over")), hub: hub, at: Int64(index))
    }
}
