import JSONText
import Signing

/// Reads one object of a payload strictly: each key it may have, nothing else, each value in its bounds.
struct StatementReader {
    private let object: JSONObject
    private let place: String

    /// - Parameter place: of the object, for messages; empty for the payload itself.
    init(
        _ value: JSON?, place: String, required: [String], optional: [String] = []
    ) throws(StatementFault) {
        guard case .object(let object)? = value else {
            throw StatementFault(.invalidStatement, "\(place.isEmpty ? "The payload" : "“\(place)”") is no object.")
        }
        self.object = object
        self.place = place
        for member in object.members where !required.contains(member.key) && !optional.contains(member.key) {
            throw StatementFault(.invalidStatement, "“\(path(member.key))” is no key of such a statement.")
        }
        for key in required where object[key] == nil {
            throw StatementFault(.invalidStatement, "“\(path(key))” is missing.")
        }
    }

    func has(_ key: String) -> Bool { object[key] != nil }

    subscript(key: String) -> JSON? { object[key] }

    func fault(_ key: String, _ needed: String) -> StatementFault {
        StatementFault(.invalidStatement, "“\(path(key))” must be \(needed).")
    }

    /// - Parameter bytes: how long it may be in UTF-8.
    func text(_ key: String, bytes: ClosedRange<Int>) throws(StatementFault) -> String {
        guard let text = object[key]?.string, bytes.contains(text.utf8.count) else {
            throw fault(key, "a text of \(bytes.lowerBound) to \(bytes.upperBound) bytes")
        }
        return text
    }

    /// A text without control characters.
    func line(_ key: String, bytes: ClosedRange<Int>) throws(StatementFault) -> String {
        let line = try text(key, bytes: bytes)
        guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw fault(key, "one line") }
        return line
    }

    func integer(_ key: String, _ range: ClosedRange<Int64>) throws(StatementFault) -> Int64 {
        guard case .integer(let value)? = object[key], range.contains(value) else {
            throw fault(key, "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func boolean(_ key: String) throws(StatementFault) -> Bool {
        guard let value = object[key]?.bool else { throw fault(key, "true or false") }
        return value
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, of type: Word.Type
    ) throws(StatementFault) -> Word where Word.RawValue == String {
        guard let word = object[key]?.string.flatMap(Word.init(rawValue:)) else {
            throw fault(key, "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    func key(_ key: String) throws(StatementFault) -> VerifyingKey {
        guard let value = object[key]?.string.flatMap(VerifyingKey.init(hex:)) else {
            throw fault(key, "a device's key in 64 hexadecimal digits")
        }
        return value
    }

    func slug(_ key: String) throws(StatementFault) -> String {
        guard let text = object[key]?.string, StatementRules.isSlug(text) else { throw fault(key, Self.slugForm) }
        return text
    }

    func digits(_ key: String, count: Int) throws(StatementFault) -> String {
        guard let text = object[key]?.string, StatementRules.isHexadecimal(text, count: count) else {
            throw fault(key, "\(count) hexadecimal digits")
        }
        return text
    }

    func array(_ key: String, counts: ClosedRange<Int>) throws(StatementFault) -> [JSON] {
        guard let values = object[key]?.array, counts.contains(values.count) else {
            throw fault(key, "a list of \(counts.lowerBound) to \(counts.upperBound)")
        }
        return values
    }

    /// Names of groups, each once, in the order of their bytes.
    func slugs(_ key: String, counts: ClosedRange<Int>) throws(StatementFault) -> [String] {
        try ascending(key, counts: counts, form: Self.slugForm, StatementRules.isSlug)
    }

    /// Ids of envelopes, each once, in the order of their bytes.
    func ids(_ key: String, counts: ClosedRange<Int>) throws(StatementFault) -> [EnvelopeID] {
        try ascending(key, counts: counts, form: "an id of 64 hexadecimal digits") {
            StatementRules.isHexadecimal($0, count: 64)
        }
    }

    private func ascending(
        _ key: String, counts: ClosedRange<Int>, form: String, _ isFormed: (String) -> Bool
    ) throws(StatementFault) -> [String] {
        let texts = try array(key, counts: counts).compactMap(\.string).filter(isFormed)
        guard texts.count == object[key]?.array?.count else { throw fault(key, "a list, each \(form)") }
        for index in texts.indices.dropFirst() where texts[index - 1] >= texts[index] {
            throw fault(key, "in ascending order, each once")
        }
        return texts
    }

    private static let slugForm = "1 to 63 of the characters a–z, 0–9, “.”, “_” and “-”, the first a letter or digit"

    private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}
