/// How long each snippet may be: the best hits get room, later ones shrink down to a sentence, so that more distinct
/// evidence fits.
struct SnippetBudget {
    /// Of all snippets with what stands around them.
    let tokens: Int

    /// What one item costs and could say.
    struct Need: Sendable, Equatable {
        /// Tokens of all there is to show.
        var whole: Int
        /// Tokens of its line without the snippet.
        var overhead: Int
    }

    /// Tokens of the best hit's snippet at most: about 300 characters, of Chinese 75.
    static let longest = 75
    /// Tokens a snippet is not cut below: about 80 characters.
    static let shortest = 20

    /// Tokens of the first items' snippets, in order; items beyond the last one have no room. Each is whole or has at
    /// least `shortest` tokens; lengths fall geometrically, as slowly as the budget allows.
    func lengths(_ needs: [Need]) -> [Int] {
        var count = 0
        var least = 0
        for need in needs {
            least += need.overhead + min(need.whole, Self.shortest)
            if least > tokens { break }
            count += 1
        }
        let shown = needs.prefix(count)
        let overhead = shown.reduce(0) { $0 + $1.overhead }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<20 {
            let middle = (low + high) / 2
            if overhead + Self.lengths(shown, decay: middle).reduce(0, +) <= tokens {
                low = middle
            } else {
                high = middle
            }
        }
        var lengths = Self.lengths(shown, decay: low)
        var left = tokens - overhead - lengths.reduce(0, +)
        for index in lengths.indices where left > 0 {
            let more = min(left, min(shown[index].whole, Self.longest) - lengths[index])
            if more > 0 {
                lengths[index] += more
                left -= more
            }
        }
        return lengths
    }

    private static func lengths(_ needs: ArraySlice<Need>, decay: Double) -> [Int] {
        var room = Double(longest - shortest)
        return needs.map { need in
            room *= decay
            return min(need.whole, shortest + Int(room))
        }
    }
}
