import LanguageModels
import MemoryStore
import TextAnalysis

/// How well a skill fits a task that is asked for, by words, by kindred words and by meaning.
///
/// A new task seldom has more than a word or two of what is known of its kind. So what counts is how few skills have a
/// word, not how many words are matched; names of the task's own, which no skill can know, count for little; and one word
/// alone must say much.
struct SkillRanking {
    /// The parts of a fit, each in [0, 1].
    struct Fit {
        /// Share of the task's telling weight in words that the skill has.
        var share = 0.0
        /// The weight of those words, saturating: two rare words are enough.
        var strength = 0.0
        /// How far its words are akin to the task's.
        var kindred = 0.0
        /// How much nearer its meaning is than that of unrelated texts.
        var nearness = 0.0
        /// Words of the task that tell what the skill is for.
        var words = 0

        /// What each part adds to the score.
        var parts: [(name: String, value: Double)] {
            [
                ("share", SkillRanking.shareWeight * share), ("strength", SkillRanking.strengthWeight * strength),
                ("kindred", SkillRanking.kindredWeight * kindred), ("nearness", SkillRanking.nearnessWeight * nearness),
            ]
        }

        var score: Double { parts.reduce(0) { $0 + $1.value } }

        /// The score as a share of the greatest there can be.
        var relevance: Double {
            score
                / (SkillRanking.shareWeight + SkillRanking.strengthWeight + SkillRanking.kindredWeight
                    + SkillRanking.nearnessWeight)
        }

        /// That the skill is one for the task, in (0, 1); a half where it begins to be shown.
        var probability: Double {
            let threshold = words > 1 ? SkillRanking.threshold : SkillRanking.loneThreshold
            return 1 / (1 + exponential(SkillRanking.steepness * (threshold - score)))
        }
    }

    private let question: WeighedQuestion
    /// By the matcher's places; 0 for words that tell nothing.
    private let weights: [Double]
    private let whole: Double

    init(question: WeighedQuestion, statistics: TierStatistics) {
        self.question = question
        // Where there are few, a word that all of them have may tell as much as one of many would.
        let documents = Double(max(statistics.documents, Self.fewestSkills))
        weights = question.matcher.terms.map { term in
            guard term.kind != .han1, term.kind != .number, !term.isStopword else { return 0 }
            let holding = Double(statistics.counts[term.text] ?? 0)
            let rarity = Self.rarity(documents: documents, holding: holding)
            return holding > 0 ? rarity : rarity * (term.isName ? Self.unknownName : Self.unknownWord)
        }
        whole = weights.reduce(0, +)
    }

    /// - Parameters:
    ///   - cues: words that tell what it is for.
    ///   - examples: how people have asked for it, with the names of single tasks.
    ///   - imagined: how a model thinks that people might ask.
    ///   - cosine: to the task; `nil` without vectors.
    ///   - background: cosine of the task to unrelated texts.
    func fit(
        cues: String, examples: String, imagined: String = "", kindred: Double, cosine: Double?, background: Double?
    ) -> Fit {
        let strong = question.matcher.terms(in: cues)
        let weak = question.matcher.terms(in: examples)
        let guessed = imagined.isEmpty ? nil : question.matcher.terms(in: imagined)
        var fit = Fit()
        var sum = 0.0
        for (place, weight) in weights.enumerated() where weight > 0 {
            if strong.contains(place: place) {
                sum += weight
                fit.words += 1
            } else if weak.contains(place: place) {
                sum += weight * Self.exampleShare
            } else if guessed?.contains(place: place) ?? false {
                sum += weight * Self.imaginedShare
            }
        }
        fit.share = whole > 0 ? sum / whole : 0
        fit.strength = sum / (sum + Self.halfStrength)
        fit.kindred = kindred
        if let cosine, let background { fit.nearness = max(0, (cosine - background) / max(0.05, 1 - background)) }
        return fit
    }

    /// Robertson and Spärck Jones's weight as Okapi BM25 uses it, above 0: how much a word tells that so many of all
    /// skills have.
    private static func rarity(documents: Double, holding: Double) -> Double {
        logarithm(1 + (documents - holding + 0.5) / (holding + 0.5))
    }

    /// What words that no skill has count, beside a word of one skill.
    private static let unknownWord = 0.35
    private static let unknownName = 0.175
    /// What a word counts that only examples have.
    private static let exampleShare = 0.4
    /// What a word counts that only a model has thought of: less than what somebody has said.
    private static let imaginedShare = 0.35
    private static let halfStrength = 3.0
    private static let fewestSkills: Int64 = 12
    private static let shareWeight = 0.5
    private static let strengthWeight = 3.0
    private static let kindredWeight = 0.6
    private static let nearnessWeight = 0.6
    private static let threshold = 0.9
    private static let loneThreshold = 2.0
    private static let steepness = 4.0
}
