/// A part of a question that wants evidence of its own.
package struct Facet: Sendable, Equatable {
    /// Terms as `Terms` makes them.
    package let terms: Set<String>
    /// The sum of its terms' weights.
    package let weight: Double

    package init(terms: Set<String>, weight: Double) {
        self.terms = terms
        self.weight = weight
    }
}
