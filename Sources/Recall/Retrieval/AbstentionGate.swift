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
    ///   - rows: those that would be shown, best first.
    ///   - meaning: `nil` without vectors.
    func verdict(
        on rows: some Collection<RowReading.Row>, question: WeighedQuestion, meaning: VectorChannel.Findings?
    ) -> Verdict {
        let features = Self.features(of: rows, question: question, meaning: meaning)
        return Verdict(features: features, probability: fit.gate.probability(features), threshold: fit.threshold)
    }

    private static func features(
        of rows: some Collection<RowReading.Row>, question: WeighedQuestion, meaning: VectorChannel.Findings?
    ) -> Features<GateFeature> {
        var features = Features<GateFeature>()
        // Without knowing how near unrelated texts are, nearness says nothing.
        let known = meaning?.background == nil ? 0 : question.known
        if let meaning, let background = meaning.background {
            features[.nearest] = known * (meaning.traces.first?.score ?? 0)
            features[.fifthNearest] = known * (meaning.traces.prefix(5).last?.score ?? 0)
            features[.background] = known * background
        }
        features[.memorySize] = known * (2 * logarithm(Double(max(2, question.documents)))).squareRoot()
        features[.absent] = question.absent
        features[.matched] = (1 - known) * (rows.map { question.matchedShare(of: $0.terms) }.max() ?? 0)
        features[.han] = (1 - known) * question.hanShare
        return features
    }
}
