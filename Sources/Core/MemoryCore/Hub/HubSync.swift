import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore
import SharedStatements
import Signing

/// The memory's side of keeping up with a hub: short reads and short transactions, none of which waits for a network.
struct HubSync: HubBook {
    let service: HubService

    private var context: CoreContext { service.context }

    func membership() async throws(MemoryError) -> HubMembership? {
        try await guarded {
            guard let standing = try await service.standing() else { return nil }
            let kept = standing.membership
            return HubMembership(
                place: standing.place, device: standing.key,
                state: HubMembership.State(rawValue: kept.state.rawValue) ?? .revoked,
                isAdmin: standing.isActive && standing.device?.role == .admin,
                mark: HubMark(cursor: kept.cursor, chain: kept.chain), isRepairing: kept.isRepairing)
        }
    }

    func outbox(limit: Int) async throws(MemoryError) -> [HubOutboxEntry] {
        try await guarded {
            try await context.database.read { reader in
                try reader.outbox(limit: limit).map { HubOutboxEntry(id: $0.id, envelope: $0.envelope) }
            }
        }
    }

    func settle(accepted: [String], refused: [HubRefusal]) async throws(MemoryError) {
        try await guarded {
            try await service.write { transaction in
                for id in accepted {
                    try transaction.dequeue(statement: id)
                    try transaction.mark(shared: id, .sent, error: nil)
                }
                for refusal in refused {
                    try transaction.dequeue(statement: refusal.id)
                    let message = "\(refusal.code): \(OfferStatement.line(refusal.message, bytes: 300))"
                    try transaction.mark(shared: refusal.id, .refused, error: message)
                    try transaction.note(hub: "refused", "The hub did not take \(refusal.id): \(message)")
                }
            }
        }
    }

    func standing(_ told: HubStanding) async throws(MemoryError) {
        try await guarded {
            try await service.write { transaction in
                guard var membership = try transaction.reader.membership(), membership.state != .revoked else { return }
                let former = membership.state
                membership.told = .object(present: [
                    ("member", told.member.map(JSON.string)), ("name", told.name.map(JSON.string)),
                    ("role", told.role.map(JSON.string)), ("groups", JSON(told.groups)),
                ])
                if told.isActive { membership.state = .active }
                try transaction.keep(membership)
                if membership.state != former { transaction.tell(MemoryFact(.hubMemberChanged, ["state": "active"])) }
            }
        }
    }

    func rolledBack(head: Int64?) async throws(MemoryError) {
        try await guarded {
            try await service.write { transaction in
                guard var membership = try transaction.reader.membership() else { return }
                let cursor = membership.cursor
                membership.cursor = HubMark.start.cursor
                membership.chain = HubMark.start.chain
                membership.isRepairing = true
                try transaction.keep(membership)
                let place = head.map { " It is at \($0)." } ?? ""
                try transaction.note(
                    hub: "rolled_back", "The hub does not know what it told up to \(cursor).\(place)")
                transaction.tell(
                    MemoryFact(
                        .hubRolledBack,
                        .object(present: [("cursor", .integer(cursor)), ("head", head.map(JSON.integer))])))
            }
        }
    }

    func repaired() async throws(MemoryError) {
        try await guarded {
            try await service.write { transaction in
                guard var membership = try transaction.reader.membership(), membership.isRepairing else { return }
                membership.isRepairing = false
                try transaction.keep(membership)
                try transaction.note(hub: "repaired", "The hub was told again what it had forgotten.")
            }
        }
    }

    func heldStatements(after row: Int64, limit: Int) async throws(MemoryError) -> [HubHeldStatement] {
        try await guarded {
            try await context.database.read { reader in
                guard let membership = try reader.membership() else { return [] }
                return try reader.statements(of: membership.hub, after: row, limit: limit).map {
                    HubHeldStatement(row: $0.row, id: $0.id, envelope: $0.envelope)
                }
            }
        }
    }

    func revoked(_ reason: String) async throws(MemoryError) {
        try await guarded { try await service.endAsRevoked(reason: OfferStatement.line(reason, bytes: 300)) }
    }

    func admit(_ devices: JSON) async throws(MemoryError) -> Bool {
        try await guarded { try await service.admitInvited(devices) }
    }

    func note(_ kind: HubNote, _ message: String) async throws(MemoryError) {
        try await guarded {
            try await service.write { transaction in
                try transaction.note(hub: kind.rawValue, OfferStatement.line(message, bytes: 1000))
            }
        }
    }

    func guarded<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws(MemoryError) -> Value {
        do {
            return try await body()
        } catch let error as MemoryError {
            throw error
        } catch {
            throw MemoryError(.internal, "What is known of the hub could not be read or written.")
        }
    }
}
