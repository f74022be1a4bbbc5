/// The path of a route; a segment in braces captures the parameter it names.
package struct PathPattern: Sendable {
    package let segments: [String]

    package init(_ path: String) {
        segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    package var path: String { "/" + segments.joined(separator: "/") }

    /// The captures when the path fits, otherwise `nil`.
    package func captures(_ asked: some Collection<String>) -> [String: String]? {
        guard asked.count == segments.count else { return nil }
        var captures: [String: String] = [:]
        for (part, segment) in zip(segments, asked) {
            if part.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                captures[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return captures
    }
}
