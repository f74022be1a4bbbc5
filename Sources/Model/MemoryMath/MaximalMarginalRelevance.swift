/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): picks items one by one, each time the one with the
/// greatest `λ·relevance − (1 − λ)·max similarity to what is picked`.
package enum MaximalMarginalRelevance {
    /// - Parameters:
    ///   - relevance: one value in [0, 1] an item.
    ///   - similarity: of two items by index, in [0, 1], symmetric.
    ///   - lambda: in [0, 1]; 1 is relevance only.
    /// - Returns: indices of at most `limit` items in the order picked. Ties keep the given order.
    package static func select(
        relevance: [Double], limit: Int, lambda: Double, similarity: (Int, Int) -> Double
    ) -> [Int] {
        var remaining = Array(relevance.indices)
        var closest = [Double](repeating: 0, count: relevance.count)
        var picked: [Int] = []
        while picked.count < limit, !remaining.isEmpty {
            var best = 0
            var bestGain = -Double.infinity
            for (position, item) in remaining.enumerated() {
                let gain = lambda * relevance[item] - (1 - lambda) * closest[item]
                if gain > bestGain {
                    best = position
                    bestGain = gain
                }
            }
            let choice = remaining.remove(at: best)
            picked.append(choice)
            for item in remaining { closest[item] = max(closest[item], similarity(item, choice)) }
        }
        return picked
    }
}

/// Overlap of two sets, each an ascending list without repetitions: `|a ∩ b| / |a ∪ b|`, 0 for two empty ones.
package func jaccardSimilarity<Element: Comparable>(ascending a: [Element], _ b: [Element]) -> Double {
    var (i, j, common) = (0, 0, 0)
    while i < a.count, j < b.count {
        if a[i] == b[j] {
            (i, j, common) = (i + 1, j + 1, common + 1)
        } else if a[i] < b[j] {
            i += 1
        } else {
            j += 1
        }
    }
    let all = a.count + b.count - common
    return all > 0 ? Double(common) / Double(all) : 0
}
