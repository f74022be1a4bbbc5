/// How far a word is from another that may have been meant.
package enum EditDistance {
    /// Insertions, removals, replacements and swaps of neighbours that turn one word into the other (optimal string
    /// alignment).
    package static func between(_ one: [UInt8], _ other: [UInt8]) -> Int {
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
