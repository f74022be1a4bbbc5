import MemoryModel
import Testing
import TextAnalysis

@testable import Retrieval

/// Which of the best rows are shown.
struct DiversityTests {
    private func pick(_ question: String, _ rows: [(String, Double)], limit: Int) -> [Int] {
        let query = RecallQuery(
            entry: .toolDriven, text: question, scope: .home, at: 0, topK: TopK(), mayAbstain: false)
        let analysed = AnalysedQuery(query)
        let counts = Dictionary(analysed.terms.map { ($0.text, Int64(3)) }) { first, _ in first }
        let weighed = WeighedQuestion(analysed, weights: TermWeights(counts: counts, documents: 1000), meaning: nil)
        return Diversity(question: weighed, options: RecallOptions())
            .pick(
                rows.map {
                    Diversity.Row(text: $0.0, terms: weighed.matcher.terms(in: $0.0), relevance: $0.1)
                }, limit: limit)
    }

    @Test func whatSaysTheSameAgainComesWhenThereIsNothingElse() {
        let rows = [
            ("Run make check-gateway for the tests.", 1.0), ("Run make check-gateway for the tests.", 0.99),
            ("The gateway needs GATEWAY_STUB=1.", 0.05),
        ]
        #expect(pick("How do I run the tests of the gateway?", rows, limit: 2) == [0, 2])
        #expect(pick("How do I run the tests of the gateway?", rows, limit: 3) == [0, 2, 1])
    }

    @Test func eachPartOfAQuestionHasAHitBeforeOneHasMany() {
        let rows = [
            ("Postgres listens on port 5432 in staging.", 1.0), ("The postgres port was moved to 5433.", 0.98),
            ("Nobody changes the postgres port.", 0.97), ("Redis is maintained by Ana.", 0.95),
        ]
        let picked = pick("Which port does Postgres have? Who maintains Redis?", rows, limit: 2)
        #expect(picked.contains(3))
    }

    @Test func nothingGivesNothing() {
        #expect(pick("x", [], limit: 5).isEmpty)
        #expect(pick("parser", [("parser", 1)], limit: 0).isEmpty)
    }
}
