import GRDB

/// What a `WHERE` demands, gathered piece by piece with the values that stand in it.
struct Conditions {
    private var texts: [String] = []
    private(set) var arguments: StatementArguments = []

    /// All of it holds; without any piece, everything does.
    var text: String { texts.isEmpty ? "1" : texts.joined(separator: " AND ") }

    mutating func add(_ condition: String, _ values: StatementArguments = []) {
        texts.append(condition)
        arguments += values
    }
}
