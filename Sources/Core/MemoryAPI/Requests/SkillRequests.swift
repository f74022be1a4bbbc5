package import MemoryModel

/// A skill for a look, which counts as no use.
package struct GetSkill: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "memory.get_skill"
    package static let access = Access.reads

    package var id: SkillID
    package var scope: Scope

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        scope = try Scope(fields)
    }
}

/// The tasks that tried a skill.
package struct SkillTrials: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.trials"
    package static let access = Access.reads

    package var id: SkillID
    package var limit: Int

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        limit = try fields.integer("limit", in: 1...1000, default: 100)
    }
}

/// A skill as agents read it.
package struct SkillMarkdown: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.markdown"
    package static let access = Access.reads

    package var id: SkillID

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
    }
}

/// How skills would be ordered for a task.
package struct SkillTest: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.test"
    package static let access = Access.reads

    package var query: String
    /// One that is judged although the words do not bring it up.
    package var id: SkillID?
    /// Whose skills; `nil`: all.
    package var agent: String?

    package init(_ fields: Fields) throws {
        query = try fields.requiredString("query")
        id = try fields.string("id").flatMap { $0.isEmpty ? nil : SkillID($0) }
        agent = try fields.string("agent").flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Where agents look for skills, and what of ours is there.
package struct SkillFolders: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.folders"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct SkillInstall: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.install"
    package static let access = Access.writes

    package var id: SkillID
    /// Of the agents' folder.
    package var folder: String

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        folder = try fields.requiredString("folder")
    }
}

package struct SkillUninstall: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "skill.uninstall"
    package static let access = Access.writes

    package var id: SkillID
    package var folder: String

    package init(_ fields: Fields) throws {
        id = try SkillID(fields.requiredString("id"))
        folder = try fields.requiredString("folder")
    }
}

/// Says with whom something that was learned may be shared.
package struct ItemShareChange: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "item.share"
    package static let access = Access.writes

    package var id: String
    package var scope: ItemShare.Reach

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
        scope = try fields.requiredChoice("scope")
    }
}
