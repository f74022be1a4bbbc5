import JSONText
import MemoryModel

/// One line of the route table: a path pattern and what stands behind it.
struct Route: Sendable {
    enum Target: Sendable {
        /// A request of the core. `fixed` parameters are ours and cannot be overridden from outside.
        case request(String, parameters: [Parameter] = [], fixed: JSONObject = JSONObject(), missing: Missing? = nil)
        case events
        case health
        case ping
        case login
    }

    /// What a `null` answer means: there is no such thing, an error on HTTP.
    struct Missing: Sendable {
        let code: MemoryError.Code
        let message: String
    }

    struct Parameter: Sendable {
        enum Kind: Sendable {
            case text(maximumBytes: Int)
            case integer(ClosedRange<Int64>)
        }

        /// In the address.
        let name: String
        /// In the request of the core.
        let coreName: String
        let kind: Kind
        var isRequired = false
    }

    /// Segments; one in braces captures the parameter it names.
    let pattern: [String]
    let isOpen: Bool
    let target: Target

    /// `isOpen` routes answer without a session.
    init(_ path: String, isOpen: Bool = false, _ target: Target) {
        self.pattern = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        self.isOpen = isOpen
        self.target = target
    }

    /// The captures when the path fits, otherwise `nil`.
    func captures(_ segments: [String]) -> [String: String]? {
        guard segments.count == pattern.count else { return nil }
        var captures: [String: String] = [:]
        for (part, segment) in zip(pattern, segments) {
            if part.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                captures[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return captures
    }
}

extension Route.Parameter {
    static func text(
        _ name: String, as coreName: String? = nil, maximumBytes: Int = 512, isRequired: Bool = false
    ) -> Self {
        Self(
            name: name, coreName: coreName ?? name, kind: .text(maximumBytes: maximumBytes), isRequired: isRequired)
    }

    static func integer(_ name: String, _ range: ClosedRange<Int64>) -> Self {
        Self(name: name, coreName: name, kind: .integer(range))
    }

    /// The value for the request, `nil` when it was not given.
    func value(from text: String?) throws(MemoryError) -> JSON? {
        guard let text else {
            if isRequired {
                throw MemoryError(
                    .invalidArgument, "The parameter \(name) is missing.", details: ["parameter": .string(name)],
                    hint: "Add ?\(name)=… to the address.")
            }
            return nil
        }
        switch kind {
        case .text(let maximum):
            guard text.utf8.count <= maximum else { throw refusal("is longer than \(maximum) bytes") }
            return .string(text)
        case .integer(let range):
            guard let number = Int64(text), range.contains(number) else {
                throw refusal("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(number)
        }
    }

    private func refusal(_ reason: String) -> MemoryError {
        MemoryError(.invalidArgument, "The parameter \(name) \(reason).", details: ["parameter": .string(name)])
    }
}
