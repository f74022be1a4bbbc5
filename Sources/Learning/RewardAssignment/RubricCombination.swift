import MemoryModel

/// How far a model's judgement of an axis goes beside what the rules have seen there.
enum RubricCombination {
    /// - Parameters:
    ///   - rules: with evidence that is hard to argue with: a check's outcome, a person's word.
    ///   - isWay: whether it is the axis of the process, which the rules read off all steps.
    static func axis(
        _ rules: EpisodeScore.Axis?, _ draft: RewardDraft.Axis?, isWay: Bool = false
    ) -> EpisodeScore.Axis? {
        guard let draft else { return rules }
        let opinion = ScoreEvidence(
            rule: rule, value: draft.value, sourceIDs: draft.evidence,
            text: draft.reason.isEmpty ? "A model's judgement." : draft.reason)
        guard let rules else {
            // Nobody and no check has said so: such a judgement is never sure.
            return EpisodeScore.Axis(value: min(max(draft.value, -mostUnproved), mostUnproved), evidence: [opinion])
        }
        let reach = rules.evidence.contains { rated.contains($0.rule) } ? besideRating : besideEvidence
        var value = min(max(draft.value, rules.value - reach), rules.value + reach)
        if isWay, rules.evidence.contains(where: { bounds.contains($0.rule) }) { value = min(value, rules.value) }
        // Whether it went well or badly is what the evidence says.
        if !isWay, rules.value > 0 { value = max(value, leastSure) }
        if !isWay, rules.value < 0 { value = min(value, -leastSure) }
        return EpisodeScore.Axis(value: Bounds.reward(value), evidence: rules.evidence + [opinion])
    }

    static let rule = "model_rubric"
    /// How far a value may be moved where a check or a person's words speak.
    private static let besideEvidence = 0.4
    /// How far where a person has rated the work.
    private static let besideRating = 0.2
    /// The most that a judgement without either can say, in either direction.
    private static let mostUnproved = 0.6
    private static let leastSure = 0.1
    private static let rated: Set<String> = ["explicit_praise", "explicit_complaint"]
    /// Rules by which the way counts for no more than where it led.
    private static let bounds: Set<String> = ["in_vain", "unverified"]
}
