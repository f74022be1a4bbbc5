import JSONText
package import MemoryModel

package struct GetPolicy: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.get_policy"
    package static let access = Access.reads

    package var id: PolicyID
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try PolicyID(fields.requiredString("id"))
        scope = try Scope(fields)
    }
}

package struct GetWorldModel: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.get_world"
    package static let access = Access.reads

    package var id: WorldModelID
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
        scope = try Scope(fields)
    }
}

package struct ListWorldModels: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.list_world_models"
    package static let access = Access.reads

    package var status: Status
    package var query: String?
    /// Id, name, remote address or folder of a project, or `all`; `nil`: all.
    package var project: String?
    package var limit: Int
    package var offset: Int
    package var scope: Scope

    package enum Status: String, Sendable, CaseIterable {
        case active
        case archived
        case all
    }

    package init(_ fields: Fields) throws {
        scope = try Scope(fields)
        status = try fields.choice("status", default: Status.active)
        query = try fields.string("q").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
        limit = try fields.integer("limit", in: 0...1000, default: 50)
        offset = try fields.integer("offset", in: 0...Int(Int32.max), default: 0)
    }
}

package struct SkillList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.list"
    package static let access = Access.reads

    /// `nil`: all.
    package var status: ItemStatus?
    package var limit: Int
    package var scope: Scope

    package init(_ fields: Fields) throws {
        scope = try Scope(fields)
        status = try fields.string("status") == nil ? nil : fields.choice("status", default: ItemStatus.active)
        limit = try fields.integer("limit", in: 0...1000, default: 50)
    }
}

/// A skill, for a look or to be loaded. Who says where it is loaded counts a use of it.
package struct SkillGet: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.get"
    package static let access = Access.writes

    package var id: SkillID
    /// `nil`: only a look.
    package var use: SkillUse?
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        scope = try Scope(fields)
        let isTrial = try fields.bool("recordTrial")
        let told = SkillUse(
            sessionID: try fields.string("sessionId").flatMap { $0.isEmpty ? nil : SessionID($0) },
            episodeID: try fields.string("episodeId").flatMap { $0.isEmpty ? nil : EpisodeID($0) },
            traceID: try fields.string("traceId").flatMap { $0.isEmpty ? nil : TraceID($0) },
            turnAt: try fields.integer("turnId"), callID: try fields.string("toolCallId"), isTrial: isTrial ?? true
        )
        let isLook = isTrial == nil && told == SkillUse()
        use = isLook ? nil : told
    }
}

package struct SkillArchive: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "skill.archive"
    package static let access = Access.writes

    package var id: SkillID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}
