import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore
import SharedStatements
import Signing

extension HubService {
    /// Signs grants for devices that came with a code of this admin that needs no further word: one device a code, with
    /// the role and groups of the code as it was made here, whatever the hub says of it.
    ///
    /// - Returns: whether something was signed.
    func admitInvited(_ devices: JSON) async throws -> Bool {
        let list = devices["devices"]?.array ?? devices.array ?? []
        return try await write { transaction in
            guard let standing = try standing(in: transaction.reader), standing.isActive,
                standing.device?.role == .admin
            else { return false }
            var invites = try transaction.reader.openInvites()
            for invite in invites where invite.expiresAt < transaction.now - Self.lateGuest {
                try transaction.remove(invite: invite.handle)
            }
            invites.removeAll { $0.expiresAt < transaction.now - Self.lateGuest }
            var signed = false
            for device in list where device["state"].map({ $0 == "pending" }) ?? true {
                guard let key = device["device"]?.string.flatMap(VerifyingKey.init(hex:)),
                    standing.team.device(key) == nil, device["invited"]?["approved"] == true,
                    let place = invites.firstIndex(where: { $0.isFor(device) }),
                    let role = TeamRole(rawValue: invites[place].role)
                else { continue }
                let invite = invites.remove(at: place)
                try transaction.remove(invite: invite.handle)
                let grant = Grant(device: key.hex, member: nil, name: nil, role: role, groups: invite.groups)
                _ = try sign(grant, for: key, asked: device, as: try admin(in: transaction.reader), in: transaction)
                try transaction.note(hub: "admitted", "A device came with your code \(invite.handle) and was let in.")
                signed = true
            }
            return signed
        }
    }

    /// A guest who came in time may be seen later.
    private static let lateGuest: Timestamp = 60 * 60_000
}

extension OpenInvite {
    /// Whether a device says to have come with it.
    fileprivate func isFor(_ device: JSON) -> Bool {
        if let handle = device["invited"]?["handle"]?.string { return handle == self.handle }
        let told = Set((device["invited"]?["groups"]?.array ?? []).compactMap(\.string))
        return device["invited"]?["role"]?.string == role
            && told.subtracting([StatementRules.everyone]) == Set(groups).subtracting([StatementRules.everyone])
    }
}
