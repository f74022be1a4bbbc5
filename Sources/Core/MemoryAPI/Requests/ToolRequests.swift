package import JSONText

/// The tools that agents are given, with their schemas. Faces that speak to models offer these and no others.
package struct ToolList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "tool.list"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// Calls one of the tools.
package struct ToolUse: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "tool.call"
    package static let access = Access.writes

    package var name: String
    package var arguments: JSON
    /// Where the call happens: a skill that is loaded is on trial there.
    package var sessionID: String?
    package var episodeID: String?
    /// The project that tools look in unless an argument says otherwise.
    package var project: String?

    package init(_ fields: Fields) throws {
        name = try fields.requiredString("name")
        arguments = fields.json("arguments") ?? .object(JSONObject())
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : $0 }
        episodeID = try fields.string("episodeId").flatMap { $0.isEmpty ? nil : $0 }
        project = try fields.string("project").flatMap { $0.isEmpty ? nil : $0 }
    }
}
