import JSONText
package import MemoryModel

package struct PolicyList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "policy.list"
    package static let access = Access.reads

    /// `nil`: all.
    package var status: ItemStatus?
    package var query: String?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: all.
    package var project: String?
    package var limit: Int
    package var offset: Int
    package var scope: Scope

    package init(_ fields: Fields) throws {
        scope = try Scope(fields)
        status = try fields.string("status") == nil ? nil : fields.choice("status", default: ItemStatus.active)
        query = try fields.string("q").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}

package struct PolicyArchive: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "policy.archive"
    package static let access = Access.writes

    package var id: PolicyID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try PolicyID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}

/// Gives a policy other words; what is not given stays.
package struct PolicyEdit: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "policy.edit"
    package static let access = Access.writes

    package var id: PolicyID
    package var title: String?
    package var trigger: String?
    package var procedure: String?
    package var verification: String?
    package var boundary: String?
    package var preference: [String]?
    package var antiPattern: [String]?
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try PolicyID(fields.requiredString("id"))
        title = try fields.string("title")
        trigger = try fields.string("trigger")
        procedure = try fields.string("procedure")
        verification = try fields.string("verification")
        boundary = try fields.string("boundary")
        preference = try fields.strings("preference")
        antiPattern = try fields.strings("antiPattern")
        reason = try fields.string("reason")
        if title == "" {
            throw MemoryError(
                .invalidArgument, "policy.edit: \"title\" must not be empty.", details: ["parameter": "title"])
        }
    }
}

package struct WorldArchive: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "world.archive"
    package static let access = Access.writes

    package var id: WorldModelID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}

/// A person's word on something learned.
package enum Thumb: String, Sendable, CaseIterable {
    case up
    case down
}

package struct WorldThumb: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "world.thumb"
    package static let access = Access.writes

    package var id: WorldModelID
    package var thumb: Thumb

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
        thumb = try fields.requiredChoice("thumb")
    }
}

package struct SkillThumb: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.thumb"
    package static let access = Access.writes

    package var id: SkillID
    package var thumb: Thumb

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        thumb = try fields.requiredChoice("thumb")
    }
}

/// Puts a skill into use, one on trial or one that was archived.
package struct SkillActivate: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.activate"
    package static let access = Access.writes

    package var id: SkillID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}

/// Every version of something learned.
package struct MemoryHistory: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.history"
    package static let access = Access.reads

    package var id: String

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
    }
}

package struct MemoryUndo: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.undo"
    package static let access = Access.writes

    package var id: String
    /// `nil`: the version before the present one.
    package var version: Int?

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
        let given = try fields.integer("version", in: 0...Int(Int32.max), default: 0)
        version = given == 0 ? nil : given
    }
}

/// Removes things and all that was made of them, for good.
package struct MemoryForget: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.forget"
    package static let access = Access.writes

    package var ids: [String]
    /// Only count what would go.
    package var isDryRun: Bool

    package init(_ fields: Fields) throws {
        let one = try fields.string("id").map { [$0] }
        ids = try (one ?? []) + (fields.strings("ids") ?? [])
        isDryRun = try fields.bool("dryRun") ?? false
        if ids.isEmpty || ids.contains("") || ids.count > 1000 {
            throw MemoryError(
                .invalidArgument, "memory.forget: \"ids\" must be 1 to 1000 ids.", details: ["parameter": "ids"])
        }
    }
}
