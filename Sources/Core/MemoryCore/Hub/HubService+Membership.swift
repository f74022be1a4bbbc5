import Digest
import JSONText
import LearningPipeline
import MemoryModel
package import MemoryStore
package import SharedStatements
import Signing

/// Joining a hub, leaving it, and how things stand.
extension HubService {
    package struct Status: Sendable {
        package var membership: StoredMembership
        /// SHA-256 of the certificate, hexadecimal.
        package var hubFingerprint: String
        package var deviceFingerprint: String
        /// As the team has it; `nil` while nobody granted it access.
        package var device: TeamDevice?
        package var sync: HubSyncState
        package var outbox: Int
        package var counts: [TeamEntry.State: Int]
        package var shared: Int
        /// What happened, newest first.
        package var log: [HubLogEntry]
    }

    /// - Returns: `nil` when there is no hub.
    package func status() async throws -> Status? {
        let sync = link.syncState()
        guard let standing = try await standing() else { return nil }
        return try await context.database.read { reader in
            let shared = try reader.sharedVersions().filter { $0.state != .withdrawn }
            return Status(
                membership: standing.membership, hubFingerprint: SHA256.hexDigest(of: standing.membership.certificate),
                deviceFingerprint: standing.key.fingerprint, device: standing.device, sync: sync,
                outbox: try reader.outboxCount(), counts: try reader.teamCounts(),
                shared: Set(shared.map(\.item)).count,
                log: try reader.hubLog(limit: 20))
        }
    }

    /// Pairs this device with a hub. The first device of a team grants itself access; any other waits for an admin, unless
    /// its code was given as approved.
    ///
    /// - Parameter deviceName: for people; `nil`: the person's name with “device”.
    /// - Throws: `already_exists` with a hub joined; what pairing throws.
    package func join(address: String, code: String, name: String, deviceName: String?) async throws {
        if let present = try await context.database.read({ try $0.membership() }), present.state != .revoked {
            throw MemoryError(
                .alreadyExists, "This memory belongs to the hub \(present.name) already.",
                hint: "memos hub leave ends that; then join the other.")
        }
        let deviceName = deviceName ?? "\(name)'s device"
        let pairing = try await link.pair(
            HubPairingRequest(address: address, code: code, name: name, deviceName: deviceName, keepsKey: false))
        team.drop()
        try await write { transaction in
            try transaction.endMembership()
            let membership = StoredMembership(
                hub: pairing.place.hub, name: OfferStatement.line(pairing.name, bytes: 200),
                address: pairing.place.address, certificate: pairing.place.certificate, roots: pairing.roots.map(\.hex),
                device: pairing.device.hex, deviceName: deviceName, displayName: name,
                state: pairing.isActive || pairing.isFirst ? .active : .pending, joinedAt: transaction.now,
                chain: HubMark.start.chain)
            try transaction.keep(membership)
            let standing = Standing(
                membership: membership, team: try team.state(of: membership, in: transaction.reader),
                key: pairing.device)
            if pairing.isFirst {
                let grant = GrantStatement(
                    device: pairing.device, member: MemberSlug.of(name), name: OfferStatement.line(name, bytes: 200),
                    deviceName: OfferStatement.line(deviceName, bytes: 200), role: .admin, groups: [], version: 1)
                _ = try say(.grant(grant), as: standing, at: transaction.now, in: transaction)
            } else if let grant = pairing.grant {
                _ = try transaction.keep(
                    statement: grant.id, of: grant.hub, type: "grant", item: nil, envelope: grant.json)
                _ = try team.add([grant], of: membership, in: transaction.reader)
            }
            try transaction.note(hub: "joined", "Joined \(membership.name) at \(membership.address).")
            transaction.tell(
                MemoryFact(.hubJoined, ["hub": .string(membership.hub), "name": .string(membership.name)]))
        }
        link.wake()
    }

    /// Ends the membership at once, also when the hub cannot be told. What was approved stays unless it is to be
    /// forgotten; nothing else does.
    ///
    /// - Returns: whether the hub was told.
    /// - Throws: `unsupported` without a hub.
    package func leave(forgets: Bool) async throws -> Bool {
        let standing = try await standing()
        guard let standing else { throw Self.notAMember }
        let wasTold = await resign(standing)
        if forgets { try await withdrawAll(of: standing.membership.hub, reason: "this device left the hub") }
        try await write { transaction in
            try transaction.endMembership()
            try transaction.note(hub: "left", "Left \(standing.membership.name).")
            transaction.tell(
                MemoryFact(
                    .hubLeft, ["hub": .string(standing.membership.hub), "name": .string(standing.membership.name)]))
        }
        team.drop()
        _ = try? await context.database.emptyLog()
        try link.forgetKey()
        link.wake()
        return wasTold
    }

    /// Revokes this device, so that nobody can go on with its key or token.
    private func resign(_ standing: Standing) async -> Bool {
        guard standing.membership.state != .revoked, let key = try? link.signingKey(for: standing.membership.hub) else {
            return false
        }
        let revocation = RevocationStatement(
            subject: .device(standing.key), reason: "left", keeps: Array(keeps(of: standing).prefix(Self.mostKept)))
        guard let envelope = try? Self.sign(.revocation(revocation), by: key, standing, at: context.now()) else {
            return false
        }
        let call = HubCall(
            .post, ["statements"], body: ["statements": [envelope.json]], limit: Self.patience)
        guard let answer = try? await link.ask(call, at: standing.place) else { return false }
        return answer["accepted"]?.array?.contains { $0.string == envelope.id } ?? false
    }

    /// What a person shared goes on counting when they leave; taking it back is another word.
    private func keeps(of standing: Standing) -> [EnvelopeID] {
        standing.team.items.flatMap(\.versions).filter { $0.signer == standing.key && $0.verdict.isValid }.map(\.id)
    }

    static let mostKept = 15_000
    static let patience = Duration.seconds(5)
}

/// The name of a member in statements: made of the person's name.
enum MemberSlug {
    static func of(_ name: String) -> String {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let slug = String(words.joined(separator: "-").prefix(63))
        return StatementRules.isSlug(slug) ? slug : "member-\(ContentHash.of([name]).prefix(8))"
    }

    /// One that no other member has.
    static func free(for name: String, taken: Set<String>) -> String {
        let slug = of(name)
        if !taken.contains(slug) { return slug }
        for number in 2... {
            let suffix = "-\(number)"
            let next = String(slug.prefix(63 - suffix.count)) + suffix
            if !taken.contains(next) { return next }
        }
        return slug
    }
}
