import JSONText
package import MemoryModel

/// Puts a policy into use, a candidate or one that was archived.
package struct PolicyActivate: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "policy.activate"
    package static let access = Access.writes

    package var id: PolicyID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try PolicyID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}

/// Takes one policy up into another.
package struct PolicyMerge: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "policy.merge"
    package static let access = Access.writes

    package var from: PolicyID
    package var into: PolicyID
    package var reason: String?

    package init(_ fields: Fields) throws {
        from = try PolicyID(fields.requiredString("from"))
        into = try PolicyID(fields.requiredString("into"))
        reason = try fields.string("reason")
    }
}

package struct WorldActivate: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "world.activate"
    package static let access = Access.writes

    package var id: WorldModelID
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
        reason = try fields.string("reason")
    }
}

/// Says of a place what a person says of it; what is not given stays.
package struct WorldEdit: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "world.edit"
    package static let access = Access.writes

    package var id: WorldModelID
    package var title: String?
    package var body: String?
    package var structure: WorldModel.Structure?
    package var reason: String?

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
        title = try fields.string("title")
        body = try fields.string("body")
        reason = try fields.string("reason")
        if title == "" {
            throw MemoryError(
                .invalidArgument, "world.edit: \"title\" must not be empty.", details: ["parameter": "title"])
        }
        if let parts = try fields.fields("structure") {
            structure = WorldModel.Structure(
                environment: try Self.entries(parts, "environment"), inference: try Self.entries(parts, "inference"),
                constraints: try Self.entries(parts, "constraints"))
        }
    }

    private static func entries(_ parts: Fields, _ name: String) throws -> [WorldModel.Entry] {
        let list = try parts.array(name) ?? []
        guard list.count <= mostEntries else {
            throw MemoryError(
                .invalidArgument, "world.edit: \"structure.\(name)\" has more than \(mostEntries) entries.",
                details: ["parameter": .string("structure.\(name)")])
        }
        return try list.map { entry in
            guard let label = entry["label"]?.string, let text = entry["description"]?.string, !label.isEmpty,
                !text.isEmpty
            else {
                throw MemoryError(
                    .invalidArgument,
                    "world.edit: an entry of \"structure.\(name)\" needs a \"label\" and a \"description\".",
                    details: ["parameter": .string("structure.\(name)")])
            }
            return WorldModel.Entry(label: label, description: text)
        }
    }

    /// As many as learning keeps of each part.
    private static let mostEntries = 24
}
