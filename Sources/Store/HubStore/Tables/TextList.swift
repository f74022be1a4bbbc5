import JSONText

/// A list of names in a column.
enum TextList {
    static func text(_ names: [String]) -> String { JSON(names).text }

    static func names(_ text: String) -> [String] {
        ((try? JSON(parsing: text))?.array ?? []).compactMap(\.string)
    }
}
