/// Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): `score(d) = Σ_c 1 / (k + rank_c(d))`.
package enum ReciprocalRankFusion {
    package static let defaultOffset = 60.0

    /// - Parameters:
    ///   - rankings: one list of keys per channel, best first; a key appears at most once a list.
    ///   - offset: `k`, which damps the lead of the first ranks.
    /// - Returns: every key with its fused score, in (0, channels / (offset + 1)].
    package static func scores<Key: Hashable>(
        _ rankings: [[Key]], offset: Double = defaultOffset
    ) -> [Key: Double] {
        var scores: [Key: Double] = [:]
        for ranking in rankings {
            for (index, key) in ranking.enumerated() {
                scores[key, default: 0] += 1 / (offset + Double(index + 1))
            }
        }
        return scores
    }
}
