import MemoryMath
import QuestionReading
import Ranking
import TextAnalysis

/// Picks the hits among the best rows: no near repetitions; and for a question of several parts, hits on each of them
/// before the tenth on one.
struct Diversity {
    let question: WeighedQuestion
    let options: RecallOptions

    /// A row that may be shown.
    struct Row {
        var text: String
        /// Those of the question that it has.
        var terms: TermMatcher.Set
        /// In [0, 1].
        var relevance: Double
    }

    /// - Parameter rows: best first.
    /// - Returns: indices in the order picked.
    func pick(_ rows: [Row], limit: Int) -> [Int] {
        let words = rows.map { TermMatcher.hashes(in: $0.text) }
        // What says the same again comes when there is nothing else.
        let (first, again) = Self.firstAndAgain(words)
        let picked = pick(first.map { rows[$0] }, words: first.map { words[$0] }, limit: limit)
        return picked.map { first[$0] } + again.prefix(limit - picked.count)
    }

    private func pick(_ rows: [Row], words: [[UInt64]], limit: Int) -> [Int] {
        let facets = facets
        guard facets.count > 1 else {
            return MaximalMarginalRelevance.select(
                relevance: rows.map(\.relevance), limit: limit, lambda: options.mmrLambda
            ) { Self.redundancy(words[$0], words[$1]) }
        }
        // The same weighing of relevance against repetition, with relevance counting whole.
        let coverage = FacetCoverage(
            facets: facets, coverageWeight: options.fit.coverage,
            redundancyWeight: options.mmrLambda > 0 ? (1 - options.mmrLambda) / options.mmrLambda : 1
        )
        let degrees = rows.map { row in
            coverage.degrees(of: question.matcher.texts(of: row.terms)) { question.weightOfTerm[$0] ?? 0 }
        }
        return coverage.select(relevance: rows.map(\.relevance), degrees: degrees, limit: limit) {
            Self.redundancy(words[$0], words[$1])
        }
    }

    /// Rows that say something first, and those that repeat one of them.
    private static func firstAndAgain(_ words: [[UInt64]]) -> (first: [Int], again: [Int]) {
        var first: [Int] = []
        var again: [Int] = []
        for index in words.indices {
            let isAgain = first.contains { jaccardSimilarity(ascending: words[$0], words[index]) >= sameness }
            if isAgain { again.append(index) } else { first.append(index) }
        }
        return (first, again)
    }

    /// Overlap from which two texts say the same.
    private static let sameness = 0.9

    private var facets: [Facet] {
        Facets.of(
            question.text,
            terms: zip(question.matcher.terms, question.weights).map { FacetTerm(term: $0, weight: $1) }
        )
    }

    /// Only near repetition counts as redundancy: two lines about one thing are both welcome.
    private static func redundancy(_ a: [UInt64], _ b: [UInt64]) -> Double {
        max(0, jaccardSimilarity(ascending: a, b) - 0.5) * 2
    }
}
