import JSONText
package import MemoryModel

/// Gives a step other words; what is not given stays.
package struct TraceEditing: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "trace.edit"
    package static let access = Access.writes

    package var id: TraceID
    package var words: [Trace.Wording: String]

    package init(_ fields: Fields) throws {
        id = try TraceID(fields.requiredString("id"))
        words = [:]
        words[.summary] = try fields.string("summary")
        words[.userText] = try fields.string("userText")
        words[.agentText] = try fields.string("agentText")
        words[.reflection] = try fields.string("reflection")
        if words.isEmpty {
            throw MemoryError(
                .invalidArgument,
                "trace.edit: one of \(Trace.Wording.allCases.map(\.rawValue).joined(separator: ", ")) must be given.")
        }
    }
}

/// Pins, tags or shares steps, all or none.
package struct TraceMarking: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "trace.mark"
    package static let access = Access.writes

    package var ids: [TraceID]
    package var isPinned: Bool?
    package var addedTags: [String]
    package var removedTags: [String]
    package var share: Trace.Share?

    package init(_ fields: Fields) throws {
        let texts = try fields.strings("ids") ?? []
        ids = texts.map { TraceID($0) }
        isPinned = try fields.bool("pin")
        addedTags = try fields.strings("addTags") ?? []
        removedTags = try fields.strings("removeTags") ?? []
        share = try fields.string("share") == nil ? nil : fields.requiredChoice("share")
        if texts.isEmpty || texts.contains("") || texts.count > 1000 {
            throw MemoryError(
                .invalidArgument, "trace.mark: \"ids\" must be 1 to 1000 ids.", details: ["parameter": "ids"])
        }
        if addedTags.count > 20 || removedTags.count > 20 {
            throw MemoryError(
                .invalidArgument, "trace.mark: \"addTags\" and \"removeTags\" have at most 20 members.",
                details: ["parameter": "addTags"])
        }
    }
}

/// Takes a change of steps back, by the id that it answered.
package struct CurationUndo: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "curation.undo"
    package static let access = Access.writes

    package var id: String

    package init(_ fields: Fields) throws {
        id = try fields.requiredString("id")
    }
}
