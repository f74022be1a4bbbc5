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

/// Overlap of two sets: `|a ∩ b| / |a ∪ b|`, 0 for two empty ones.
package func jaccardSimilarity<Element>(_ a: Set<Element>, _ b: Set<Element>) -> Double {
    if a.isEmpty || b.isEmpty { return 0 }
    let common = a.count < b.count ? a.count { b.contains($0) } : b.count { a.contains($0) }
    return Double(common) / Double(a.count + b.count - common)
}
