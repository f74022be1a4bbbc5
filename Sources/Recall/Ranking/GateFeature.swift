/// What is known of a whole answer: whether its best rows help. All of it has an absolute meaning; the memory's mean and
/// deviation are not among it, for they tell memories apart and not answers.
///
/// `k` is how much the model can be trusted with this question, in [0, 1].
package enum GateFeature: Int, FeatureName {
    /// `k` · cosine of the nearest row.
    case nearest
    /// `k` · cosine of the fifth nearest row.
    case fifthNearest
    /// `k` · cosine of the question to unrelated texts.
    case background
    /// `k` · √(2 ln N): how far the nearest of N random rows stands out by chance.
    case memorySize
    /// Share of the question's weight in terms that stand nowhere in the memory.
    case absent
    /// `(1 − k) · m / (n + 2)`, where m of the question's n terms stand in one of the best rows: a share that two words
    /// of two do not make whole.
    case matched
    /// `1 − k`, for a question in Han characters the share of them: to be read by words alone.
    case han

    package var meaning: String {
        switch self {
        case .nearest: "how near the nearest memory is in meaning"
        case .fifthNearest: "how near the fifth nearest memory is in meaning"
        case .background: "how near unrelated texts are in meaning"
        case .memorySize: "how near one of so many memories is by chance"
        case .absent: "words of the question that stand nowhere in the memory"
        case .matched: "words of the question that stand in one of the best memories"
        case .han: "a question in Chinese characters, read by words alone"
        }
    }
}
