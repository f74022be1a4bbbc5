import Testing
import TextAnalysis

@testable import Retrieval

/// When a recall stays silent.
struct AbstentionGateTests {
    private func gate(_ question: String, common: Set<String> = []) -> AbstentionGate {
        let terms = Terms.queryTerms(in: question).filter { !$0.isStopword }
        let counts = Dictionary(terms.map { ($0.text, common.contains($0.text) ? Int64(500) : 2) }) { $1 }
        return AbstentionGate(terms: terms, weights: TermWeights(counts: counts, documents: 1000))
    }

    @Test(arguments: [
        ("release branch of the parser", "release branch parser", true),
        ("release branch of the parser", "release", false),
        ("release branch of the parser", "", false), ("release branch of the parser", "release branch", true),
        ("maple", "maple", true), ("maple birch", "maple", true), ("maple birch oak elm", "maple", false),
        ("maple birch oak elm", "maple birch", true), ("maple birch oak elm ash fir yew", "maple", false),
        ("maple birch oak elm ash fir yew larch", "maple birch", true),
        ("maple birch oak elm ash fir yew larch alder", "maple birch", false),
        ("what of parse_config_file here maple birch", "parse_config_file", true),
    ])
    func enoughOfTheQuestionMustBeCovered(question: String, text: String, speaks: Bool) {
        let gate = gate(question)
        let evidence = gate.evidence(in: Set(Terms.terms(in: text).map(\.text)))
        #expect((0...1.000001).contains(evidence.coverage))
        #expect((gate.reasonToAbstain(evidence) == nil) == speaks, "\(evidence)")
    }

    @Test func commonWordsCoverLessThanRareOnes() {
        let gate = gate("maple birch", common: ["mapl"])
        let common = gate.evidence(in: ["mapl"]).coverage
        let rare = gate.evidence(in: ["birch"]).coverage
        #expect(common < rare)
        #expect(abs(common + rare - 1) < 1e-9)
    }

    @Test func aSingleHanCharacterIsNoMatchOfItsOwn() {
        let gate = gate("数据库在哪里")
        #expect(gate.evidence(in: ["数"]).matched == 0)
        #expect(gate.evidence(in: ["数据"]).matched == 1)
    }
}
