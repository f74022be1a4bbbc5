#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a ranking is measured by. Raw values are the names in reports and in files of floors.
package enum RankingFigure: String, Sendable, CaseIterable {
    /// Share of the gold messages among the first 5, 10, 20 items.
    case recall5, recall10, recall20
    /// Whether any gold message is among the first ten.
    case any10
    /// 1 / rank of the first item with gold; 0 without one.
    case mrr
    /// Discounted cumulative gain of the first ten beside the best possible one, an item with new gold counting 1
    /// (Järvelin and Kekäläinen 2002).
    case ndcg10
    /// Share of the gold among what fits into so many tokens: whole items.
    case whole500, whole1000, whole2000, whole4000
    /// The same when snippets are handed over.
    case snippet500, snippet1000, snippet2000, snippet4000
}

/// One place of a ranking.
package struct RankedItem: Sendable, Equatable {
    /// Ids of the messages in it.
    package var messages: [String]
    /// Tokens of its whole text.
    package var tokens: Int
    /// Tokens of its snippet, where a ranking makes one.
    package var snippetTokens: Int

    package init(messages: [String], tokens: Int, snippetTokens: Int = 0) {
        self.messages = messages
        self.tokens = tokens
        self.snippetTokens = snippetTokens
    }
}

/// The figures of one question's ranking, or their means over questions.
package struct RankingFigures: Sendable, Equatable {
    package var values: [RankingFigure: Double]

    package init(values: [RankingFigure: Double]) {
        self.values = values
    }

    package subscript(figure: RankingFigure) -> Double? { values[figure] }

    /// - Parameter gold: not empty.
    /// - Parameter hasSnippets: without, nothing is said of them.
    package init(of ranking: [RankedItem], gold: Set<String>, hasSnippets: Bool) {
        var seen: Set<String> = []
        // New gold messages at each place.
        let found = ranking.map { item in
            item.messages.count { gold.contains($0) && seen.insert($0).inserted }
        }
        func recall(_ places: Int) -> Double { Double(found.prefix(places).reduce(0, +)) / Double(gold.count) }
        values = [
            .recall5: recall(5), .recall10: recall(10), .recall20: recall(20),
            .any10: found.prefix(10).contains { $0 > 0 } ? 1 : 0,
            .mrr: found.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0,
            .ndcg10: Self.normalizedGain(found, gold: gold.count),
        ]
        for (figure, tokens) in Self.wholeBudgets {
            values[figure] = recall(Self.places(within: tokens, costs: ranking.map(\.tokens)))
        }
        guard hasSnippets else { return }
        for (figure, tokens) in Self.snippetBudgets {
            values[figure] = recall(Self.places(within: tokens, costs: ranking.map(\.snippetTokens)))
        }
    }

    private static func normalizedGain(_ found: [Int], gold: Int) -> Double {
        let gain = found.prefix(10).enumerated().reduce(0) { $1.element > 0 ? $0 + discount($1.offset) : $0 }
        let best = (0..<min(10, gold)).reduce(0) { $0 + discount($1) }
        return gain / best
    }

    private static func discount(_ place: Int) -> Double { 1 / log2(Double(place + 2)) }

    /// Places of the ranking that fit, in order, up to the first that does not.
    private static func places(within tokens: Int, costs: [Int]) -> Int {
        var left = tokens
        for (place, cost) in costs.enumerated() {
            left -= cost + frameTokens
            if left < 0 { return place }
        }
        return costs.count
    }

    /// What an item costs beside its text: date, id and punctuation.
    package static let frameTokens = 10

    private static let wholeBudgets: [(RankingFigure, Int)] = [
        (.whole500, 500), (.whole1000, 1000), (.whole2000, 2000), (.whole4000, 4000),
    ]
    private static let snippetBudgets: [(RankingFigure, Int)] = [
        (.snippet500, 500), (.snippet1000, 1000), (.snippet2000, 2000), (.snippet4000, 4000),
    ]

    /// The mean over questions; `nil` when there are none.
    package static func mean(of figures: [RankingFigures]) -> RankingFigures? {
        guard let first = figures.first else { return nil }
        return RankingFigures(
            values: first.values.reduce(into: [:]) { means, entry in
                means[entry.key] = figures.reduce(0) { $0 + ($1[entry.key] ?? 0) } / Double(figures.count)
            }
        )
    }
}
