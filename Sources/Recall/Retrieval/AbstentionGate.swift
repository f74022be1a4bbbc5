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
        let cosines = rows.compactMap(\.candidate.cosine).sorted(by: >)
        let evidence = Evidence(
            nearest: cosines.first ?? 0, fifthNearest: cosines.prefix(5).last ?? 0,
            matched: rows.prefix(Self.judged).map { question.matchedShare(of: $0.terms) }.max() ?? 0,
            absent: question.share { question.frequency(of: $0) == 0 }, documents: question.documents
        )
        let features = Self.features(evidence, question: question, background: background)
        return Verdict(features: features, probability: fit.gate.probability(features), threshold: fit.threshold)
    }

    /// The same for a single item of what was learned: no other row speaks for it.
    func probability(of item: Evidence, question: WeighedQuestion, background: Double?) -> Double {
        fit.gate.probability(Self.features(item, question: question, background: background))
    }

    /// What speaks for an answer.
    struct Evidence {
        /// Cosine of the nearest text and of the fifth nearest.
        var nearest: Double
        var fifthNearest: Double
        /// See `WeighedQuestion.matchedShare`.
        var matched: Double
        /// Share of the question's weight in terms that stand nowhere in what was searched.
        var absent: Double
        /// How many texts there are.
        var documents: Int64
    }

    private static func features(
        _ evidence: Evidence, question: WeighedQuestion, background: Double?
    ) -> Features<GateFeature> {
        var features = Features<GateFeature>()
        // Without knowing how near unrelated texts are, nearness says nothing.
        let known = background == nil ? 0 : question.known
        features[.nearest] = known * evidence.nearest
        features[.fifthNearest] = known * evidence.fifthNearest
        features[.background] = known * (background ?? 0)
        // How far the nearest of so many random texts stands out, in standard deviations.
        features[.memorySize] = known * (2 * logarithm(Double(max(2, evidence.documents)))).squareRoot()
        features[.absent] = evidence.absent
        features[.matched] = (1 - known) * evidence.matched
        features[.han] = (1 - known) * question.hanShare
        return features
    }

    /// How many of the best rows may bring the words.
    private static let judged = 5
}
