package import TextAnalysis

/// A term of a question and how telling it is.
package struct FacetTerm: Sendable {
    package let term: QueryTerm
    /// Above 0, as the keyword channel weighs it.
    package let weight: Double

    package init(term: QueryTerm, weight: Double) {
        self.term = term
        self.weight = weight
    }
}

/// Divides a question into facets: its sentences that ask something, the members of a list or comparison, the named
/// things. What the members have in common belongs to each of them.
package enum Facets {
    package static let maximumCount = 6

    /// - Parameters:
    ///   - text: the question the terms were taken from; their ranges are its bytes.
    ///   - terms: those that count, without stop words.
    /// - Returns: one facet for a question of one part, none without terms.
    package static func of(_ text: String, terms: [FacetTerm]) -> [Facet] {
        let terms = terms.filter { $0.weight > 0 }
        guard !terms.isEmpty else { return [] }
        var text = text
        let groups = text.withUTF8 { bytes -> [[FacetTerm]] in
            let lexemes = Lexemes(bytes, limit: Lexemes.questionBytes)
            return lexemes.items.withUnsafeBufferPointer { items in
                FacetDivision(items: items, terms: terms).groups()
            }
        }
        let facets = distinct(groups)
        return facets.count > 1 ? facets : [facet(terms)]
    }

    private static func facet(_ terms: [FacetTerm]) -> Facet {
        Facet(terms: Set(terms.map(\.term.text)), weight: terms.reduce(0) { $0 + $1.weight })
    }

    /// In order, without those whose terms are all in another; the heaviest when there are too many.
    private static func distinct(_ groups: [[FacetTerm]]) -> [Facet] {
        let all = groups.filter { !$0.isEmpty }.map(facet)
        var kept: [Facet] = []
        for (index, candidate) in all.enumerated() {
            let isWithin = all.enumerated().contains { other, facet in
                other != index && candidate.terms.isSubset(of: facet.terms)
                    && (candidate.terms != facet.terms || other < index)
            }
            if !isWithin { kept.append(candidate) }
        }
        guard kept.count > maximumCount else { return kept }
        let heaviest = kept.indices.sorted { (kept[$0].weight, -$0) > (kept[$1].weight, -$1) }.prefix(maximumCount)
        return heaviest.sorted().map { kept[$0] }
    }
}
