import HubStore
import SharedStatements
import Signing

/// The device that asks, as the hub knows it at this moment.
struct HubCaller: Sendable {
    let key: VerifyingKey
    /// Of its token.
    let tokenHash: String
    let tokenID: String
    /// `nil` while no admin granted it access.
    let device: TeamDevice?
    /// It paired with the first code, and its own grant makes it the first admin.
    let isRoot: Bool

    var isActive: Bool { device?.isActive ?? false }

    var isAdmin: Bool { isActive && device?.role == .admin }
}
