import JSONText

extension SettingsOption {
    /// What a value may be. Says what is wrong with one that may not, and what would be right.
    package enum Domain: Sendable, Equatable {
        case flag
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        case text
        case texts
    }
}

extension SettingsOption.Domain {
    /// Longest text in a list, in bytes; names of things, not prose.
    static let longestText = 200

    /// "whole number", for programs that list the settings.
    package var typeName: String {
        switch self {
        case .flag: "true or false"
        case .integer: "whole number"
        case .number: "number"
        case .choice: "choice"
        case .text: "text"
        case .texts: "list of texts"
        }
    }

    /// "20 to 5000", for the template.
    package var allowed: String {
        switch self {
        case .flag: "true, false"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "\(Self.brief(range.lowerBound)) to \(Self.brief(range.upperBound))"
        case .choice(let values): values.joined(separator: ", ")
        case .text: "any short text"
        case .texts: "any texts, as in [one, two]"
        }
    }

    /// What a value must be: the second half of "X must be …", and a cell of the page.
    var requirement: String {
        switch self {
        case .flag: "true or false"
        case .integer: "a whole number from \(allowed)"
        case .number: "a number from \(allowed)"
        case .choice: "one of \(allowed)"
        case .text: "a short text"
        case .texts: "a list of short texts, as in [one, two]"
        }
    }

    func accepts(_ value: JSON) -> Bool {
        switch self {
        case .flag: value.bool != nil
        case .integer(let range): value.int.flatMap(Int.init(exactly:)).map(range.contains) ?? false
        case .number(let range): value.double.map(range.contains) ?? false
        case .choice(let values): value.string.map(values.contains) ?? false
        case .text: Self.isShortText(value)
        case .texts: value.array?.allSatisfy(Self.isShortText) ?? false
        }
    }

    /// The same for machines, in an error's details.
    var allowedJSON: JSON {
        switch self {
        case .flag: [true, false]
        case .integer(let range): ["minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .number(let range): ["minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .choice(let values): JSON(values)
        case .text: "text"
        case .texts: "list of texts"
        }
    }

    private static func brief(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }

    private static func isShortText(_ value: JSON) -> Bool {
        guard let text = value.string, !text.isEmpty, text.utf8.count <= longestText else { return false }
        return !text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
        }
    }
}
