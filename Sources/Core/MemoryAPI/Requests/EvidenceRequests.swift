package import MemoryModel

/// What each line of a policy rests on, and what its gain is made of.
package struct PolicyEvidence: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "policy.evidence"
    package static let access = Access.reads

    package var id: PolicyID

    package init(_ fields: Fields) throws {
        id = try PolicyID(fields.requiredString("id"))
    }
}

/// What the entries of a world model rest on, and what speaks against them.
package struct WorldEvidence: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "world.evidence"
    package static let access = Access.reads

    package var id: WorldModelID

    package init(_ fields: Fields) throws {
        id = try WorldModelID(fields.requiredString("id"))
    }
}
