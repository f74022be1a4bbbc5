import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import SharedStatements

extension Dispatcher {
    mutating func registerHubTeam(_ hub: HubService) {
        register(HubMembers.self) { _, _ in WireValue(HubWire.members(try await hub.members())) }
        register(HubGroups.self) { _, _ in WireValue(HubWire.groups(try await hub.members(asksHub: false))) }
        register(HubRevocations.self) { _, _ in
            WireValue(["revocations": .array(try await hub.revocations().map { HubWire.json($0.envelope, by: $0.by) })])
        }
        register(HubGrant.self) { request, _ in
            let device = try await hub.grant(
                HubService.Grant(
                    device: request.device, member: request.member, name: request.name, role: request.role.team,
                    groups: request.groups))
            return WireValue(HubWire.json(device))
        }
        register(HubReject.self) { request, _ in
            try await hub.reject(request.device)
            return Acknowledgement()
        }
        register(HubRevoke.self) { request, _ in
            let envelope = try await hub.revoke(
                request.kind.rawValue, request.id, reason: request.reason, keeps: request.keeps,
                isCompromised: request.isCompromised)
            return WireValue(["envelope": .string(envelope)])
        }
    }

    mutating func registerHubAdministration(_ hub: HubService) {
        register(HubInvite.self) { request, _ in
            let invitation = try await hub.invite(
                role: request.role.team, groups: request.groups, minutes: request.minutes,
                isApproved: request.isApproved)
            return WireValue([
                "handle": .string(invitation.handle), "code": .string(invitation.code),
                "expiresAt": .integer(invitation.expiresAt), "address": .string(invitation.address),
                "fingerprint": .string(invitation.fingerprint),
            ])
        }
        register(HubInvites.self) { _, _ in WireValue(try await hub.invites()) }
        register(HubCancelInvite.self) { request, _ in
            try await hub.cancelInvite(request.handle)
            return Acknowledgement()
        }
        register(HubTokens.self) { _, _ in WireValue(try await hub.tokens()) }
        register(HubRotateToken.self) { _, _ in
            try await hub.rotateToken()
            return Acknowledgement()
        }
        register(HubRevokeToken.self) { request, _ in
            try await hub.revokeToken(request.id)
            return Acknowledgement()
        }
        register(HubAudit.self) { request, _ in
            WireValue(try await hub.audit(after: request.after, limit: request.limit))
        }
        register(HubAuditExport.self) { request, _ in
            WireValue([
                "path": .string(request.path), "entries": JSON(try await hub.exportAudit(to: request.path)),
            ])
        }
        register(HubHealth.self) { _, _ in WireValue(try await hub.health()) }
    }
}

extension HubRole {
    fileprivate var team: TeamRole {
        switch self {
        case .admin: .admin
        case .member: .member
        case .reader: .reader
        }
    }
}
