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
            guard text.utf8.count <= maximum else { throw refusal("is longer than \(maximum) bytes") }
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
        case .texts(let maximum):
            let parts = text.split(separator: ",").map(String.init)
            guard parts.count <= maximum else { throw refusal("has more than \(maximum) members") }
            return .array(parts.map(JSON.string))
        case .object, .any:
            throw refusal("belongs into the body")
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

    private func refusal(_ reason: String) -> MemoryError {
        MemoryError(.invalidArgument, "The parameter \(name) \(reason).", details: ["parameter": .string(name)])
    }
}
