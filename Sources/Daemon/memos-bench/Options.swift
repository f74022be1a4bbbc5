import MemoryModel

/// The `--name value` pairs after a command. Each is taken once; what is left over at the end is a mistake.
struct Options {
    private var values: [String: String] = [:]

    init(_ words: ArraySlice<String>) throws(MemoryError) {
        var rest = words
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw MemoryError(.invalidArgument, "\(name) is no option with a value.")
            }
            values[String(name.dropFirst(2))] = value
        }
    }

    mutating func optional(_ name: String) -> String? { values.removeValue(forKey: name) }

    mutating func required(_ name: String) throws(MemoryError) -> String {
        guard let value = optional(name) else { throw MemoryError(.invalidArgument, "--\(name) is missing.") }
        return value
    }

    mutating func count(_ name: String) throws(MemoryError) -> Int {
        guard let count = Int(try required(name)), count > 0 else {
            throw MemoryError(.invalidArgument, "--\(name) wants a number above zero.")
        }
        return count
    }

    func end() throws(MemoryError) {
        if let name = values.keys.sorted().first {
            throw MemoryError(.invalidArgument, "--\(name) is not known here.")
        }
    }
}
