import JSONText
package import MemoryModel

/// Writes skills as folders of the open format.
package struct SkillExport: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.export"
    package static let access = Access.writes

    /// `nil`: all that are in use.
    package var ids: [SkillID]?
    /// `nil`: the home's folder of skills.
    package var path: String?

    package init(_ fields: Fields) throws {
        ids = try fields.strings("ids")?.map(SkillID.init)
        path = try fields.absolutePath("path")
    }
}

/// Reads a skill of somebody else's, which then waits for a person.
package struct SkillImport: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.import"
    package static let access = Access.writes

    package var path: String
    /// Where it came from, for people; `nil`: the path.
    package var source: String?

    package init(_ fields: Fields) throws {
        _ = try fields.requiredString("path")
        path = try fields.absolutePath("path") ?? ""
        source = try fields.string("source").flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
    }
}

package struct SkillPending: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.pending"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct SkillApprove: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.approve"
    package static let access = Access.writes

    package var id: String
    /// Whose skill it is from now on; `nil`: the agent of the connection.
    package var agent: String?

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
        agent = try fields.string("agent").flatMap { $0.isEmpty ? nil : $0 }
    }
}

package struct SkillRefuse: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "skill.refuse"
    package static let access = Access.writes

    package var id: String

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
    }
}
