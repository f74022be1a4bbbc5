import MemoryMath
import QuestionReading
import Ranking
import TextAnalysis

/// Picks the hits among the best rows: no near repetitions; and for a question of several parts, hits on each of them
/// before the tenth on one.
struct Diversity {
    let question: WeighedQuestion
    let analysed: AnalysedQuery
    let options: RecallOptions

    /// - Parameter rows: texts with their relevance in [0, 1], best first.
    /// - Returns: indices in the order picked.
    func pick(_ rows: [(text: String, relevance: Double)], limit: Int) -> [Int] {
        let all = rows.map { Set(Terms.terms(in: $0.text).map(\.text)) }
        // What says the same again comes when there is nothing else.
        let (first, again) = Self.firstAndAgain(all)
        let picked = pick(terms: first.map { all[$0] }, relevance: first.map { rows[$0].relevance }, limit: limit)
        return picked.map { first[$0] } + again.prefix(limit - picked.count)
    }

    private func pick(terms: [Set<String>], relevance: [Double], limit: Int) -> [Int] {
        let facets = facets
        guard facets.count > 1 else {
            return MaximalMarginalRelevance.select(
                relevance: relevance, limit: limit, lambda: options.mmrLambda
            ) { Self.redundancy(terms[$0], terms[$1]) }
        }
        // The same weighing of relevance against repetition, with relevance counting whole.
        let coverage = FacetCoverage(
            facets: facets, coverageWeight: options.fit.coverage,
            redundancyWeight: options.mmrLambda > 0 ? (1 - options.mmrLambda) / options.mmrLambda : 1
        )
        let weights = Dictionary(zip(question.matcher.terms.map(\.text), question.weights)) { first, _ in first }
        return coverage.select(
            relevance: relevance, degrees: terms.map { coverage.degrees(of: $0) { weights[$0] ?? 0 } }, limit: limit
        ) { Self.redundancy(terms[$0], terms[$1]) }
    }

    /// Rows that say something first, and those that repeat one of them.
    private static func firstAndAgain(_ terms: [Set<String>]) -> (first: [Int], again: [Int]) {
        var first: [Int] = []
        var again: [Int] = []
        for index in terms.indices {
            let isAgain = first.contains { jaccardSimilarity(terms[$0], terms[index]) >= sameness }
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
    private static func redundancy(_ a: Set<String>, _ b: Set<String>) -> Double {
        max(0, jaccardSimilarity(a, b) - 0.5) * 2
    }
}
