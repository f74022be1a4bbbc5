import TextAnalysis

/// What the best rows have in common beyond the question's own words: a row that speaks of the same things belongs to
/// them (pseudo-relevance feedback; Rocchio 1971, with the pool as the collection).
struct Companions: Sendable {
    private let rows: [Set<UInt64>]
    private let inBest: [UInt64: Int]
    private let inAll: [UInt64: Int]

    /// - Parameter texts: of the candidates, best first.
    init(of texts: [String], besides question: TermMatcher) {
        rows = texts.map(question.otherTerms(in:))
        inBest = Self.counts(rows.prefix(Self.best))
        inAll = Self.counts(rows[...])
    }

    /// - Returns: by how much the terms of a row stand out among the best ones; the row itself does not count.
    func strength(of index: Int) -> Double {
        let isBest = index < Self.best
        let others = min(Self.best, rows.count) - (isBest ? 1 : 0)
        guard others > 0 else { return 0 }
        let sum = rows[index].reduce(0.0) { sum, term in
            let count = (inBest[term] ?? 0) - (isBest ? 1 : 0)
            guard count > 0 else { return sum }
            let frequency = Double(inAll[term] ?? 1)
            return sum + Double(min(count, 3)) * logarithm(Double(rows.count + 1) / frequency)
        }
        return sum / Double(others) / Double(max(5, rows[index].count)).squareRoot()
    }

    private static func counts(_ rows: ArraySlice<Set<UInt64>>) -> [UInt64: Int] {
        rows.reduce(into: [:]) { counts, row in
            for term in row { counts[term, default: 0] += 1 }
        }
    }

    private static let best = 5
}

/// How a text's sentences end.
enum SentenceMarks {
    /// Question marks among all ends of sentences, in [0, 1].
    static func shareOfQuestions(in text: String) -> Double {
        var questions = 0
        var ends = 0
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar {
            case "?", "？":
                questions += 1
                ends += 1
            case ".", "!", "。", "！": ends += 1
            default: break
            }
        }
        return Double(questions) / Double(max(1, ends))
    }

    private static let limit = 2000
}
