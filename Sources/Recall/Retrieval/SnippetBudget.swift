/// How long each snippet may be: the best hits get room, later ones shrink down to the sentence that answers, so that more
/// distinct evidence fits.
struct SnippetBudget {
    /// Of all snippets with what stands around them.
    let tokens: Int

    /// What one step costs and could say, in tokens.
    struct Need: Sendable, Equatable {
        /// All there is to show.
        var whole: Int
        /// The sentence that answers; a snippet is not cut below it.
        var answer: Int
        /// Its line without the snippet.
        var overhead: Int

        var most: Int { min(whole, SnippetBudget.longest) }
        var least: Int { min(most, max(answer, SnippetBudget.shortest)) }
    }

    /// Tokens of a snippet at most: about 300 characters, of Chinese 75.
    static let longest = 75
    /// Tokens a snippet is not cut below: about 80 characters.
    static let shortest = 20

    /// Tokens of the first snippets, in order; what comes after the last one has no room. What a snippet has beyond its
    /// least falls geometrically, as slowly as the budget allows.
    func lengths(_ needs: [Need]) -> [Int] {
        var count = 0
        var least = 0
        for need in needs {
            least += need.overhead + need.least
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
            let more = min(left, shown[index].most - lengths[index])
            lengths[index] += more
            left -= more
        }
        return lengths
    }

    private static func lengths(_ needs: ArraySlice<Need>, decay: Double) -> [Int] {
        var share = 1.0
        return needs.map { need in
            share *= decay
            return need.least + Int(Double(need.most - need.least) * share)
        }
    }
}
