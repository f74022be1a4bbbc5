/// The projects of the memory, the one used last first.
package struct ProjectList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "project.list"
    package static let access = Access.reads

    /// Only the project of this folder.
    package var path: String?

    package init(_ fields: Fields) throws {
        path = try fields.string("path").flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Makes one project part of another.
package struct ProjectMerge: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "project.merge"
    package static let access = Access.writes

    package var from: String
    package var into: String

    package init(_ fields: Fields) throws {
        from = try fields.requiredString("from")
        into = try fields.requiredString("into")
    }
}

/// Tells that a folder has another name now.
package struct ProjectMove: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "project.move"
    package static let access = Access.writes

    package var from: String
    package var to: String

    package init(_ fields: Fields) throws {
        from = try fields.requiredString("from")
        to = try fields.requiredString("to")
    }
}

package struct ProjectRename: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "project.rename"
    package static let access = Access.writes

    package var project: String
    package var name: String

    package init(_ fields: Fields) throws {
        project = try fields.requiredString("project")
        name = try fields.requiredString("name")
    }
}
