import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import Synchronization

/// The team's state, made once of the statements that are kept and carried on as others come. Loaded and changed only on
/// the writer's queue, so that it never falls behind what was committed.
final class TeamCache: Sendable {
    private struct Held {
        var hub: String
        var state: TeamState
    }

    private let held = Mutex<Held?>(nil)
    private let hasSwept = Mutex(false)

    /// Whether nobody asked since the program started: what a program that ended in between left behind is looked after
    /// once.
    func beginsSweep() -> Bool {
        hasSwept.withLock { hasSwept in
            defer { hasSwept = true }
            return !hasSwept
        }
    }

    /// - Throws: what the store throws; a statement that cannot be read counts as absent.
    func state(of membership: StoredMembership, in reader: MemoryReader) throws -> TeamState {
        try held.withLock { held in
            if let held, held.hub == membership.hub { return held.state }
            let loaded = try Self.load(membership, reader)
            held = Held(hub: membership.hub, state: loaded)
            return loaded
        }
    }

    /// Takes statements in that the same transaction keeps.
    func add(_ envelopes: [VerifiedEnvelope], of membership: StoredMembership, in reader: MemoryReader) throws
        -> TeamState
    {
        try held.withLock { held in
            var state = try held.flatMap { $0.hub == membership.hub ? $0.state : nil } ?? Self.load(membership, reader)
            held = nil
            for envelope in envelopes { state.add(envelope) }
            held = Held(hub: membership.hub, state: state)
            return state
        }
    }

    /// After a transaction that was not committed, and when a membership ends.
    func drop() {
        held.withLock { $0 = nil }
    }

    private static func load(_ membership: StoredMembership, _ reader: MemoryReader) throws -> TeamState {
        var state = TeamState(roots: membership.roots.compactMap(VerifyingKey.init(hex:)), hub: membership.hub)
        var row: Int64 = 0
        while true {
            let page = try reader.statements(of: membership.hub, after: row, limit: pageSize)
            for statement in page {
                row = statement.row
                if let envelope = try? VerifiedEnvelope(stored: statement.envelope) { state.add(envelope) }
            }
            if page.count < pageSize { return state }
        }
    }

    private static let pageSize = 500
}
