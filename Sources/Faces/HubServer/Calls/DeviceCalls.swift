import HubStore
import JSONText
import SharedStatements
import Signing

extension HubDesk {
    /// How the device that asks stands.
    func me(_ caller: HubCaller) async throws(HubFault) -> HubReply {
        let key = caller.key.hex
        let device = caller.device
        // What it was invited as is of interest until it is more than that.
        let (known, invites) = try await stored { reader in
            device == nil ? (try reader.device(key), try reader.invites()) : (nil, [])
        }
        return HubReply(
            .object(present: [
                ("device", .string(key)), ("member", device.map { .string($0.member) }),
                ("name", (device?.name ?? known?.name).map(JSON.string)),
                ("role", device.map { .string($0.role.rawValue) }),
                ("groups", device.map { JSON($0.groups.sorted()) }),
                ("state", .string(caller.isActive ? "active" : "pending")), ("root", .bool(caller.isRoot)),
                ("invited", known.map { Self.invited($0, invites) }),
            ]))
    }

    /// The team's devices; to admins, those that wait too.
    func devices(_ caller: HubCaller) async throws(HubFault) -> HubReply {
        let (known, invites) = try await stored { (try $0.devices(), try $0.invites()) }
        let team = keeper.snapshot.devices
        let byKey = Dictionary(known.map { ($0.device, $0) }, uniquingKeysWith: { $1 })
        let granted = Set(team.map(\.key.hex))
        let waiting = known.filter { $0.state == .pending && !granted.contains($0.device) }
        return HubReply([
            "devices": .array(
                team.map { Self.json($0, byKey[$0.key.hex], invites) }
                    + (caller.isAdmin ? waiting.map { Self.json($0, invites) } : []))
        ])
    }

    func rejectDevice(_ parameters: HubParameters, by caller: HubCaller) async throws(HubFault) -> HubReply {
        let (key, actor, time) = (try parameters.device().hex, caller.key.hex, now())
        let isRejected = try await writing { transaction in
            guard try transaction.reject(device: key) else { return false }
            try transaction.record(actor: actor, action: "reject", subject: key, at: time)
            return true
        }
        guard isRejected else { throw HubFault(.notFound, "No such device waits for approval.") }
        return HubReply([:])
    }

    private static func json(_ device: TeamDevice, _ known: HubDevice?, _ invites: [HubInvite]) -> JSON {
        .object(present: [
            ("device", .string(device.key.hex)), ("member", .string(device.member)), ("name", .string(device.name)),
            ("deviceName", .string(device.deviceName)), ("role", .string(device.role.rawValue)),
            ("groups", JSON(device.groups.sorted())), ("state", .string(device.isActive ? "active" : "revoked")),
            ("root", .bool(device.isRoot)), ("fingerprint", .string(device.key.fingerprint)),
            ("invitedBy", known?.invitedBy.map(JSON.string)), ("lastSeenAt", known?.lastSeenAt.map(JSON.integer)),
        ])
    }

    private static func json(_ device: HubDevice, _ invites: [HubInvite]) -> JSON {
        .object(present: [
            ("device", .string(device.device)), ("name", .string(device.name)),
            ("deviceName", .string(device.deviceName)), ("role", .string(device.role)),
            ("groups", JSON(device.groups)), ("state", "pending"),
            ("fingerprint", (VerifyingKey(hex: device.device)?.fingerprint).map(JSON.string)),
            ("invitedBy", device.invitedBy.map(JSON.string)), ("lastSeenAt", device.lastSeenAt.map(JSON.integer)),
            ("invited", invited(device, invites)),
        ])
    }

    private static func invited(_ device: HubDevice, _ invites: [HubInvite]) -> JSON {
        let invite = invites.first { $0.usedBy == device.device }
        return .object(present: [
            ("role", .string(device.role)), ("groups", JSON(device.groups)),
            ("approved", .bool(invite?.isApproved ?? false)), ("handle", invite.map { .string($0.handle) }),
            ("by", device.invitedBy.map(JSON.string)),
        ])
    }
}
