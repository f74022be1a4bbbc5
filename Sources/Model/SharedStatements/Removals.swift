import Signing

/// The tombstones and revocations of a team, by what they are about. Whether one counts is asked of the delegation each
/// time, because a grant may arrive after what rests on it.
struct Removals: Sendable {
    /// A tombstone or a revocation as the state keeps it.
    struct Removal: Sendable {
        let id: EnvelopeID
        let signer: VerifyingKey
        let reason: String
        var keeps: Set<EnvelopeID> = []
        var isCompromised = false
    }

    private var tombstones: [String: [Removal]] = [:]
    private var revocations: [RevocationStatement.Subject: [Removal]] = [:]

    mutating func add(_ tombstone: TombstoneStatement, id: EnvelopeID, signer: VerifyingKey) {
        tombstones[tombstone.item, default: []].append(Removal(id: id, signer: signer, reason: tombstone.reason))
    }

    mutating func add(_ revocation: RevocationStatement, id: EnvelopeID, signer: VerifyingKey) {
        revocations[revocation.subject, default: []].append(
            Removal(
                id: id, signer: signer, reason: revocation.reason, keeps: Set(revocation.keeps),
                isCompromised: revocation.isCompromised))
    }

    /// By an admin, or by a device that ever was of a member whose device made the item.
    static func counts(tombstoneBy signer: VerifyingKey, maker: VerifyingKey?, _ delegation: Delegation) -> Bool {
        delegation.wasAdmin(signer) || maker.map { delegation.wereOfOneMember(signer, $0) } ?? false
    }

    /// By an admin; a device and a member may revoke themselves, and nobody else may revoke a root.
    static func counts(
        revocationBy signer: VerifyingKey, of subject: RevocationStatement.Subject, _ delegation: Delegation
    ) -> Bool {
        switch subject {
        case .device(let device):
            signer == device || delegation.wasAdmin(signer) && !delegation.roots.contains(device)
        case .member(let member):
            delegation.wasAdmin(signer) || delegation.memberships[signer]?.contains(member) ?? false
        case .item, .envelope: delegation.wasAdmin(signer)
        }
    }

    /// The reason of the tombstone with the lowest id.
    func tombstone(of item: String, maker: VerifyingKey, _ delegation: Delegation) -> String? {
        first(tombstones[item]) { Self.counts(tombstoneBy: $0.signer, maker: maker, delegation) }?.reason
    }

    /// The reason of the revocation of exactly this with the lowest id.
    func revocation(of subject: RevocationStatement.Subject, _ delegation: Delegation) -> String? {
        first(revocations[subject]) { Self.counts(revocationBy: $0.signer, of: subject, delegation) }?.reason
    }

    /// The reason why a device is out: its own revocation, or that of a member it ever was of.
    /// - Parameter suffices: which revocations are meant.
    func revocation(
        ofDevice device: VerifyingKey, _ delegation: Delegation, where suffices: (Removal) -> Bool = { _ in true }
    ) -> String? {
        if revocations.isEmpty { return nil }
        let isRoot = delegation.roots.contains(device)
        let memberships = (delegation.memberships[device] ?? []).map(RevocationStatement.Subject.member)
        let found = ([.device(device)] + memberships).compactMap { subject in
            first(revocations[subject]) {
                suffices($0) && (!isRoot || $0.signer == device)
                    && Self.counts(revocationBy: $0.signer, of: subject, delegation)
            }
        }
        return found.min { $0.id < $1.id }?.reason
    }

    private func first(_ removals: [Removal]?, where counts: (Removal) -> Bool) -> Removal? {
        removals?.lazy.filter(counts).min { $0.id < $1.id }
    }
}
