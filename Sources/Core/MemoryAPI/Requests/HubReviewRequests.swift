import JSONText
import MemoryModel

package struct HubReview: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.review"
    package static let access = Access.reads

    /// `waiting`, `approved`, `refused` or `withdrawn`.
    package var state: String

    package init(_ fields: Fields) throws {
        state = try fields.choice("state", default: State.waiting).rawValue
    }

    private enum State: String, CaseIterable {
        case waiting, approved, refused, withdrawn
    }
}

package struct HubItem: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.item"
    package static let access = Access.reads

    package var envelope: String

    package init(_ fields: Fields) throws {
        envelope = try fields.requiredString("envelope")
    }
}

package struct HubApprove: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.approve"
    package static let access = Access.writes

    package var envelope: String
    /// A name of one's own for it.
    package var name: String?

    package init(_ fields: Fields) throws {
        envelope = try fields.requiredString("envelope")
        name = try fields.line("as")
    }
}

package struct HubRefuse: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.refuse"
    package static let access = Access.writes

    package var envelope: String
    package var reason: String?

    package init(_ fields: Fields) throws {
        envelope = try fields.requiredString("envelope")
        reason = try fields.string("reason").map { String($0.prefix(500)) }
    }
}

package struct HubReceived: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.received"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubTrust: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.trust"
    package static let access = Access.writes

    package var member: String
    package var group: String

    package init(_ fields: Fields) throws {
        member = try fields.requiredString("member")
        group = try fields.requiredString("group")
    }
}

package struct HubUntrust: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.untrust"
    package static let access = Access.writes

    package var member: String
    package var group: String

    package init(_ fields: Fields) throws {
        member = try fields.requiredString("member")
        group = try fields.requiredString("group")
    }
}

package struct HubTrusted: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.trusted"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}
