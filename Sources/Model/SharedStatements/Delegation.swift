import Signing

/// Who was ever made an admin, and whose each device ever was: what grants alone say, without any revocation.
///
/// It only grows. A device is an admin of rank n + 1 when an admin of rank n, and none of a lower one, granted it that
/// role; the roots have rank 0. Ranks are the least fixed point, so the order of arrival does not matter.
struct Delegation: Sendable {
    let roots: Set<VerifyingKey>
    private(set) var ranks: [VerifyingKey: Int]
    private(set) var grants: [VerifyingKey: [SignedGrant]] = [:]
    private(set) var memberships: [VerifyingKey: Set<String>] = [:]
    private var signed: [VerifyingKey: [SignedGrant]] = [:]

    init(roots: [VerifyingKey]) {
        self.roots = Set(roots)
        ranks = Dictionary(self.roots.map { ($0, 0) }, uniquingKeysWith: min)
    }

    func wasAdmin(_ device: VerifyingKey) -> Bool { ranks[device] != nil }

    /// Whether the grant was ever one: by an admin, and for a root by a root.
    func isGrant(_ grant: SignedGrant) -> Bool {
        guard let rank = ranks[grant.signer] else { return false }
        return rank == 0 || !roots.contains(grant.device)
    }

    /// Whether the grant's signer stands above the device. Who was ever an admin can be changed from above only:
    /// otherwise an admin who was made a member could make itself an admin again.
    func isFromAbove(_ grant: SignedGrant) -> Bool {
        guard isGrant(grant), let rank = ranks[grant.signer] else { return false }
        return roots.contains(grant.device) || rank < ranks[grant.device] ?? .max
    }

    /// Whether two devices ever were of one member.
    func wereOfOneMember(_ a: VerifyingKey, _ b: VerifyingKey) -> Bool {
        if a == b { return true }
        guard let one = memberships[a], let other = memberships[b] else { return false }
        return !one.isDisjoint(with: other)
    }

    mutating func add(_ grant: SignedGrant) {
        grants[grant.device, default: []].append(grant)
        signed[grant.signer, default: []].append(grant)
        var open = [grant]
        while let next = open.popLast() {
            guard isGrant(next), let rank = ranks[next.signer] else { continue }
            memberships[next.device, default: []].insert(next.member)
            guard next.role == .admin, rank + 1 < ranks[next.device] ?? .max else { continue }
            ranks[next.device] = rank + 1
            open += signed[next.device] ?? []
        }
    }
}

/// A grant as the state keeps it.
struct SignedGrant: Sendable {
    let id: EnvelopeID
    let signer: VerifyingKey
    let device: VerifyingKey
    let member: String
    let name: String
    let deviceName: String
    let role: TeamRole
    /// With `everyone`.
    let groups: Set<String>
    let version: Int64

    init(id: EnvelopeID, signer: VerifyingKey, statement: GrantStatement) {
        self.id = id
        self.signer = signer
        device = statement.device
        member = statement.member
        name = statement.name
        deviceName = statement.deviceName
        role = statement.role
        groups = Set(statement.groups).union([StatementRules.everyone])
        version = statement.version
    }

    func isLater(than other: SignedGrant) -> Bool { (version, id) > (other.version, other.id) }
}
