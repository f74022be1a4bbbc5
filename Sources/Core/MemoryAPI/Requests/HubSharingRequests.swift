import JSONText
import MemoryModel

/// What a person wants to share, and with whom.
package struct HubOffer: Sendable, Equatable {
    /// Of a skill, policy or world model; of a step, turn or task for an excerpt.
    package var id: String
    package var isExcerpt: Bool
    package var groups: [String]
    /// Steps whose words a person wants to go with it.
    package var traces: [String]
    /// SPDX, or text; `nil`: none is told.
    package var licence: String?
}

/// Byte for byte what would leave this machine; nothing leaves.
package struct HubPreview: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.preview"
    package static let access = Access.reads

    package var offer: HubOffer

    package init(_ fields: Fields) throws {
        let kind = try fields.choice("kind", default: Kind.item)
        let groups = try fields.strings("groups") ?? []
        offer = HubOffer(
            id: try fields.requiredString("id"), isExcerpt: kind == .excerpt,
            groups: groups.isEmpty ? ["everyone"] : groups, traces: try fields.strings("withTraces") ?? [],
            licence: try fields.line("licence"))
    }

    private enum Kind: String, CaseIterable {
        case item
        case skill
        case policy
        case worldModel = "world_model"
        case excerpt
    }
}

package struct HubShare: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.share"
    package static let access = Access.writes

    package var offer: HubOffer
    /// The `digest` of the preview that a person has seen.
    package var confirmed: String

    package init(_ fields: Fields) throws {
        let preview = try HubPreview(fields)
        offer = preview.offer
        confirmed = try fields.requiredString("confirm")
    }
}

/// The same as `hub.share`.
package struct HubPublish: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.publish"
    package static let access = Access.writes

    package var offer: HubOffer
    package var confirmed: String

    package init(_ fields: Fields) throws {
        let preview = try HubPreview(fields)
        offer = preview.offer
        confirmed = try fields.requiredString("confirm")
    }
}

package struct HubUnshare: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.unshare"
    package static let access = Access.writes

    /// Of the hub's item or of the local one.
    package var item: String
    package var reason: String

    package init(_ fields: Fields) throws {
        item = try fields.requiredString("item")
        reason = try fields.string("reason").map { String($0.prefix(500)) } ?? ""
    }
}

package struct HubShared: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.shared"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}
