package import JSONText
package import MemoryModel

/// The parameters of one request, read with errors that name the parameter. Unknown parameters are ignored, as the wire
/// demands; `null` counts as absent.
package struct Fields: Sendable {
    private let object: JSONObject
    private let method: String

    /// - Throws: `invalid_argument` unless the parameters are an object, `null` or absent.
    package init(_ params: JSON?, method: String) throws(MemoryError) {
        self.method = method
        switch params {
        case nil, .null?: object = JSONObject()
        case .object(let members)?: object = members
        default: throw MemoryError(.invalidArgument, "\(method): params must be an object.")
        }
    }

    package func json(_ key: String) -> JSON? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    package func string(_ key: String) throws(MemoryError) -> String? {
        guard let value = json(key) else { return nil }
        guard let text = value.string else { throw wrong(key, "a string") }
        return text
    }

    /// Not empty.
    package func requiredString(_ key: String) throws(MemoryError) -> String {
        guard let text = try string(key) else { throw missing(key) }
        if text.isEmpty { throw wrong(key, "a non-empty string") }
        return text
    }

    /// May be empty, must be there.
    package func requiredText(_ key: String) throws(MemoryError) -> String {
        guard let text = try string(key) else { throw missing(key) }
        return text
    }

    package func integer(_ key: String) throws(MemoryError) -> Int64? {
        guard let value = json(key) else { return nil }
        if let number = value.int { return number }
        guard let number = value.double, abs(number) < 9e15 else { throw wrong(key, "a number") }
        return Int64(number)
    }

    /// Milliseconds since 1970, within the calendar.
    package func time(_ key: String) throws(MemoryError) -> Timestamp? {
        guard let time = try integer(key) else { return nil }
        guard Timestamps.range.contains(time) else { throw wrong(key, "a time in milliseconds since 1970") }
        return time
    }

    package func requiredTime(_ key: String) throws(MemoryError) -> Timestamp {
        guard let time = try time(key) else { throw missing(key) }
        return time
    }

    package func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int) throws(MemoryError) -> Int {
        try integer(key, in: range) ?? fallback
    }

    package func integer(_ key: String, in range: ClosedRange<Int>) throws(MemoryError) -> Int? {
        guard let number = try integer(key) else { return nil }
        guard number >= Int64(range.lowerBound), number <= Int64(range.upperBound) else {
            throw wrong(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Int(number)
    }

    package func double(_ key: String) throws(MemoryError) -> Double? {
        guard let value = json(key) else { return nil }
        guard let number = value.double else { throw wrong(key, "a number") }
        return number
    }

    package func double(_ key: String, in range: ClosedRange<Double>) throws(MemoryError) -> Double? {
        guard let number = try double(key) else { return nil }
        guard range.contains(number) else {
            throw wrong(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func bool(_ key: String) throws(MemoryError) -> Bool? {
        guard let value = json(key) else { return nil }
        guard let flag = value.bool else { throw wrong(key, "true or false") }
        return flag
    }

    package func array(_ key: String) throws(MemoryError) -> [JSON]? {
        guard let value = json(key) else { return nil }
        guard let list = value.array else { throw wrong(key, "an array") }
        return list
    }

    package func requiredArray(_ key: String) throws(MemoryError) -> [JSON] {
        guard let list = try array(key) else { throw missing(key) }
        return list
    }

    /// A place in the file system that means the same to everybody.
    package func absolutePath(_ key: String) throws(MemoryError) -> String? {
        guard let path = try string(key) else { return nil }
        guard path.hasPrefix("/") else { throw wrong(key, "an absolute path") }
        return path
    }

    /// A nested object with the same kind of errors.
    package func fields(_ key: String) throws(MemoryError) -> Fields? {
        guard let value = json(key) else { return nil }
        guard value.object != nil else { throw wrong(key, "an object") }
        return try Fields(value, method: "\(method).\(key)")
    }

    package func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Value
    ) throws(MemoryError) -> Value where Value.RawValue == String {
        guard let text = try string(key) else { return fallback }
        guard let value = Value(rawValue: text) else {
            throw wrong(key, "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    package func requiredChoice<Value: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(MemoryError) -> Value where Value.RawValue == String {
        guard let first = Value.allCases.first, json(key) != nil else { throw missing(key) }
        return try choice(key, default: first)
    }

    package func strings(_ key: String) throws(MemoryError) -> [String]? {
        guard let list = try array(key) else { return nil }
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { throw wrong(key, "an array of strings") }
        return texts
    }

    private func missing(_ key: String) -> MemoryError {
        MemoryError(.invalidArgument, "\(method): \"\(key)\" is missing.", details: ["parameter": .string(key)])
    }

    private func wrong(_ key: String, _ expected: String) -> MemoryError {
        MemoryError(
            .invalidArgument, "\(method): \"\(key)\" must be \(expected).", details: ["parameter": .string(key)])
    }
}
