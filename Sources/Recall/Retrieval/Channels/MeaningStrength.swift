/// From similarities to strengths that can be added to those of words. Pure.
///
/// One fixed mixture of words and meaning loses everywhere: where the question's words are found, a vector adds noise;
/// where they are not, it is all there is. So a hit counts by how far it stands out from the memory as a whole, and the
/// channel by how much of the question the words have left open and how much of it the model understands.
struct MeaningStrength: Sendable {
    /// Weight of meaning beside words, whose best hit has strength 1.
    let weight: Double

    /// - Parameters:
    ///   - findings: similarities of the nearest traces.
    ///   - answered: share of the question's weight that the best hit by words makes up, in [0, 1].
    /// - Returns: by row, positive: `weight · (1 − b · answered) · known⁴ · trust · max(0, z − t)`, where `z` is the
    ///   similarity in standard deviations above the mean of the memory and `t` that of the last hit of a full list.
    func strengths(of findings: VectorChannel.Findings, answered: Double) -> [Int64: Double] {
        let scale =
            weight * (1 - Self.deference * answered) * findings.trust
            * findings.known * findings.known * findings.known * findings.known
        guard scale > 0, let (mean, deviation) = Self.spread(of: findings) else { return [:] }
        let standard = findings.traces.map { ($0.score - mean) / deviation }
        let floor = standard.count < VectorChannel.limit ? 1 : max(1, standard[VectorChannel.limit - 1])
        var strengths: [Int64: Double] = [:]
        for (hit, z) in zip(findings.traces, standard) where z > floor { strengths[hit.row] = scale * (z - floor) }
        return strengths
    }

    /// Mean and deviation of the similarity, with the weight of ten traces of an ordinary memory: those of three traces
    /// say nothing.
    private static func spread(of findings: VectorChannel.Findings) -> (mean: Double, deviation: Double)? {
        guard findings.sampled > 0 else { return nil }
        let count = Double(findings.sampled)
        let mean = (count * findings.mean + priorCount * priorMean) / (count + priorCount)
        let variance =
            (count * findings.deviation * findings.deviation + priorCount * priorDeviation * priorDeviation)
            / (count + priorCount)
        return (mean, variance.squareRoot())
    }

    /// How much of its weight meaning gives up when words answer the whole question.
    private static let deference = 0.5
    private static let priorCount = 10.0
    /// Similarity of unrelated texts to all-MiniLM-L6-v2, and its standard deviation.
    private static let priorMean = 0.15
    private static let priorDeviation = 0.11
}
