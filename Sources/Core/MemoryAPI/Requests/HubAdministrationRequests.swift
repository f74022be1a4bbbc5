import JSONText
import MemoryModel

package struct HubInvite: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.invite"
    package static let access = Access.writes

    package var role: HubRole
    package var groups: [String]
    package var minutes: Int
    /// Whether the device that comes with the code needs no further word of an admin.
    package var isApproved: Bool

    package init(_ fields: Fields) throws {
        role = try fields.choice("role", default: .member)
        groups = try fields.strings("groups") ?? []
        minutes = try fields.integer("minutes", in: 1...1440, default: 10)
        isApproved = try fields.bool("approved") ?? false
    }
}

package struct HubInvites: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.invites"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubCancelInvite: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "hub.cancel_invite"
    package static let access = Access.writes

    package var handle: String

    package init(_ fields: Fields) throws {
        handle = try fields.requiredString("handle")
    }
}

package struct HubTokens: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.tokens"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubRotateToken: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "hub.rotate_token"
    package static let access = Access.writes

    package init(_ fields: Fields) throws {}
}

package struct HubRevokeToken: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "hub.revoke_token"
    package static let access = Access.writes

    package var id: String

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
    }
}

package struct HubAudit: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.audit"
    package static let access = Access.reads

    package var after: Int64
    package var limit: Int

    package init(_ fields: Fields) throws {
        after = try fields.integer("after") ?? 0
        limit = try fields.integer("limit", in: 1...500, default: 100)
    }
}

package struct HubAuditExport: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.audit_export"
    package static let access = Access.writes

    package var path: String

    package init(_ fields: Fields) throws {
        _ = try fields.requiredString("path")
        path = try fields.absolutePath("path") ?? ""
    }
}

package struct HubHealth: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.health"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}
