import JSONText
import MemoryModel

package struct HubMembers: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.members"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubGroups: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.groups"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubRevocations: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.revocations"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// Lets a device that waits take part, or changes what one may.
package struct HubGrant: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.grant"
    package static let access = Access.writes

    /// Its key, hexadecimal.
    package var device: String
    /// `nil`: as it is, or made of its person's name.
    package var member: String?
    package var name: String?
    package var role: HubRole
    /// `nil`: as they are, or only the group of everyone.
    package var groups: [String]?

    package init(_ fields: Fields) throws {
        device = try fields.requiredString("device")
        member = try fields.line("member")
        name = try fields.line("name")
        role = try fields.requiredChoice("role")
        groups = try fields.strings("groups")
    }
}

/// What a device may: everything, share and read, or read.
package enum HubRole: String, Sendable, CaseIterable {
    case admin, member, reader
}

package struct HubReject: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "hub.reject"
    package static let access = Access.writes

    package var device: String

    package init(_ fields: Fields) throws {
        device = try fields.requiredString("device")
    }
}

package struct HubRevoke: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.revoke"
    package static let access = Access.writes

    package enum Kind: String, Sendable, CaseIterable {
        case device, member, item, envelope
    }

    package var kind: Kind
    package var id: String
    package var reason: String
    /// Whether what a device or member has shared until now stays.
    package var keeps: Bool
    /// Whether the key may be in foreign hands: whom it let in is out too.
    package var isCompromised: Bool

    package init(_ fields: Fields) throws {
        kind = try fields.requiredChoice("kind")
        id = try fields.requiredString("id")
        reason = try fields.string("reason").map { String($0.prefix(500)) } ?? ""
        keeps = try fields.bool("keep") ?? false
        isCompromised = try fields.bool("compromised") ?? false
    }
}
