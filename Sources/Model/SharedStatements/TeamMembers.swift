package import Signing

/// A device that was granted access.
package struct TeamDevice: Sendable, Equatable {
    package let key: VerifyingKey
    package let member: String
    /// The member's name for people.
    package let name: String
    package let deviceName: String
    /// A root is an admin whatever its grant says.
    package let role: TeamRole
    /// With `everyone`.
    package let groups: Set<String>
    package let isRoot: Bool
    /// The grant that counts.
    package let grant: EnvelopeID
    package let grantVersion: Int64
    package let state: State

    package enum State: Sendable, Equatable {
        case active
        /// Final.
        case revoked(reason: String)
    }

    package var isActive: Bool { state == .active }
}

/// A person, or whatever else has devices.
package struct TeamMember: Sendable, Equatable {
    /// A slug.
    package let member: String
    package let name: String
    /// The highest of its active devices, otherwise of all.
    package let role: TeamRole
    /// Of its active devices.
    package let groups: Set<String>
    /// In the order of their keys.
    package let devices: [TeamDevice]
    /// Whether any device is.
    package var isActive: Bool { devices.contains(where: \.isActive) }
}

extension TeamState {
    /// - Returns: `nil` for a device that nobody granted access, or whose grants were all cut off.
    package func device(_ key: VerifyingKey) -> TeamDevice? {
        guard let grant = standing(of: key) else { return nil }
        let isRoot = roots.contains(key)
        return TeamDevice(
            key: key, member: grant.member, name: grant.name, deviceName: grant.deviceName,
            role: isRoot ? .admin : grant.role, groups: grant.groups, isRoot: isRoot, grant: grant.id,
            grantVersion: grant.version,
            state: removals.revocation(ofDevice: key, delegation).map { .revoked(reason: $0) } ?? .active)
    }

    /// Why a device is revoked, granted or not; `nil` when it is not.
    package func revocation(of key: VerifyingKey) -> String? { removals.revocation(ofDevice: key, delegation) }

    /// All that were granted access, in the order of their keys.
    package var devices: [TeamDevice] {
        delegation.grants.keys.compactMap { device($0) }.sorted { $0.key < $1.key }
    }

    /// In the order of their slugs.
    package var members: [TeamMember] {
        Dictionary(grouping: devices, by: \.member).map { member, devices in
            let active = devices.filter(\.isActive)
            let ranked = active.isEmpty ? devices : active
            let roles = Set(ranked.map(\.role))
            return TeamMember(
                member: member,
                name: ranked.max { ($0.grantVersion, $0.grant) < ($1.grantVersion, $1.grant) }?.name ?? member,
                role: TeamRole.allCases.first(where: roles.contains) ?? .reader,
                groups: active.reduce(into: []) { $0.formUnion($1.groups) }, devices: devices)
        }.sorted { $0.member < $1.member }
    }

    /// The slugs of the active members of each group.
    package var groups: [String: Set<String>] {
        members.reduce(into: [:]) { groups, member in
            for group in member.groups { groups[group, default: []].insert(member.member) }
        }
    }

    /// Whether a device may have a statement: an active one all grants, tombstones and revocations, and of items those of
    /// its groups and of its own member. What was removed for good is nobody's any more.
    package func mayRead(_ key: VerifyingKey, _ id: EnvelopeID) -> Bool {
        guard let device = device(key), device.isActive else { return false }
        return mayRead(device, id)
    }

    /// - Parameter device: as this state has it now, for many questions about one device.
    package func mayRead(_ device: TeamDevice, _ id: EnvelopeID) -> Bool {
        guard device.isActive else { return false }
        guard let version = versions[id] else { return contains(id) }
        guard !version.groups.isDisjoint(with: device.groups) || standing(of: version.signer)?.member == device.member
        else { return false }
        return !verdict(of: version).isFinal
    }
}
