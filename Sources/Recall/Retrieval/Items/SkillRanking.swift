import LanguageModels
import MemoryStore
import TextAnalysis

/// How well a skill fits a task that is asked for, by words, by kindred words and by meaning.
///
/// A skill is known by all that it says and by how people have asked for it. A new task has a word or two of that, seldom
/// more; so it counts how few skills have a word, not how many words are matched, and names of the task's own, which no
/// skill can know, count for little.
struct SkillRanking {
    /// The parts of a fit, each in [0, 1].
    struct Fit {
        /// Share of the task's telling weight in words that the skill has.
        var share = 0.0
        /// The same as a sum that saturates: two rare words are enough.
        var strength = 0.0
        /// How far its words are akin to the task's.
        var kindred = 0.0
        /// How much nearer its meaning is than that of unrelated texts.
        var nearness = 0.0
        /// Words of it that the task has.
        var words = 0

        var score: Double {
            SkillRanking.shareWeight * share + SkillRanking.strengthWeight * strength
                + SkillRanking.kindredWeight * kindred + SkillRanking.nearnessWeight * nearness
        }

        /// That the skill is one for the task, in (0, 1).
        var probability: Double {
            1 / (1 + exponential(SkillRanking.steepness * (SkillRanking.threshold - score)))
        }
    }

    private let question: WeighedQuestion
    /// By the matcher's places; 0 for words that tell nothing.
    private let weights: [Double]
    private let whole: Double

    init(question: WeighedQuestion, statistics: TierStatistics) {
        self.question = question
        let documents = Double(statistics.documents)
        weights = question.matcher.terms.map { term in
            guard term.kind != .han1, term.kind != .number, !term.isStopword else { return 0 }
            let holding = Double(statistics.counts[term.text] ?? 0)
            let rarity = Self.rarity(documents: documents, holding: holding)
            return holding > 0 ? rarity : rarity * Self.unknown * (term.isName ? 0.5 : 1)
        }
        whole = weights.reduce(0, +)
    }

    func fit(of text: String, kindred: Double, cosine: Double?, background: Double?) -> Fit {
        let terms = question.matcher.terms(in: text)
        var fit = Fit()
        var sum = 0.0
        for (place, weight) in weights.enumerated() where weight > 0 && terms.contains(place: place) {
            sum += weight
            fit.words += 1
        }
        fit.share = whole > 0 ? sum / whole : 0
        fit.strength = sum / (sum + Self.halfStrength)
        fit.kindred = kindred
        if let cosine, let background { fit.nearness = max(0, (cosine - background) / max(0.05, 1 - background)) }
        return fit
    }

    /// Okapi's: how much a word tells that so many of all skills have.
    private static func rarity(documents: Double, holding: Double) -> Double {
        logarithm(1 + (documents - holding + 0.5) / (holding + 0.5))
    }

    /// Words that no skill has count a part of what a word of one skill does.
    private static let unknown = 0.35
    private static let halfStrength = 3.0
    private static let shareWeight = 1.0
    private static let strengthWeight = 1.0
    private static let kindredWeight = 0.6
    private static let nearnessWeight = 1.0
    private static let threshold = 0.8
    private static let steepness = 8.0
}
