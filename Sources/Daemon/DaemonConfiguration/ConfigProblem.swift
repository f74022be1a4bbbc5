import JSONText
import MemoryModel

/// One thing wrong with a configuration: the place, the key and what would be right.
struct ConfigProblem: Error, Sendable {
    var key: String?
    var place: ConfigNode.Place?
    var message: String
    var allowed: JSON?
    var suggestion: String?

    func text(file: String) -> String {
        place.map { "\(file):\($0.line):\($0.column): \(message)" } ?? "\(file): \(message)"
    }

    var json: JSON {
        .object(present: [
            ("key", key.map { JSON($0) }), ("line", place.map { JSON($0.line) }),
            ("column", place.map { JSON($0.column) }), ("message", JSON(message)), ("allowed", allowed),
            ("suggestion", suggestion.map { JSON($0) }),
        ])
    }
}

extension MemoryError {
    /// All problems in the details, the first in the sentence.
    static func configInvalid(_ problems: [ConfigProblem], file: String, hint: String) -> MemoryError {
        let first = problems.first?.text(file: file) ?? file
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        return MemoryError(
            .configInvalid, first + more,
            details: .object(present: [
                ("file", JSON(file)), ("key", problems.first?.key.map { JSON($0) }),
                ("allowed", problems.first?.allowed), ("problems", .array(problems.map(\.json))),
            ]),
            hint: hint)
    }
}
