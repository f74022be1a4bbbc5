import JSONText
import MemoryModel

/// One parameter of a route: in the address a text, in a body a member of its object.
struct RouteParameter: Sendable {
    enum Kind: Sendable {
        case text(maximumBytes: Int)
        case integer(ClosedRange<Int64>)
        case number(ClosedRange<Double>)
        case flag
        case choice([String])
        /// A list of some of these, without repetition.
        case choices([String])
        /// A list; in the address its members are parted by commas.
        case texts(maximumCount: Int)
        /// Any object of JSON; only in a body.
        case object
        /// Any value of JSON; only in a body.
        case any
    }

    /// In the address or the body.
    let name: String
    /// In the request of the core.
    let coreName: String
    let kind: Kind
    var isRequired = false
}

extension RouteParameter {
    static func text(
        _ name: String, as coreName: String? = nil, maximumBytes: Int = 512, isRequired: Bool = false
    ) -> Self {
        Self(
            name: name, coreName: coreName ?? name, kind: .text(maximumBytes: maximumBytes), isRequired: isRequired)
    }

    static func integer(_ name: String, _ range: ClosedRange<Int64>, isRequired: Bool = false) -> Self {
        Self(name: name, coreName: name, kind: .integer(range), isRequired: isRequired)
    }

    static func number(_ name: String, _ range: ClosedRange<Double>) -> Self {
        Self(name: name, coreName: name, kind: .number(range))
    }

    static func flag(_ name: String) -> Self {
        Self(name: name, coreName: name, kind: .flag)
    }

    static func choice(_ name: String, _ values: [String], isRequired: Bool = false) -> Self {
        Self(name: name, coreName: name, kind: .choice(values), isRequired: isRequired)
    }

    static func choices(_ name: String, _ values: [String], isRequired: Bool = false) -> Self {
        Self(name: name, coreName: name, kind: .choices(values), isRequired: isRequired)
    }

    static func texts(_ name: String, maximumCount: Int = 1000, isRequired: Bool = false) -> Self {
        Self(name: name, coreName: name, kind: .texts(maximumCount: maximumCount), isRequired: isRequired)
    }

    static func object(_ name: String, isRequired: Bool = false) -> Self {
        Self(name: name, coreName: name, kind: .object, isRequired: isRequired)
    }

    static func any(_ name: String) -> Self {
        Self(name: name, coreName: name, kind: .any)
    }

    /// The value for the request, `nil` when it was not given.
    func value(from text: String?) throws(MemoryError) -> JSON? {
        guard let text else {
            if isRequired { throw missing }
            return nil
        }
        switch kind {
        case .text(let maximum):
            try check(text, maximumBytes: maximum)
            return .string(text)
        case .integer(let range):
            guard let number = Int64(text), range.contains(number) else { throw outside(range) }
            return .integer(number)
        case .number(let range):
            guard let number = Double(text), range.contains(number) else { throw outside(range) }
            return .double(number)
        case .flag:
            guard ["true", "false"].contains(text) else { throw refusal("must be true or false") }
            return .bool(text == "true")
        case .choice(let values):
            guard values.contains(text) else { throw outside(values) }
            return .string(text)
        case .choices(let values):
            let parts = text.split(separator: ",").map(String.init)
            try check(parts, among: values)
            return .array(parts.map(JSON.string))
        case .texts(let maximum):
            let parts = text.split(separator: ",").map(String.init)
            guard parts.count <= maximum else { throw refusal("has more than \(maximum) members") }
            for part in parts { try check(part, maximumBytes: Self.maximumIdentifierBytes) }
            return .array(parts.map(JSON.string))
        case .object, .any:
            throw refusal("belongs into the body")
        }
    }

    /// The value for the request from a member of the body, `nil` when it was not given.
    func value(from value: JSON?) throws(MemoryError) -> JSON? {
        guard let value else {
            if isRequired { throw missingInBody }
            return nil
        }
        switch kind {
        case .text(let maximum):
            guard let text = value.string else { throw refusal("must be a text") }
            try check(text, maximumBytes: maximum)
        case .integer(let range):
            guard let number = value.int, range.contains(number) else { throw outside(range) }
            return .integer(number)
        case .number(let range):
            guard let number = value.double, range.contains(number) else { throw outside(range) }
        case .flag:
            guard value.bool != nil else { throw refusal("must be true or false") }
        case .choice(let values):
            guard let text = value.string, values.contains(text) else { throw outside(values) }
        case .choices(let values):
            guard let members = value.array else { throw refusal("must be a list of texts") }
            try check(members.map { $0.string ?? "" }, among: values)
        case .texts(let maximum):
            guard let members = value.array else { throw refusal("must be a list of texts") }
            guard members.count <= maximum else { throw refusal("has more than \(maximum) members") }
            for member in members {
                guard let text = member.string else { throw refusal("must be a list of texts") }
                try check(text, maximumBytes: Self.maximumMemberBytes)
            }
        case .object:
            guard value.object != nil else { throw refusal("must be an object") }
        case .any:
            break
        }
        return value
    }

    /// Of one text in a list.
    static let maximumMemberBytes = 4096
    /// Of one text in a list in the address, where there is room for identifiers and words.
    static let maximumIdentifierBytes = 64

    private func check(_ text: String, maximumBytes: Int) throws(MemoryError) {
        guard text.utf8.count <= maximumBytes else { throw refusal("is longer than \(maximumBytes) bytes") }
        guard !text.utf8.contains(0) else { throw refusal("holds a NUL character") }
    }

    private func check(_ parts: [String], among values: [String]) throws(MemoryError) {
        guard !parts.isEmpty, parts.count == Set(parts).count, parts.allSatisfy(values.contains) else {
            throw refusal("must be some of \(values.joined(separator: ", "))")
        }
    }

    private func outside<Bound>(_ range: ClosedRange<Bound>) -> MemoryError {
        refusal("must be a number from \(range.lowerBound) to \(range.upperBound)")
    }

    private func outside(_ values: [String]) -> MemoryError {
        refusal("must be one of \(values.joined(separator: ", "))")
    }

    private var missing: MemoryError {
        MemoryError(
            .invalidArgument, "The parameter \(name) is missing.", details: ["parameter": .string(name)],
            hint: "Add ?\(name)=… to the address.")
    }

    private var missingInBody: MemoryError {
        MemoryError(
            .invalidArgument, "The member \(name) is missing.", details: ["parameter": .string(name)],
            hint: "Add \"\(name)\" to the object in the body.")
    }

    private func refusal(_ reason: String) -> MemoryError {
        MemoryError(.invalidArgument, "The parameter \(name) \(reason).", details: ["parameter": .string(name)])
    }
}
