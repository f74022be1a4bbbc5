import TextAnalysis

/// Terms without a text around them.
enum QueryTermFixture {
    static func word(_ text: String) -> QueryTerm {
        Terms.queryTerms(in: text).first.map { $0 } ?? Terms.queryTerms(in: "x")[0]
    }
}
