import JSONText
package import MemoryModel

/// What a person sets on steps, on many at once; what is `nil` stays.
package struct TraceMarks: Sendable, Equatable {
    package var isPinned: Bool?
    package var addedTags: [String]
    package var removedTags: [String]
    package var share: Trace.Share?

    package init(
        isPinned: Bool? = nil, addedTags: [String] = [], removedTags: [String] = [], share: Trace.Share? = nil
    ) {
        self.isPinned = isPinned
        self.addedTags = addedTags
        self.removedTags = removedTags
        self.share = share
    }

    /// With tags as they are kept: small letters, single spaces, nothing secret.
    ///
    /// - Throws: `invalid_argument` when a tag is empty or longer than `longestTag` characters.
    func normalised(_ clean: (String) -> String) throws -> TraceMarks {
        var marks = self
        marks.addedTags = try addedTags.map { try Self.tag(clean($0)) }
        // A tag that stands somewhere is found as it stands.
        marks.removedTags = removedTags + removedTags.map { $0.lowercased() }
        return marks
    }

    private static func tag(_ text: String) throws -> String {
        let tag = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !tag.isEmpty, tag.count <= longestTag, !tag.contains(",") else {
            throw MemoryError(
                .invalidArgument, "A tag is a word or a few, up to \(longestTag) characters, without a comma.",
                details: ["parameter": "addTags"])
        }
        return tag
    }

    /// - Throws: `invalid_argument` when the step would have more than `mostTags` tags.
    func applied(to trace: Trace, at time: Timestamp) throws -> Trace {
        var trace = trace
        if let isPinned { trace.pinnedAt = isPinned ? trace.pinnedAt ?? time : nil }
        if let share { trace.share = share }
        trace.tags.removeAll(where: removedTags.contains)
        for tag in addedTags where !trace.tags.contains(tag) { trace.tags.append(tag) }
        if !addedTags.isEmpty, trace.tags.count > Self.mostTags {
            throw MemoryError(
                .invalidArgument, "A step has at most \(Self.mostTags) tags.",
                details: ["id": .string(trace.id.rawValue)], hint: "Remove tags that say little.")
        }
        return trace
    }

    /// Characters.
    private static let longestTag = 40
    private static let mostTags = 40
}

/// Other words for a step; what is `nil` stays.
package struct TraceCorrection: Sendable, Equatable {
    package var words: [Trace.Wording: String]

    package init(words: [Trace.Wording: String]) {
        self.words = words
    }
}
