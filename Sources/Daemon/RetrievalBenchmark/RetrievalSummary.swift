/// The figures of some questions: a set, a category, a case, or all there are.
package struct RetrievalSummary: Sendable {
    package var questions: Int
    /// Questions with gold; the rankings are measured on these.
    package var answerable: Int
    package var rankings: [RankingName: RankingFigures]
    /// By the score of the recall before a turn: in the own case, and of the same questions in another one.
    package var abstention: AbstentionFigures?
    /// Share of questions with gold, without gold, and asked of another case, before which nothing was handed over.
    package var silentAnswerable: Double?
    package var silentUnanswerable: Double?
    package var silentElsewhere: Double?
    /// Mean tokens handed over before a question with gold, and of one asked of another case.
    package var injectedTokens: Double?
    package var injectedTokensElsewhere: Double?
    package var searching: LatencyFigures?
    package var beforeTurn: LatencyFigures?

    init(_ results: [QuestionResult]) {
        let answered = results.filter { !$0.question.gold.isEmpty }
        let elsewhere = answered.compactMap(\.elsewhere)
        questions = results.count
        answerable = answered.count
        rankings = RankingName.allCases.reduce(into: [:]) { rankings, name in
            rankings[name] = RankingFigures.mean(of: answered.compactMap { $0.figures[name] })
        }
        abstention = AbstentionFigures(
            answered: elsewhere.isEmpty ? [] : answered.map(\.own.score), unanswered: elsewhere.map(\.score))
        silentAnswerable = Self.share(answered.map(\.own.isSilent))
        silentUnanswerable = Self.share(results.filter(\.question.gold.isEmpty).map(\.own.isSilent))
        silentElsewhere = Self.share(elsewhere.map(\.isSilent))
        injectedTokens = Self.mean(answered.map { Double($0.own.tokens) })
        injectedTokensElsewhere = Self.mean(elsewhere.map { Double($0.tokens) })
        searching = LatencyFigures(results.compactMap(\.searching))
        beforeTurn = LatencyFigures(results.compactMap(\.beforeTurn))
    }

    /// A figure by its name in reports; rankings' are those of our own.
    package func value(_ name: String) -> Double? {
        if let figure = RankingFigure(rawValue: name) { return rankings[.memos]?[figure] }
        return named.first { $0.name == name }?.value
    }

    var named: [(name: String, value: Double?)] {
        [
            ("auc", abstention?.area), ("falseInjection", abstention?.falseInjection),
            ("threshold", abstention?.threshold), ("silentAnswerable", silentAnswerable),
            ("silentUnanswerable", silentUnanswerable), ("silentElsewhere", silentElsewhere),
            ("injectedTokens", injectedTokens), ("injectedTokensElsewhere", injectedTokensElsewhere),
        ]
    }

    private static func share(_ values: [Bool]) -> Double? { mean(values.map { $0 ? 1 : 0 }) }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
