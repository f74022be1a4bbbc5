import TextAnalysis

/// The terms of an item and how much it is about each: what stands in its name counts three times, in its summary twice.
struct SearchWords: Sendable, Equatable {
    /// The analysis they were made with.
    let version: Int
    /// Heaviest first; at most `limit`.
    let weights: [(term: String, weight: Int)]

    static let limit = 400
    /// Bytes of the body that are read: what an item is about stands at its beginning.
    static let textLimit = 32_768
    private static let heaviest = 99

    init(name: String, summary: String, text: String) {
        version = Terms.version
        var counts: [String: Int] = [:]
        for (part, factor) in [
            (name, 3), (summary, 2), (String(decoding: text.utf8.prefix(Self.textLimit), as: UTF8.self), 1),
        ] {
            for term in Terms.terms(in: part) { counts[term.text, default: 0] += factor }
        }
        weights = counts.map { (term: $0.key, weight: min($0.value, Self.heaviest)) }
            .sorted { ($1.weight, $0.term) < ($0.weight, $1.term) }
            .prefix(Self.limit).map { $0 }
    }

    static func == (one: SearchWords, other: SearchWords) -> Bool { one.stored == other.stored }

    /// One line for the version, then one a term: its weight, a space, the term.
    var stored: String {
        weights.reduce(into: String(version)) { $0 += "\n\($1.weight) \($1.term)" }
    }

    /// - Returns: `nil` when it was made by another analysis, whose terms a query does not meet.
    init?(stored: String) {
        let lines = stored.utf8.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let version = Int(Substring(first)), version == Terms.version else { return nil }
        self.version = version
        weights = lines.dropFirst().compactMap { line in
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), let weight = Int(Substring(line[..<space])) else {
                return nil
            }
            return (String(Substring(line[line.index(after: space)...])), weight)
        }
    }
}
