/// "Did you mean …?" for a key that does not exist.
enum KeySuggestion {
    private static let names = Settings.sections.map(\.key) + Settings.options.map(\.key)

    /// The existing key that was most likely meant; `nil` when none is close.
    static func nearest(to key: String) -> String? {
        let wanted = key.lowercased()
        let wantedLeaf = leaf(wanted)
        var best: (name: String, cost: Int)?
        for name in names {
            let known = name.lowercased()
            var cost = distance(Array(wanted.utf8), Array(known.utf8))
            // The right word in the wrong section is nearer than any misspelling.
            if leaf(known) == wantedLeaf { cost = min(cost, 1) }
            if cost < best?.cost ?? .max { best = (name, cost) }
        }
        guard let best, best.cost <= max(2, wanted.utf8.count / 4) else { return nil }
        return best.name
    }

    private static func leaf(_ key: String) -> Substring {
        key.split(separator: ".").last ?? ""
    }

    /// Insertions, removals, replacements and swaps of neighbours that turn one word into the other (optimal string
    /// alignment).
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        // Nobody's misspelling is that long, and the table below is quadratic.
        if one.count > 100 || other.count > 100 { return .max }
        var rows = [Array(0...other.count)]
        for i in 0..<one.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var cost = min(rows[i][j] + (one[i] == other[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
