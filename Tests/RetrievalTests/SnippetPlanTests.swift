import MemoryModel
import MemoryTestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// How a block's budget is shared out.
@Suite struct SnippetPlanTests {
    private func hit(
        _ number: Int, _ text: String, session: String = "s", turn: String? = nil, row: Int64 = 0
    ) -> RecallHit {
        RecallHit(
            trace: Trace(
                id: TraceID("tr_\(number)"), sessionID: SessionID(session), episodeID: EpisodeID("e"),
                turnID: TurnID(turn ?? "t\(number)"), step: number, kind: .answer, at: TestClock.start,
                owner: Namespace(agentKind: "claude"), userText: text, agentText: ""),
            row: row, score: 1, snippet: "")
    }

    @Test("lengths fall from the best to the last, none below a sentence, all together within the budget")
    func lengths() {
        let needs = Array(repeating: SnippetBudget.Need(whole: 500, answer: 10, overhead: 12), count: 60)
        for tokens in [0, 31, 32, 100, 600, 2000, 100_000] {
            let lengths = SnippetBudget(tokens: tokens).lengths(needs)
            #expect(lengths.count == min(60, tokens / (12 + SnippetBudget.shortest)))
            #expect(lengths.reduce(0) { $0 + $1 + 12 } <= tokens)
            #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 >= $1 })
            #expect(lengths.allSatisfy { $0 >= SnippetBudget.shortest && $0 <= SnippetBudget.longest })
        }
        #expect(SnippetBudget(tokens: -5).lengths(needs).isEmpty)
    }

    @Test("short texts are whole and leave their room to others")
    func shortTexts() {
        let needs = [10, 500, 5, 500].map { SnippetBudget.Need(whole: $0, answer: 30, overhead: 10) }
        let lengths = SnippetBudget(tokens: 160).lengths(needs)
        #expect(lengths[0] == 10)
        #expect(lengths[2] == 5)
        #expect(lengths[1] > lengths[3])
        #expect(lengths.reduce(40, +) == 160)
        #expect(lengths[3] >= 30)
    }

    @Test("steps of one turn, and turns side by side, become one item in the order they happened")
    func joined() {
        let hits = [
            hit(5, "The second line of the pair.", row: 41), hit(9, "Far away.", row: 70),
            hit(4, "The first line of the pair.", row: 40), hit(1, "Another session.", session: "z", row: 42),
        ]
        let items = SnippetPlan(tokens: 500).items(for: hits, weights: [:])
        #expect(items.map { $0.ids.map(\.rawValue) } == [["tr_4", "tr_5"], ["tr_9"], ["tr_1"]])
        #expect(items[0].text == "The first line of the pair. → The second line of the pair.")
        let steps = (0..<7).map { hit($0, "Step number \($0) of it.", turn: "same") }
        #expect(SnippetPlan(tokens: 500).items(for: steps, weights: [:]).map(\.ids.count) == [3, 3, 1])
    }

    @Test("a sentence that has been shown is not shown again; its line stays")
    func repeated() {
        let sentence = "The release branch of the parser is called maple-42 since March."
        let hits = [
            hit(0, sentence), hit(1, sentence.uppercased()), hit(2, sentence + " It was cut on a Monday morning."),
        ]
        let items = SnippetPlan(tokens: 500).items(for: hits, weights: ["maple-42": 1])
        #expect(items.map(\.text) == [sentence, "(said above)", "…It was cut on a Monday morning."])
    }

    @Test("many lines in Chinese and in English keep to the budget nearly")
    func planned() {
        let english = (0..<30).map { number in
            hit(number, (0..<20).map { "Line \($0) of note \(number) is about the parser." }.joined(separator: " "))
        }
        let chinese = (30..<60).map { number in
            hit(number, (0..<20).map { "第\(number)条记录的第\($0)行说的是解析器。" }.joined())
        }
        let items = SnippetPlan(tokens: 1500).items(for: english + chinese, weights: ["parser": 1, "解析": 1])
        let spent = items.reduce(0) { $0 + TokenEstimate.count($1.text) + 9 }
        #expect(items.count > 30)
        #expect(spent <= 1600)
        #expect(spent >= 900)
    }
}
