import JSONText
import Signing
import Testing

@testable import SharedStatements

/// Devices of a team in tests, and what they say. Device 0 is the root.
struct Team: Sendable {
    static let hub = "hub-1"
    let keys: [SigningKey]

    init(devices: Int = 8, salt: UInt8 = 0) {
        keys = (0..<devices).compactMap { SigningKey(seed: [UInt8($0), salt] + [UInt8](repeating: 7, count: 30)) }
    }

    var root: SigningKey { keys[0] }

    func key(_ device: Int) -> VerifyingKey { keys[device].verifyingKey }

    /// The state with these statements added in this order.
    func state(_ statements: [VerifiedEnvelope]) -> TeamState {
        var state = TeamState(roots: [key(0)], hub: Self.hub)
        for statement in statements { state.add(statement) }
        return state
    }

    func say(_ statement: Statement, by device: Int, hub: String = Team.hub) throws -> VerifiedEnvelope {
        try keys[device].sign(statement, hub: hub, at: 1_800_000_000_000)
    }

    func grant(
        _ device: Int, member: String, role: TeamRole = .member, groups: [String] = [], version: Int64 = 1,
        by signer: Int = 0
    ) throws -> VerifiedEnvelope {
        try say(
            .grant(
                GrantStatement(
                    device: key(device), member: member, name: member.uppercased(), deviceName: "device \(device)",
                    role: role, groups: groups, version: version)), by: signer)
    }

    func item(
        _ local: String, of maker: Int, version: Int64 = 1, groups: [String] = ["everyone"], text: String = "",
        by signer: Int? = nil
    ) throws -> VerifiedEnvelope {
        try say(
            .item(Self.skill(local, maker: key(maker), version: version, groups: groups, text: text)),
            by: signer ?? maker)
    }

    static func skill(
        _ local: String, maker: VerifyingKey, version: Int64 = 1, groups: [String] = ["everyone"], text: String = ""
    ) -> ItemStatement {
        ItemStatement(
            kind: .skill, maker: maker, local: local, version: version, name: "Skill \(local)", summary: "What it does",
            text: text, evidence: SharedEvidence(support: 3, gain: 120, reliability: 900, trials: 4, sources: 5),
            provenance: .rules, licence: "Apache-2.0", groups: groups)
    }

    func itemID(_ local: String, of maker: Int) -> String { ItemStatement.item(maker: key(maker), local: local) }

    func tombstone(_ local: String, of maker: Int, by signer: Int) throws -> VerifiedEnvelope {
        try say(
            .tombstone(TombstoneStatement(item: itemID(local, of: maker), reason: "taken back by \(signer)")),
            by: signer)
    }

    func revoke(
        _ subject: RevocationStatement.Subject, keeps: [EnvelopeID] = [], isCompromised: Bool = false, by signer: Int
    ) throws -> VerifiedEnvelope {
        try say(
            .revocation(
                RevocationStatement(
                    subject: subject, reason: "revoked by \(signer)", keeps: keeps, isCompromised: isCompromised)),
            by: signer)
    }
}
