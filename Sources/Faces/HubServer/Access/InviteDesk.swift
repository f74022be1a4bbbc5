package import HubStore
import JSONText
package import MemoryModel
package import SharedStatements
import Signing

extension HubInvite {
    /// Who invites on the hub's own machine.
    static let ofHub = "hub"
}

/// A code that was made, for the one it is told to.
package struct MadeInvite: Sendable {
    /// `HHHH-SSSS-SSSS`.
    package let code: String
    package let handle: String
    package let expiresAt: Timestamp
}

/// Makes codes.
package struct InviteDesk: Sendable {
    /// Minutes that a code may be good for; ten unless somebody says otherwise.
    package static let minutes: ClosedRange<Int64> = 1...1440

    let database: HubDatabase
    let now: @Sendable () -> Timestamp

    package init(database: HubDatabase, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// By an admin, or on the hub's own machine: there, the first code of all makes the root.
    ///
    /// - Parameter actor: the device that invites; `nil` on the hub's machine.
    package func make(
        role: TeamRole, groups: [String], minutes: Int64, isApproved: Bool, actor: String?
    ) async throws(MemoryError) -> MadeInvite {
        let time = now()
        for _ in 0..<16 {
            let code = PairingCode()
            let invite = HubInvite(
                handle: code.handle, secret: String(code.symbols.dropFirst(code.handle.count)), role: role.rawValue,
                groups: groups, isApproved: isApproved, createdBy: actor ?? HubInvite.ofHub, createdAt: time,
                expiresAt: time + minutes * 60_000)
            let isMade = try await database.write { transaction in
                guard try transaction.add(invite) else { return false }
                try transaction.record(
                    actor: invite.createdBy, action: "invite", subject: invite.handle,
                    details: JSONObject([
                        .init(key: "groups", value: JSON(groups)), .init(key: "role", value: .string(role.rawValue)),
                    ]), at: time)
                return true
            }
            if isMade { return MadeInvite(code: code.text, handle: code.handle, expiresAt: invite.expiresAt) }
        }
        throw MemoryError(.conflict, "Too many codes are open at once.", hint: "Cancel some: `memos hub invites`.")
    }

    /// The code of the first admin; whoever pairs with it becomes the root.
    ///
    /// - Returns: `nil` when there is a root already.
    package func makeFirst(minutes: Int64 = 10) async throws(MemoryError) -> MadeInvite? {
        guard try await database.read({ try $0.roots() }).isEmpty else { return nil }
        return try await make(role: .admin, groups: [], minutes: minutes, isApproved: true, actor: nil)
    }
}
