/// A project that the simulated agent works in, with what is true of it.
package struct Place: Sendable {
    package var name: String
    /// A folder that exists on no machine, so that a life is the same on all of them.
    package var workspace: String
    /// What chooses between the variants of an action: its own name, its distribution and its language, in this order.
    package var traits: [String]
    package var layout: Layout
    /// What `ls` prints.
    package var listing: String
    /// What `find` prints when somebody looks for tests.
    package var found: String
    /// A file that says how things are run, and what it holds.
    package var manifest: (file: String, text: String)

    package struct Layout: Sendable, Equatable {
        package var tests: String
        package var source: String
        package var config: String
        package var test: String
        package var build: String
        package var port: Int
        package var system: String
    }

    /// What templates are filled with.
    var values: [String: String] {
        [
            "name": name, "tests": layout.tests, "source": layout.source, "config": layout.config, "test": layout.test,
            "build": layout.build, "port": "\(layout.port)", "system": layout.system,
        ]
    }

    /// The variant for this place; `*` is for all others.
    func choose<Value>(_ variants: [String: Value]) -> Value? {
        trait(of: variants).flatMap { variants[$0] }
    }

    /// The name of that variant.
    func trait<Value>(of variants: [String: Value]) -> String? {
        traits.first { variants[$0] != nil } ?? (variants["*"] == nil ? nil : "*")
    }
}

extension String {
    /// With `{name}` replaced by its value; unknown names stay.
    func filled(_ values: [String: String]) -> String {
        guard contains("{") else { return self }
        var result = ""
        var rest = self[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[rest.index(after: open)...]
            // Braces stand in what tools print too.
            let name = rest.prefix { $0.isLetter || $0 == "_" }
            if !name.isEmpty, rest.dropFirst(name.count).first == "}", let value = values[String(name)] {
                result += value
                rest = rest.dropFirst(name.count + 1)
            } else {
                result += "{"
            }
        }
        return result + rest
    }
}
