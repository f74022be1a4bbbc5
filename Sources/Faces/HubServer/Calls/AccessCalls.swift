import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

/// Invitations and tokens.
extension HubDesk {
    func invite(_ parameters: HubParameters, by caller: HubCaller) async throws(HubFault) -> HubReply {
        let role = try parameters.role("role")
        let groups = try parameters.groups("groups")
        let minutes = try parameters.integer("minutes", in: InviteDesk.minutes, default: 10)
        let isApproved = try parameters.flag("approved")
        do throws(MemoryError) {
            let made = try await invites.make(
                role: role, groups: groups, minutes: minutes, isApproved: isApproved, actor: caller.key.hex)
            return HubReply([
                "handle": .string(made.handle), "code": .string(made.code), "expiresAt": .integer(made.expiresAt),
            ])
        } catch {
            throw HubFault(error)
        }
    }

    /// Those that somebody can still come in with; without their secrets.
    func openInvites() async throws(HubFault) -> HubReply {
        let time = now()
        let open = try await stored { try $0.invites() }.filter { $0.isOpen(at: time) }
        return HubReply([
            "invites": .array(
                open.map { invite in
                    [
                        "handle": .string(invite.handle), "role": .string(invite.role), "groups": JSON(invite.groups),
                        "approved": .bool(invite.isApproved), "by": .string(invite.createdBy),
                        "createdAt": .integer(invite.createdAt), "expiresAt": .integer(invite.expiresAt),
                        "triesLeft": JSON(HubInvite.maximumTries - invite.tries),
                    ]
                })
        ])
    }

    func cancelInvite(_ parameters: HubParameters, by caller: HubCaller) async throws(HubFault) -> HubReply {
        let (handle, actor, time) = (parameters.capture("handle").uppercased(), caller.key.hex, now())
        let isDeleted = try await writing { transaction in
            guard let invite = try transaction.reader.invite(handle), invite.isOpen(at: time),
                try transaction.deleteInvite(handle)
            else { return false }
            try transaction.record(actor: actor, action: "cancel_invite", subject: handle, at: time)
            return true
        }
        guard isDeleted else { throw HubFault(.notFound, "There is no open invitation of this name.") }
        return HubReply([:])
    }

    func rotateToken(_ caller: HubCaller) async throws(HubFault) -> HubReply {
        let token = TokenSecret.random()
        let (hash, device, replaced, time) = (TokenSecret.digest(token), caller.key.hex, caller.tokenHash, now())
        try await writing { transaction in
            try transaction.issueToken(hash: hash, device: device, at: time, replacing: replaced)
            try transaction.record(actor: device, action: "rotate_token", subject: device, at: time)
        }
        return HubReply(["token": .string(token)])
    }

    /// One's own; to an admin, all.
    func tokens(_ caller: HubCaller) async throws(HubFault) -> HubReply {
        let device = caller.isAdmin ? nil : caller.key.hex
        let tokens = try await stored { try $0.tokens(ofDevice: device) }
        return HubReply([
            "tokens": .array(
                tokens.map { token in
                    .object(present: [
                        ("id", .string(token.id)), ("device", .string(token.device)),
                        ("createdAt", .integer(token.createdAt)), ("lastUsedAt", token.lastUsedAt.map(JSON.integer)),
                        ("current", .bool(token.id == caller.tokenID)),
                    ])
                })
        ])
    }

    func revokeToken(_ parameters: HubParameters, by caller: HubCaller) async throws(HubFault) -> HubReply {
        let (id, actor, time) = (parameters.capture("id"), caller.key.hex, now())
        let owner = caller.isAdmin ? nil : actor
        let isRevoked = try await writing { transaction in
            guard try transaction.revokeToken(id: id, ofDevice: owner) else { return false }
            try transaction.record(actor: actor, action: "revoke_token", subject: id, at: time)
            return true
        }
        guard isRevoked else { throw HubFault(.notFound, "There is no such token.") }
        room.releaseAll()
        return HubReply([:])
    }
}
