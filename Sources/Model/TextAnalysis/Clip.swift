/// Shortens a text to its head and tail. Lengths are characters as people count them.
package enum Clip {
    /// At most `limit` characters: 55 % head, a marker that says how much is missing, 45 % tail.
    package static func headTail(_ text: String, limit: Int) -> String {
        guard limit > 0 else { return "" }
        guard text.utf8.count > limit else { return text }
        let result = headTail(characters: text, limit: limit)
        // Marks without end can be piled on one character; such a text is measured by what it is made of.
        return result.utf8.count > limit * longestCharacter
            ? headTail(scalars: text.unicodeScalars, limit: limit) : result
    }

    /// In bytes. A family of emoji has 25.
    private static let longestCharacter = 32

    private static func headTail(characters text: String, limit: Int) -> String {
        let total = text.count
        guard total > limit else { return text }
        var cut = total - limit
        // The marker's own length depends on the number in it.
        for _ in 0..<3 { cut = total - (limit - marker(cut).count) }
        let kept = total - cut
        guard kept >= 4 else { return String(text.prefix(limit)) }
        let head = (kept * 55 + 50) / 100
        return text.prefix(head) + marker(cut) + text.suffix(kept - head)
    }

    private static func headTail(scalars: String.UnicodeScalarView, limit: Int) -> String {
        let marker = marker(scalars.count - limit)
        let kept = limit - marker.count
        guard kept >= 4 else { return String(scalars.prefix(limit)) }
        let head = (kept * 55 + 50) / 100
        return String(scalars.prefix(head)) + marker + String(scalars.suffix(kept - head))
    }

    private static func marker(_ count: Int) -> String { "\n…[cut \(count) characters]…\n" }

    /// At most `limit` characters from the start, with `…` as the last one where something is missing.
    static func head(_ text: String, limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let end = text.index(text.startIndex, offsetBy: max(limit, 1), limitedBy: text.endIndex) ?? text.endIndex
        guard end < text.endIndex else { return text }
        return text.prefix(max(limit - 1, 0)) + "…"
    }
}

/// How many tokens a text costs a model, roughly and never below the truth by much: a character of Chinese, Japanese
/// or Korean counts one, four other characters count one.
package enum TokenEstimate {
    package static func count(_ text: String) -> Int {
        var wide = 0
        var other = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2E80...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x1F000...0x3FFFF: wide += 1
            default: other += 1
            }
        }
        return wide + (other + 3) / 4
    }
}
