/// A JSON value (RFC 8259) that keeps what was received: member order, integer versus fraction, and numbers too
/// large for either. It does no I/O and needs no Foundation, so that the slim front can start in a few milliseconds.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    /// A number that fits neither `Int64` nor a finite `Double`, kept as written.
    case literal(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// Members of a JSON object in the order they were written. The last of two equal keys wins on lookup.
///
/// Lookup is linear: objects on our wire have a dozen members, where a scan beats hashing.
package struct JSONObject: Sendable, Hashable {
    package var members: [Member]

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSON

        package init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }
    }

    package init(_ members: [Member] = []) {
        self.members = members
    }

    /// Reading gives `nil` for a missing member; writing `nil` removes it, writing a value replaces it in place.
    package subscript(key: String) -> JSON? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else {
                members.removeAll { $0.key == key }
                return
            }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
    }
}

extension JSON {
    package init(_ value: Int) { self = .integer(Int64(value)) }
    package init(_ value: Int64) { self = .integer(value) }
    package init(_ value: Double) { self = .double(value) }
    package init(_ value: Bool) { self = .bool(value) }
    package init(_ value: String) { self = .string(value) }
    /// `nil` becomes `null`.
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// `nil` becomes `null`.
    package init(_ value: Int64?) { self = value.map(JSON.integer) ?? .null }
    package init(_ values: [String]) { self = .array(values.map(JSON.string)) }

    /// An object without the members whose value is `nil`: the wire leaves out what is absent.
    package static func object(present members: [(String, JSON?)]) -> JSON {
        .object(JSONObject(members.compactMap { key, value in value.map { JSONObject.Member(key: key, value: $0) } }))
    }

    package var isNull: Bool { self == .null }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The integer, also when it was written as a fraction without remainder (`3.0`).
    package var int: Int64? {
        switch self {
        case .integer(let value): value
        case .double(let value): Int64(exactly: value)
        default: nil
        }
    }

    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    package var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// A member of an object; `nil` for anything else.
    package subscript(key: String) -> JSON? {
        get { object?[key] }
        set {
            guard case .object(var object) = self else { return }
            object[key] = newValue
            self = .object(object)
        }
    }

    /// An element of an array; `nil` when out of range or not an array.
    package subscript(index: Int) -> JSON? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// The same value with every string replaced by what `transform` makes of it; keys stay.
    package func mapStrings(_ transform: (String) -> String) -> JSON {
        switch self {
        case .string(let value): .string(transform(value))
        case .array(let values): .array(values.map { $0.mapStrings(transform) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map {
                        JSONObject.Member(key: $0.key, value: $0.value.mapStrings(transform))
                    }
                )
            )
        case .null, .bool, .integer, .double, .literal: self
        }
    }
}
