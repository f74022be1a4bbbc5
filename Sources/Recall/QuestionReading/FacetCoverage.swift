/// Picks items for a question of several facets, so that ten hits on one of them do not leave the others without any.
///
/// A facet is covered by its best item so far (facility location, a submodular function; Lin and Bilmes, ACL 2011), which
/// greedy choice maximises to within 1 − 1/e (Nemhauser, Wolsey and Fisher 1978). Used in the place of maximal marginal
/// relevance.
package struct FacetCoverage: Sendable {
    private let facets: [Facet]
    /// Weight of each facet, all together 1.
    private let shares: [Double]
    private let coverageWeight: Double
    private let redundancyWeight: Double

    /// - Parameters:
    ///   - coverageWeight: λ, from 0. What the whole question newly covered counts beside a relevance of 1.
    ///   - redundancyWeight: what a repetition costs, in [0, 1].
    package init(facets: [Facet], coverageWeight: Double, redundancyWeight: Double) {
        self.facets = facets
        let whole = facets.reduce(0) { $0 + $1.weight }
        shares = facets.map { whole > 0 ? $0.weight / whole : 0 }
        self.coverageWeight = coverageWeight
        self.redundancyWeight = redundancyWeight
    }

    /// How much of each facet an item with these terms has, by weight of terms.
    ///
    /// - Parameter weight: of a term; what is not above 0 counts nothing.
    /// - Returns: one value in [0, 1] a facet.
    package func degrees(of terms: Set<String>, weight: (String) -> Double) -> [Double] {
        facets.map { facet in
            var whole = 0.0
            var found = 0.0
            for term in facet.terms {
                let weight = max(0, weight(term))
                whole += weight
                if terms.contains(term) { found += weight }
            }
            return whole > 0 ? found / whole : 0
        }
    }

    /// Each time the item with the greatest
    /// `relevance + λ · Σ share(f) · max(0, degree(f) − covered(f)) − ρ · max similarity to what is picked`.
    ///
    /// - Parameters:
    ///   - relevance: one value in [0, 1] an item.
    ///   - degrees: of each item, as `degrees(of:weight:)` gives them.
    ///   - similarity: of two items by index, in [0, 1], symmetric.
    /// - Returns: indices of at most `limit` items in the order picked. Ties keep the given order.
    package func select(
        relevance: [Double], degrees: [[Double]], limit: Int, similarity: (Int, Int) -> Double
    ) -> [Int] {
        var remaining = Array(relevance.indices)
        var closest = [Double](repeating: 0, count: relevance.count)
        var covered = [Double](repeating: 0, count: facets.count)
        var picked: [Int] = []
        while picked.count < limit, !remaining.isEmpty {
            var best = 0
            var bestGain = -Double.infinity
            for (position, item) in remaining.enumerated() {
                let gain =
                    relevance[item] + coverageWeight * newlyCovered(degrees, item, beyond: covered)
                    - redundancyWeight * closest[item]
                if gain > bestGain {
                    best = position
                    bestGain = gain
                }
            }
            let choice = remaining.remove(at: best)
            picked.append(choice)
            for (facet, degree) in (degrees.indices.contains(choice) ? degrees[choice] : []).enumerated()
            where facet < covered.count {
                covered[facet] = max(covered[facet], degree)
            }
            for item in remaining { closest[item] = max(closest[item], similarity(item, choice)) }
        }
        return picked
    }

    private func newlyCovered(_ degrees: [[Double]], _ item: Int, beyond covered: [Double]) -> Double {
        guard degrees.indices.contains(item) else { return 0 }
        var sum = 0.0
        for (facet, degree) in degrees[item].enumerated() where facet < covered.count {
            sum += shares[facet] * max(0, degree - covered[facet])
        }
        return sum
    }
}
