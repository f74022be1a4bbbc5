import JSONText
import TextAnalysis

extension SettingsOption {
    /// What a value may be. Says what is wrong with one that may not, and what would be right.
    package enum Domain: Sendable, Equatable {
        case flag
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        case text
        case texts
        /// One line, or nothing.
        case line
        case lines
        /// The name of an environment variable, or nothing. People paste keys here, so a wrong one is not quoted.
        case variable
        /// Rules of redaction.
        case rules
    }
}

extension SettingsOption.Domain {
    /// Longest text in a list, in bytes; names of things, not prose.
    static let longestText = 200
    /// Longest address, command or key, in bytes.
    static let longestLine = 4096

    /// "whole number", for programs that list the settings.
    package var typeName: String {
        switch self {
        case .flag: "true or false"
        case .integer: "whole number"
        case .number: "number"
        case .choice: "choice"
        case .text, .line, .variable: "text"
        case .texts, .lines, .rules: "list of texts"
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
        case .texts, .lines: "any texts, as in [one, two]"
        case .rules: "rules, as in [\"customer: /CU-[0-9]{6}/\", \"codename: Blue Heron\"]"
        case .line: "a text, or \"\""
        case .variable: "a name such as OPENAI_API_KEY, or \"\""
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
        case .line: "a text of one line, or empty"
        case .lines: "a list of texts of one line, as in [one, two]"
        case .rules: "a list of rules, each `name: text` or `name: /expression/`"
        case .variable: "the name of an environment variable, such as OPENAI_API_KEY, or empty"
        }
    }

    func accepts(_ value: JSON) -> Bool {
        switch self {
        case .flag: value.bool != nil
        case .integer(let range): value.int.flatMap(Int.init(exactly:)).map(range.contains) ?? false
        case .number(let range): value.double.map(range.contains) ?? false
        case .choice(let values): value.string.map(values.contains) ?? false
        case .text: Self.isText(value, upTo: Self.longestText)
        case .texts: value.array?.allSatisfy { Self.isText($0, upTo: Self.longestText) } ?? false
        case .line: value == "" || Self.isText(value, upTo: Self.longestLine)
        case .lines: value.array?.allSatisfy { Self.isText($0, upTo: Self.longestLine) } ?? false
        case .rules: reasonToRefuse(value) == nil && Self.lines(value) != nil
        case .variable: value.string.map(Self.isVariable) ?? false
        }
    }

    /// The same for machines, in an error's details.
    var allowedJSON: JSON {
        switch self {
        case .flag: [true, false]
        case .integer(let range): ["minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .number(let range): ["minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .choice(let values): JSON(values)
        case .text, .line, .variable: "text"
        case .texts, .lines, .rules: "list of texts"
        }
    }

    /// What exactly is wrong, where the requirement alone would leave a person searching.
    func reasonToRefuse(_ value: JSON) -> String? {
        guard self == .rules, let lines = Self.lines(value) else { return nil }
        do throws(RedactionRules.Fault) {
            _ = try RedactionRules(lines)
            return nil
        } catch {
            return "rule \(error.line + 1), character \(error.column): the rule \(error.reason)"
        }
    }

    private static func lines(_ value: JSON) -> [String]? {
        guard let values = value.array, values.allSatisfy({ isText($0, upTo: longestLine) }) else { return nil }
        return values.compactMap(\.string)
    }

    private static func brief(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }

    private static func isVariable(_ text: String) -> Bool {
        guard text.utf8.count <= longestText, text.utf8.first.map({ !(0x30...0x39).contains($0) }) ?? true else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }

    private static func isText(_ value: JSON, upTo longest: Int) -> Bool {
        guard let text = value.string, !text.isEmpty, text.utf8.count <= longest else { return false }
        return !text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
        }
    }
}
