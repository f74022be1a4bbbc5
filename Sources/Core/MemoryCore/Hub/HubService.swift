import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore
import SharedStatements
import Signing

/// What a memory has to do with a team: joining and leaving a hub, sharing, receiving, reviewing. Everything here is a
/// person's act or background work; nothing of it is asked before a turn.
package struct HubService: Sendable {
    let context: CoreContext
    let link: any HubLink
    let traces: any HomeTraces
    let team = TeamCache()

    package init(context: CoreContext, link: any HubLink = NoHubLink(), traces: any HomeTraces = NoHomeTraces()) {
        self.context = context
        self.link = link
        self.traces = traces
    }

    /// What the loop that keeps up with the hub asks.
    package var book: any HubBook { HubSync(service: self) }

    /// A membership with what is known of the team.
    struct Standing: Sendable {
        var membership: StoredMembership
        var team: TeamState
        var key: VerifyingKey

        /// This device as the team has it; `nil` while nobody granted it access.
        var device: TeamDevice? { team.device(key) }
        var isActive: Bool { membership.state == .active && device?.isActive == true }
        var groups: Set<String> { isActive ? device?.groups ?? [] : [] }
        var place: HubPlace {
            HubPlace(hub: membership.hub, address: membership.address, certificate: membership.certificate)
        }
    }

    func standing(in reader: MemoryReader) throws -> Standing? {
        guard let membership = try reader.membership(), let key = VerifyingKey(hex: membership.device) else {
            return nil
        }
        return Standing(membership: membership, team: try team.state(of: membership, in: reader), key: key)
    }

    /// - Throws: `unsupported` without a hub.
    func member(in reader: MemoryReader) throws -> Standing {
        guard let standing = try standing(in: reader), standing.membership.state != .revoked else {
            throw Self.notAMember
        }
        return standing
    }

    /// The team's state is loaded on the writer's queue, where it cannot fall behind.
    func standing() async throws -> Standing? {
        try await write { try standing(in: $0.reader) }
    }

    func member() async throws -> Standing {
        try await write { try member(in: $0.reader) }
    }

    /// One transaction that may change what is known of the team. Turns are recorded through the same writer, so it is
    /// short whatever the team has shared.
    func write<Value: Sendable>(_ body: @escaping @Sendable (MemoryTransaction) throws -> Value) async throws -> Value {
        try await team.warm(from: context.database)
        return try await context.database.write(body)
    }

    /// Looks at what is kept, beside the writer.
    ///
    /// - Throws: `unsupported` without a hub.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Standing, MemoryReader) throws -> Value
    ) async throws -> Value {
        guard let standing = try await standing() else { throw Self.notAMember }
        return try await context.database.read { try body(standing, $0) }
    }

    /// Signs something, keeps it, takes it in and lets it go out.
    func say(
        _ statement: Statement, as standing: Standing, at time: Timestamp, in transaction: MemoryTransaction
    ) throws -> (envelope: VerifiedEnvelope, team: TeamState) {
        let envelope = try Self.sign(
            statement, by: try link.signingKey(for: standing.membership.hub), standing, at: time)
        return (envelope, try say(envelope, as: standing, in: transaction))
    }

    func say(
        _ envelope: VerifiedEnvelope, as standing: Standing, in transaction: MemoryTransaction
    ) throws -> TeamState {
        let (type, item) = envelope.statement.filed
        _ = try transaction.keep(
            statement: envelope.id, of: envelope.hub, type: type, item: item, envelope: envelope.json)
        try transaction.enqueue(statement: envelope.id)
        return try team.add([envelope], of: standing.membership, in: transaction.reader)
    }

    static func sign(
        _ statement: Statement, by key: SigningKey, _ standing: Standing, at time: Timestamp
    ) throws -> VerifiedEnvelope {
        do {
            return try key.sign(statement, hub: standing.membership.hub, at: max(0, time))
        } catch {
            throw MemoryError(
                .invalidArgument, "This cannot be said to a team: \(error.message)",
                details: ["reason": .string(error.code.rawValue)])
        }
    }

    static let notAMember = MemoryError(
        .unsupported, "This memory belongs to no hub.",
        hint: "An admin of the team gives you an address and a code; then: memos hub join ADDRESS CODE --name NAME.")

    static let notYet = MemoryError(
        .unsupported, "An admin of the team has to approve this device first.",
        hint: "Tell them the device's fingerprint that memos hub status shows.")
}

extension Statement {
    /// Type and item, as the store files it.
    var filed: (type: String, item: String?) {
        switch self {
        case .item(let statement): (type.rawValue, statement.item)
        case .tombstone(let statement): (type.rawValue, statement.item)
        case .grant, .revocation: (type.rawValue, nil)
        }
    }
}
