package import Signing

/// What a set of statements means: who is in the team, and what of the shared counts. A pure function of the roots and
/// the set; order, repetition and grouping do not matter, so two sides that exchanged their statements agree.
///
/// Without a trusted order of time, authority is split in two:
/// - **To remove**: whoever was ever granted the role of admin, in a chain of grants from a root, whatever happened to it
///   since. This set only grows, and so do the memberships of devices; therefore what was removed stays removed.
/// - **To take part**: the latest grant from above (`Delegation.isFromAbove`), unless the device or its member is revoked.
///   This may change both ways.
///
/// Admins can revoke each other, and both are out then. A root is revoked by itself only. A revoked admin's grants stay
/// unless the revocation says that its key is compromised. A hub, which sees the order in which statements arrive, goes
/// further with what is new to it: `objection(to:)`.
package struct TeamState: Sendable {
    package let hub: String
    var delegation: Delegation
    var removals = Removals()
    var versions: [EnvelopeID: ItemVersion] = [:]
    var versionsOfItem: [String: Set<EnvelopeID>] = [:]
    var makers: [String: VerifyingKey] = [:]
    private var others: [EnvelopeID: Other] = [:]

    /// A statement that is no item, as far as its own verdict needs it.
    private enum Other: Sendable {
        case grant(SignedGrant)
        case tombstone(item: String, signer: VerifyingKey)
        case revocation(RevocationStatement.Subject, signer: VerifyingKey)
    }

    /// A version of an item as the state keeps it.
    struct ItemVersion: Sendable {
        let id: EnvelopeID
        let signer: VerifyingKey
        let item: String
        let maker: VerifyingKey
        let kind: ItemStatement.Kind
        let name: String
        let version: Int64
        let groups: Set<String>
    }

    /// - Parameters:
    ///   - roots: the keys pinned at pairing; the first admin's.
    ///   - hub: its id. Statements for another are not taken.
    package init(roots: [VerifyingKey], hub: String) {
        self.hub = hub
        delegation = Delegation(roots: roots)
    }

    package var roots: Set<VerifyingKey> { delegation.roots }
    /// How many statements were taken, whatever their verdicts.
    package var count: Int { versions.count + others.count }

    package func contains(_ id: EnvelopeID) -> Bool { versions[id] != nil || others[id] != nil }

    /// Takes a statement in. An item costs a few table entries; a grant as much as what rests on it.
    /// - Returns: whether it is news: of this hub, and not here yet.
    @discardableResult package mutating func add(_ envelope: VerifiedEnvelope) -> Bool {
        guard envelope.hub == hub, !contains(envelope.id) else { return false }
        let (id, signer) = (envelope.id, envelope.signer)
        switch envelope.statement {
        case .item(let statement):
            let version = ItemVersion(id: id, signer: signer, statement: statement)
            versions[id] = version
            versionsOfItem[version.item, default: []].insert(id)
            makers[version.item] = version.maker
        case .grant(let statement):
            let grant = SignedGrant(id: id, signer: signer, statement: statement)
            others[id] = .grant(grant)
            delegation.add(grant)
        case .tombstone(let statement):
            others[id] = .tombstone(item: statement.item, signer: signer)
            removals.add(statement, id: id, signer: signer)
        case .revocation(let statement):
            others[id] = .revocation(statement.subject, signer: signer)
            removals.add(statement, id: id, signer: signer)
        }
        return true
    }

    package func verdict(of id: EnvelopeID) -> Verdict {
        if let version = versions[id] { return verdict(of: version) }
        return others[id].map { verdict(of: $0) } ?? .unknown
    }

    /// What the verdict would be with this statement added, without adding it.
    package func admission(of envelope: VerifiedEnvelope) -> Verdict {
        guard envelope.hub == hub else { return .unauthorised(reason: "The statement is for another hub.") }
        let signer = envelope.signer
        switch envelope.statement {
        case .item(let statement):
            return verdict(of: ItemVersion(id: envelope.id, signer: signer, statement: statement))
        case .grant(let statement):
            return verdict(of: .grant(SignedGrant(id: envelope.id, signer: signer, statement: statement)))
        case .tombstone(let statement): return verdict(of: .tombstone(item: statement.item, signer: signer))
        case .revocation(let statement): return verdict(of: .revocation(statement.subject, signer: signer))
        }
    }

    private func verdict(of other: Other) -> Verdict {
        switch other {
        case .grant(let grant): return verdict(of: grant)
        case .tombstone(let item, let signer):
            return Removals.counts(tombstoneBy: signer, maker: makers[item], delegation)
                ? .valid
                : .unauthorised(reason: "Only a device of the item's member, or an admin, may take it back.")
        case .revocation(let subject, let signer):
            return Removals.counts(revocationBy: signer, of: subject, delegation)
                ? .valid : .unauthorised(reason: "Only an admin may revoke this.")
        }
    }

    private func verdict(of grant: SignedGrant) -> Verdict {
        if let reason = cut(grant) { return .revoked(reason: reason) }
        if !delegation.isGrant(grant) { return .unauthorised(reason: "Its signer is no admin that may grant this.") }
        return delegation.isFromAbove(grant)
            ? .valid : .unauthorised(reason: "An admin's device is changed by the admins that stand above it.")
    }

    func verdict(of version: ItemVersion) -> Verdict {
        if let reason = removals.tombstone(of: version.item, maker: version.maker, delegation) {
            return .tombstoned(reason: reason)
        }
        if let reason = removals.revocation(of: .item(version.item), delegation)
            ?? removals.revocation(of: .envelope(version.id), delegation)
            ?? removals.revocation(ofDevice: version.signer, delegation, where: { !$0.keeps.contains(version.id) })
        {
            return .revoked(reason: reason)
        }
        guard let grant = standing(of: version.signer) else {
            return .unauthorised(reason: "Nobody granted its signer access.")
        }
        guard grant.role != .reader else { return .unauthorised(reason: "Its signer may read only.") }
        if let group = version.groups.subtracting(grant.groups).min() {
            return .unauthorised(reason: "Its signer is not in the group \(group).")
        }
        guard version.signer == version.maker || standing(of: version.maker)?.member == grant.member else {
            return .unauthorised(reason: "The item is another member's.")
        }
        return .valid
    }

    /// The grant that counts for a device, revoked or not.
    func standing(of device: VerifyingKey) -> SignedGrant? {
        var latest: SignedGrant?
        for grant in delegation.grants[device] ?? [] where delegation.isFromAbove(grant) && cut(grant) == nil {
            if latest.map({ grant.isLater(than: $0) }) ?? true { latest = grant }
        }
        return latest
    }

    /// Why a grant gives no access any more though it was one: its signer's key is compromised.
    private func cut(_ grant: SignedGrant) -> String? {
        removals.revocation(ofDevice: grant.signer, delegation) { $0.isCompromised && !$0.keeps.contains(grant.id) }
    }
}

extension TeamState.ItemVersion {
    init(id: EnvelopeID, signer: VerifyingKey, statement: ItemStatement) {
        self.id = id
        self.signer = signer
        item = statement.item
        maker = statement.maker
        kind = statement.kind
        name = statement.name
        version = statement.version
        groups = Set(statement.groups)
    }
}
