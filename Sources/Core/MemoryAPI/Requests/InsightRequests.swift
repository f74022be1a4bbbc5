package import MemoryModel

/// What charts are drawn from.
package struct AnalyticsGet: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "analytics.get"
    package static let access = Access.reads

    package var days: Int
    /// `nil` takes all.
    package var agent: String?
    /// By how much the asker's clock is ahead of UTC.
    package var offsetMinutes: Int

    package init(_ fields: Fields) throws {
        days = try fields.integer("days", in: 1...365, default: 30)
        agent = try fields.string("agent")
        offsetMinutes = try fields.integer("offsetMinutes", in: -840...840, default: 0)
    }
}

/// Whether each host does its part.
package struct HostsDelivery: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hosts.delivery"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// What became of one turn, from its prompt to what was learned of it.
package struct TurnLife: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "turn.life"
    package static let access = Access.reads

    package var id: TurnID

    package init(_ fields: Fields) throws {
        id = TurnID(try fields.requiredString("id"))
    }
}
