package import JSONText
package import MemoryCore
package import MemoryModel
package import SharedStatements
package import Signing
import Synchronization

/// A hub without a network: its team is made of keys of the test's, its answers are the test's.
package final class ScriptedHub: HubLink {
    package static let id = "hub-1"

    /// This device's key.
    package let own: SigningKey
    /// The first admin's.
    package let admin: SigningKey
    private let state = Mutex(State())

    private struct State {
        var calls: [HubCall] = []
        var answers: [String: JSON] = [:]
        var fault: MemoryError?
        var hasKey = false
        var wakes = 0
        var files: [String: String] = [:]
    }

    /// - Parameter isFirst: whether this device is the first of its team.
    package init(isFirst: Bool = false) {
        own = Self.key(1)
        admin = isFirst ? own : Self.key(2)
    }

    /// - Parameter number: the same number is the same key.
    package static func key(_ number: UInt8) -> SigningKey {
        guard let key = SigningKey(seed: [UInt8](repeating: number, count: 32)) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return key
    }

    package var calls: [HubCall] { state.withLock { $0.calls } }
    package var wakes: Int { state.withLock { $0.wakes } }
    package var hasKey: Bool { state.withLock { $0.hasKey } }
    package var files: [String: String] { state.withLock { $0.files } }

    /// - Parameter path: parts joined by `/`.
    package func answer(_ path: String, with answer: JSON) {
        state.withLock { $0.answers[path] = answer }
    }

    package func fail(with fault: MemoryError?) {
        state.withLock { $0.fault = fault }
    }

    package func syncState() -> HubSyncState { HubSyncState() }

    package func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing {
        if let fault = state.withLock({ $0.fault }) { throw fault }
        state.withLock { $0.hasKey = true }
        return HubPairing(
            place: HubPlace(hub: Self.id, address: request.address, certificate: [1, 2, 3]), name: "Acme",
            roots: [admin.verifyingKey], device: own.verifyingKey, isActive: false, grant: nil)
    }

    package func signingKey(for hub: String) throws(MemoryError) -> SigningKey {
        guard state.withLock({ $0.hasKey }) else { throw MemoryError(.hubRefused, "There is no key.") }
        return own
    }

    package func ask(_ call: HubCall, at place: HubPlace) async throws(MemoryError) -> JSON {
        let (answer, fault) = state.withLock { state -> (JSON?, MemoryError?) in
            state.calls.append(call)
            return (state.answers[call.path.joined(separator: "/")], state.fault)
        }
        if let fault { throw fault }
        return answer ?? [:]
    }

    package func rotateToken(at place: HubPlace) async throws(MemoryError) {}

    package func forgetKey() throws(MemoryError) {
        state.withLock { $0.hasKey = false }
    }

    package func wake() {
        state.withLock { $0.wakes += 1 }
    }

    package func discover() async throws(MemoryError) -> [HubSighting] { [] }

    package func save(_ text: String, at path: String) throws(MemoryError) {
        state.withLock { $0.files[path] = text }
    }
}

/// What members of a team say in tests.
package enum TeamWords {
    package static func say(
        _ statement: Statement, by key: SigningKey, hub: String = ScriptedHub.id
    ) throws -> VerifiedEnvelope {
        try key.sign(statement, hub: hub, at: TestClock.start)
    }

    package static func grant(
        _ device: SigningKey, member: String, role: TeamRole = .member, groups: [String] = [], version: Int64 = 1,
        by admin: SigningKey
    ) throws -> VerifiedEnvelope {
        try say(
            .grant(
                GrantStatement(
                    device: device.verifyingKey, member: member,
                    name: member.prefix(1).uppercased() + member.dropFirst(),
                    deviceName: "\(member)'s device", role: role, groups: groups, version: version)), by: admin)
    }

    /// A skill with these steps.
    package static func skill(
        _ name: String, steps: String, by key: SigningKey, version: Int64 = 1, groups: [String] = ["everyone"],
        forkOf: EnvelopeID? = nil
    ) throws -> VerifiedEnvelope {
        let text = """
            ---
            name: \(name)
            description: How to do \(name) the way the team does.
            ---

            # Steps

            \(steps)

            """
        return try say(
            .item(
                ItemStatement(
                    kind: .skill, maker: key.verifyingKey, local: "sk_\(name)", version: version, forkOf: forkOf,
                    name: name, summary: "How to do \(name) the way the team does.", text: text,
                    evidence: SharedEvidence(support: 9, gain: 700, reliability: 990, trials: 40, sources: 12),
                    provenance: .rules, licence: "MIT", groups: groups)), by: key)
    }

    package static func tombstone(_ item: VerifiedEnvelope, by key: SigningKey) throws -> VerifiedEnvelope {
        guard case .item(let statement) = item.statement else { return item }
        return try say(.tombstone(TombstoneStatement(item: statement.item, reason: "out of date")), by: key)
    }

    package static func revocation(
        _ subject: RevocationStatement.Subject, keeps: [EnvelopeID] = [], by key: SigningKey
    ) throws -> VerifiedEnvelope {
        try say(.revocation(RevocationStatement(subject: subject, reason: "it deletes data", keeps: keeps)), by: key)
    }
}
