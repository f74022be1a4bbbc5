/// Words of others in a sentence of ours: one line, cut, without what would end the quotation, open a block, or pile up
/// beyond what can be read.
package enum ForeignWords {
    /// - Parameters:
    ///   - limit: characters, at most.
    ///   - keepsEnd: whether a long text loses its beginning, as paths should.
    package static func line(_ text: String, limit: Int, keepsEnd: Bool = false) -> String {
        let scalars = text.unicodeScalars
        let read = keepsEnd ? scalars.suffix(4 * limit) : scalars.prefix(4 * limit)
        var result = ""
        var isSpace = true
        var marks = 0
        for scalar in read {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                if !isSpace { result.append(" ") }
                isSpace = true
                continue
            }
            guard scalar.properties.generalCategory != .format else { continue }
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            // One without its letter would change the mark before the quotation.
            guard marks == 0 || (marks <= mostMarks && !isSpace) else { continue }
            isSpace = false
            switch scalar {
            case "`", "“", "”": result.append("'")
            case "<": result.append("‹")
            case ">": result.append("›")
            default: result.unicodeScalars.append(scalar)
            }
        }
        while result.last == " " { result.removeLast() }
        guard result.count > limit else { return result }
        return keepsEnd ? "…" + result.suffix(limit - 1) : result.prefix(limit - 1) + "…"
    }

    /// Accents that a letter may have one over the other.
    private static let mostMarks = 3
}
