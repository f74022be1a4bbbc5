import JSONText
import MemoryModel

/// Whether this memory belongs to a hub, and how they get on; answered also without one.
package struct HubStatus: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.status"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubJoin: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.join"
    package static let access = Access.writes

    package var address: String
    package var code: String
    /// Of the person, for people.
    package var name: String
    /// Of this machine, for people; `nil`: told by the machine.
    package var deviceName: String?

    package init(_ fields: Fields) throws {
        address = try fields.requiredString("address")
        code = try fields.requiredString("code")
        name = try fields.requiredLine("name")
        deviceName = try fields.line("deviceName")
    }
}

package struct HubLeave: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.leave"
    package static let access = Access.writes

    /// Whether what was approved goes too.
    package var forgets: Bool

    package init(_ fields: Fields) throws {
        forgets = try fields.bool("forget") ?? false
    }
}

package struct HubDiscover: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.discover"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct HubSync: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.sync"
    package static let access = Access.writes

    package init(_ fields: Fields) throws {}
}

/// The same as `hub.sync`.
package struct HubPull: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.pull"
    package static let access = Access.writes

    package init(_ fields: Fields) throws {}
}

package struct HubSearch: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "hub.search"
    package static let access = Access.reads

    package var query: String
    /// Empty: all.
    package var kinds: [String]
    package var limit: Int

    package init(_ fields: Fields) throws {
        query = try fields.requiredString("query")
        kinds = try fields.strings("kinds") ?? []
        limit = try fields.integer("limit", in: 1...100, default: 20)
    }
}

extension Fields {
    /// One line of at most 80 characters that a person reads; not empty.
    func requiredLine(_ key: String) throws(MemoryError) -> String {
        _ = try requiredString(key)
        return try line(key) ?? ""
    }

    func line(_ key: String) throws(MemoryError) -> String? {
        guard let text = try string(key) else { return nil }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !line.isEmpty, line.count <= 80 else {
            throw MemoryError(
                .invalidArgument, "\"\(key)\" must be one line of 1 to 80 characters.",
                details: ["parameter": .string(key)])
        }
        return line
    }
}
