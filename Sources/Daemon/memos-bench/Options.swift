import MemoryModel

/// What stands after a command: places, `--name value` pairs and flags. Each is taken once; what is left over at the end
/// is a mistake.
struct Options {
    private var values: [String: String] = [:]
    private var raised: Set<String> = []
    /// Words that belong to no option, in order.
    private(set) var places: [String] = []

    /// - Parameter flags: names that stand alone.
    /// - Parameter takesPlaces: whether words may stand without an option.
    init(
        _ words: ArraySlice<String>, flags: Set<String> = [], takesPlaces: Bool = false
    ) throws(MemoryError) {
        var rest = words
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                guard takesPlaces else { throw MemoryError(.invalidArgument, "\(word) is no option with a value.") }
                places.append(word)
                continue
            }
            let name = String(word.dropFirst(2))
            if flags.contains(name) {
                raised.insert(name)
            } else if let value = rest.popFirst() {
                values[name] = value
            } else {
                throw MemoryError(.invalidArgument, "\(word) is no option with a value.")
            }
        }
    }

    mutating func flag(_ name: String) -> Bool { raised.remove(name) != nil }

    mutating func optional(_ name: String) -> String? { values.removeValue(forKey: name) }

    mutating func required(_ name: String) throws(MemoryError) -> String {
        guard let value = optional(name) else { throw MemoryError(.invalidArgument, "--\(name) is missing.") }
        return value
    }

    mutating func count(_ name: String) throws(MemoryError) -> Int {
        guard let count = try optionalCount(name) else { throw MemoryError(.invalidArgument, "--\(name) is missing.") }
        return count
    }

    mutating func optionalCount(_ name: String) throws(MemoryError) -> Int? {
        guard let text = optional(name) else { return nil }
        guard let count = Int(text), count > 0 else {
            throw MemoryError(.invalidArgument, "--\(name) wants a number above zero.")
        }
        return count
    }

    func end() throws(MemoryError) {
        if let name = (Array(values.keys) + raised).sorted().first {
            throw MemoryError(.invalidArgument, "--\(name) is not known here.")
        }
    }
}
