import MemoryModel
import TextAnalysis

/// Decides that nothing fits. Its evidence is coverage, the share of the query's weight that a trace's words make up, and
/// how near the nearest trace is in meaning.
///
/// A single shared word in a long question is chance; most of a question's weight is not.
struct AbstentionGate {
    let terms: [QueryTerm]
    let weights: TermWeights

    struct Evidence {
        var coverage: Double
        var matched: Int
        var matchedNames: Int
        /// Cosine to the nearest trace that would be shown, of a model that can be trusted.
        var similarity: Double?
    }

    /// - Parameter text: the terms of a trace.
    func evidence(in text: Set<String>) -> Evidence {
        var total = 0.0
        var evidence = Evidence(coverage: 0, matched: 0, matchedNames: 0)
        for term in terms {
            let weight = weights.weight(term)
            total += weight
            guard text.contains(term.text) else { continue }
            evidence.coverage += weight
            if term.kind != .han1 { evidence.matched += 1 }
            if term.isName { evidence.matchedNames += 1 }
        }
        if total > 0 { evidence.coverage /= total }
        return evidence
    }

    /// `nil` when the evidence is good enough to speak.
    func reasonToAbstain(_ evidence: Evidence) -> String? {
        if let similarity = evidence.similarity, similarity >= Self.similarity { return nil }
        let needed = evidence.matched >= 2 || evidence.matchedNames > 0 ? Self.coverage : Self.coverageOfOneWord
        return evidence.coverage < needed ? "nothing covers enough of the question" : nil
    }

    private static let coverage = 0.25
    private static let coverageOfOneWord = 0.4
    /// Unrelated texts come this near once in a thousand times.
    private static let similarity = 0.55
    /// Trust in a model, times the known share of the question, from which its similarities are evidence.
    static let trusted = 0.8
}
