import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import Synchronization

/// The team's state, made once of the statements that are kept and carried on as others come.
///
/// What thousands of statements amount to takes a while to work out, and whoever records a turn would wait for a writer
/// that does: so it is loaded beside the writer (`warm`), and on the writer's queue, where it cannot fall behind what was
/// committed, only carried on by what came since.
final class TeamCache: Sendable {
    private struct Held {
        let hub: String
        var state: TeamState
        /// Statements up to this row are in the state.
        var row: Int64 = 0
        /// The last that a transaction took in. When it is not among those that are kept, that transaction failed.
        var added: EnvelopeID?

        init(of membership: StoredMembership) {
            hub = membership.hub
            state = TeamState(roots: membership.roots.compactMap(VerifyingKey.init(hex:)), hub: membership.hub)
        }

        /// Takes in what is kept beyond the row. A statement that cannot be read counts as absent.
        mutating func carryOn(_ reader: MemoryReader) throws {
            while true {
                let page = try reader.statements(of: hub, after: row, limit: TeamCache.pageSize)
                for statement in page {
                    row = statement.row
                    if let envelope = try? VerifiedEnvelope(stored: statement.envelope) { state.add(envelope) }
                }
                if page.count < TeamCache.pageSize { return }
            }
        }

        func isTrue(_ reader: MemoryReader) throws -> Bool { try added.map(reader.knowsStatement) ?? true }
    }

    private struct Slot {
        var held: Held?
        /// Of memberships; what was loaded for one does not serve the next.
        var generation = 0
    }

    private let slot = Mutex(Slot())
    /// What a program that ended in between left behind is looked after once.
    private let sweepIsDue = Mutex(true)

    /// Whether all there is has to be looked at now: when a page is whole that changed who counts, because among
    /// thousands of statements many do.
    func owesSweep(changesTeam: Bool, isPageWhole: Bool) -> Bool {
        sweepIsDue.withLock { isDue in
            isDue = isDue || changesTeam
            return isDue && isPageWhole
        }
    }

    /// All was looked at; a sweep that failed stays due.
    func swept() {
        sweepIsDue.withLock { $0 = false }
    }

    /// Loads the state where nobody waits for it, unless it is there.
    func warm(from database: MemoryDatabase) async throws {
        let (isWarm, generation) = slot.withLock { ($0.held != nil, $0.generation) }
        if isWarm { return }
        let loaded = try await database.read { reader -> Held? in
            guard let membership = try reader.membership() else { return nil }
            var held = Held(of: membership)
            try held.carryOn(reader)
            return held
        }
        guard let loaded else { return }
        slot.withLock { slot in
            if slot.held == nil, slot.generation == generation { slot.held = loaded }
        }
    }

    /// The state with all that is kept. Asked on the writer's queue only.
    ///
    /// - Throws: what the store throws.
    func state(of membership: StoredMembership, in reader: MemoryReader) throws -> TeamState {
        try slot.withLock { slot in
            var held = try Self.take(from: &slot, of: membership, reader)
            try held.carryOn(reader)
            slot.held = held
            return held.state
        }
    }

    /// Takes statements in that the same transaction keeps.
    func add(_ envelopes: [VerifiedEnvelope], of membership: StoredMembership, in reader: MemoryReader) throws
        -> TeamState
    {
        try slot.withLock { slot in
            var held = try Self.take(from: &slot, of: membership, reader)
            for envelope in envelopes { held.state.add(envelope) }
            held.added = envelopes.last?.id ?? held.added
            let beyond = try reader.statementsKept(of: held.hub, after: held.row)
            // Others too, as when the state was dropped a moment ago: it is never handed out without them.
            if beyond.count == envelopes.count { held.row = beyond.last ?? held.row } else { try held.carryOn(reader) }
            slot.held = held
            return held.state
        }
    }

    /// When a membership ends.
    func drop() {
        slot.withLock { slot in
            slot.held = nil
            slot.generation += 1
        }
    }

    /// Out of the slot, so that it is changed in its place; an error leaves nothing there.
    private static func take(
        from slot: inout Slot, of membership: StoredMembership, _ reader: MemoryReader
    ) throws -> Held {
        let held = slot.held
        slot.held = nil
        guard let held, held.hub == membership.hub, try held.isTrue(reader) else { return Held(of: membership) }
        return held
    }

    private static let pageSize = 500
}
