/// One step into a configuration: a key of an object or table, or a place in a list.
package enum ConfigStep: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    package init(stringLiteral value: String) { self = .key(value) }
    package init(integerLiteral value: Int) { self = .index(value) }
}

/// The way from the root of a configuration to a value.
package typealias ConfigPath = [ConfigStep]

extension ConfigPath {
    package init(keys: [String]) { self = keys.map(ConfigStep.key) }

    /// As RFC 6901 writes it: `/hooks/Stop/0`.
    package var pointer: String {
        reduce(into: "") { text, step in
            switch step {
            case .key(let key):
                text += "/"
                for character in key {
                    text += character == "~" ? "~0" : character == "/" ? "~1" : String(character)
                }
            case .index(let index): text += "/\(index)"
            }
        }
    }

    /// Of keys only.
    init(pointer: String) {
        self = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            .key(String($0).replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }

    /// `nil` when a step is a place in a list.
    var keys: [String]? {
        var keys: [String] = []
        for step in self {
            guard case .key(let key) = step else { return nil }
            keys.append(key)
        }
        return keys
    }
}
