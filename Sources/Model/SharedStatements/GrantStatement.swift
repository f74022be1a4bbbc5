import JSONText
package import Signing

package enum TeamRole: String, Sendable, CaseIterable {
    /// Grants, revokes, and shares.
    case admin
    /// Shares.
    case member
    /// Reads.
    case reader
}

/// A device may take part. The grant with the highest version counts, then that with the highest id.
package struct GrantStatement: Sendable, Equatable {
    package var device: VerifyingKey
    /// Whose it is: a slug.
    package var member: String
    /// The member's name for people, 1 to 200 bytes.
    package var name: String
    /// 1 to 200 bytes.
    package var deviceName: String
    package var role: TeamRole
    /// Slugs, ascending; `everyone` is meant without being named.
    package let groups: [String]
    /// From 1 on, counted for the device.
    package var version: Int64

    package init(
        device: VerifyingKey, member: String, name: String, deviceName: String, role: TeamRole, groups: [String],
        version: Int64
    ) {
        self.device = device
        self.member = member
        self.name = name
        self.deviceName = deviceName
        self.role = role
        self.groups = Set(groups).sorted()
        self.version = version
    }

    static let required = ["device", "member", "name", "deviceName", "role", "groups", "version"]

    init(reader: StatementReader) throws(StatementFault) {
        self.init(
            device: try reader.key("device"), member: try reader.slug("member"),
            name: try reader.line("name", bytes: 1...200),
            deviceName: try reader.line("deviceName", bytes: 1...200),
            role: try reader.word("role", of: TeamRole.self), groups: try reader.slugs("groups", counts: 0...200),
            version: try reader.integer("version", 1...Int64(Int32.max)))
    }

    var members: [(String, JSON?)] {
        [
            ("device", .string(device.hex)), ("member", .string(member)), ("name", .string(name)),
            ("deviceName", .string(deviceName)), ("role", .string(role.rawValue)), ("groups", JSON(groups)),
            ("version", .integer(version)),
        ]
    }
}
