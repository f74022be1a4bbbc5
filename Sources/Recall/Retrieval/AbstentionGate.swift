import Ranking

/// Decides whether anything is said at all: the probability that the best rows help, from features of the whole answer.
struct AbstentionGate {
    let fit: RecallFit

    /// What the gate has found.
    struct Verdict: Sendable {
        var features: Features<GateFeature>
        /// That the best rows help, in (0, 1).
        var probability: Double
        var threshold: Double

    }

    /// - Parameters:
    ///   - rows: those that may be shown, best first.
    ///   - background: cosine of the question to unrelated texts; `nil` without vectors, or not known yet.
    func verdict(on rows: [RowReading.Row], question: WeighedQuestion, background: Double?) -> Verdict {
        let features = Self.features(of: rows, question: question, background: background)
        return Verdict(features: features, probability: fit.gate.probability(features), threshold: fit.threshold)
    }

    /// The same for a single item of what was learned: no other row speaks for it.
    ///
    /// - Parameters:
    ///   - matched: see `WeighedQuestion.matchedShare`.
    ///   - absent: share of the question's weight in terms that stand neither in a trace nor in an item of its kind.
    ///   - documents: how many of its kind there are.
    func probability(
        cosine: Double?, matched: Double, absent: Double, question: WeighedQuestion, background: Double?,
        documents: Int64
    ) -> Double {
        var features = Features<GateFeature>()
        let known = background == nil ? 0 : question.known
        features[.nearest] = known * (cosine ?? 0)
        features[.fifthNearest] = features[.nearest]
        features[.background] = known * (background ?? 0)
        features[.memorySize] = known * Self.chance(documents: documents)
        features[.absent] = absent
        features[.matched] = (1 - known) * matched
        features[.han] = (1 - known) * question.hanShare
        return fit.gate.probability(features)
    }

    /// How far the nearest of so many random texts stands out, in standard deviations: `√(2 ln N)`.
    private static func chance(documents: Int64) -> Double {
        (2 * logarithm(Double(max(2, documents)))).squareRoot()
    }

    private static func features(
        of rows: [RowReading.Row], question: WeighedQuestion, background: Double?
    ) -> Features<GateFeature> {
        var features = Features<GateFeature>()
        // Without knowing how near unrelated texts are, nearness says nothing.
        let known = background == nil ? 0 : question.known
        let cosines = rows.compactMap(\.candidate.cosine).sorted(by: >)
        features[.nearest] = known * (cosines.first ?? 0)
        features[.fifthNearest] = known * (cosines.prefix(5).last ?? 0)
        features[.background] = known * (background ?? 0)
        features[.memorySize] = known * chance(documents: question.documents)
        features[.absent] = question.share { question.frequency(of: $0) == 0 }
        features[.matched] =
            (1 - known)
            * (rows.prefix(judged).map { question.matchedShare(of: $0.terms) }.max() ?? 0)
        features[.han] = (1 - known) * question.hanShare
        return features
    }

    /// How many of the best rows may bring the words.
    private static let judged = 5
}
