import JSONText
import MemoryModel
import RetrievalBenchmark
import Testing

@Suite struct FiguresTests {
    private func ranking(_ ids: [String], tokens: Int = 90, snippetTokens: Int = 40) -> [RankedItem] {
        ids.map { RankedItem(messages: [$0], tokens: tokens, snippetTokens: snippetTokens) }
    }

    private func near(_ value: Double?, _ expected: Double) -> Bool { value.map { abs($0 - expected) < 1e-9 } ?? false }

    @Test("recall counts each gold message once")
    func recall() {
        let figures = RankingFigures(
            of: ranking(["x", "a", "a", "y", "z", "w", "b"]), gold: ["a", "b", "c", "d"], hasSnippets: true)
        #expect(near(figures[.recall5], 0.25))
        #expect(near(figures[.recall10], 0.5))
        #expect(near(figures[.any10], 1))
        #expect(near(figures[.mrr], 0.5))
    }

    @Test("the gain is discounted by the logarithm of the rank")
    func gain() {
        let perfect = RankingFigures(of: ranking(["a", "b", "x"]), gold: ["a", "b"], hasSnippets: true)
        #expect(near(perfect[.ndcg10], 1))
        let third = RankingFigures(of: ranking(["x", "y", "a"]), gold: ["a"], hasSnippets: true)
        #expect(near(third[.ndcg10], 0.5))
        let late = RankingFigures(of: ranking(Array(repeating: "x", count: 10) + ["a"]), gold: ["a"], hasSnippets: true)
        #expect(near(late[.ndcg10], 0))
        #expect(near(late[.recall20], 1))
    }

    @Test("a budget is filled in order, up to the first item that does not fit")
    func budgets() {
        // 100 tokens an item with its frame, 50 as a snippet.
        let items = ranking(["1", "2", "3", "4", "a", "6", "7", "8", "9", "b", "c"])
        let figures = RankingFigures(of: items, gold: ["a", "b", "c", "d"], hasSnippets: true)
        #expect(near(figures[.whole500], 0.25))
        #expect(near(figures[.whole1000], 0.5))
        #expect(near(figures[.whole2000], 0.75))
        #expect(near(figures[.snippet500], 0.5))
        var long = items
        long[0].tokens = 495
        #expect(near(RankingFigures(of: long, gold: ["a"], hasSnippets: true)[.whole500], 0))
    }

    @Test("a ranking without snippets has no figures of them, also when it is empty")
    func noSnippets() {
        let figures = RankingFigures(of: [], gold: ["a"], hasSnippets: false)
        #expect(figures[.snippet2000] == nil)
        #expect(near(figures[.recall10], 0))
        #expect(near(figures[.mrr], 0))
    }

    @Test("means are taken over questions")
    func means() throws {
        let one = RankingFigures(of: ranking(["a"]), gold: ["a"], hasSnippets: true)
        let none = RankingFigures(of: [], gold: ["a"], hasSnippets: true)
        #expect(near(RankingFigures.mean(of: [one, none])?[.recall5], 0.5))
        #expect(RankingFigures.mean(of: []) == nil)
    }

    @Test("the area is 1 when scores separate, ½ when they say nothing, and ties count half")
    func area() throws {
        #expect(try #require(AbstentionFigures(answered: [3, 4], unanswered: [1, 2])).area == 1)
        #expect(try #require(AbstentionFigures(answered: [1, 2], unanswered: [3, 4])).area == 0)
        #expect(try #require(AbstentionFigures(answered: [1, 1], unanswered: [1, 1, 1])).area == 0.5)
        #expect(try #require(AbstentionFigures(answered: [1, 3], unanswered: [1, 2])).area == 0.625)
        #expect(AbstentionFigures(answered: [1], unanswered: []) == nil)
    }

    @Test("false injection is counted where nine tenths of the answered are kept")
    func falseInjection() throws {
        let answered = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(Double.init)
        let figures = try #require(AbstentionFigures(answered: answered, unanswered: [0, 0.5, 1, 7]))
        #expect(figures.threshold == 1)
        #expect(figures.falseInjection == 0.5)
    }

    @Test("percentiles are values that were measured")
    func percentiles() throws {
        let figures = try #require(LatencyFigures((1...200).map(Double.init).shuffled()))
        #expect((figures.p50, figures.p95, figures.p99) == (100, 190, 198))
        #expect(LatencyFigures([]) == nil)
    }

    @Test("each figure out of its bounds is named, and so is one that was not measured")
    func floors() throws {
        let floors = try Floors([
            "floors": ["coding": ["recall10": 0.5, "mrr": 0.5], "gone": ["mrr": 0.1]],
            "ceilings": ["coding": ["falseInjection": 0.4]],
        ])
        let measured = ["recall10": 0.4, "mrr": 0.5, "falseInjection": 0.6]
        let violations = floors.violations { name, figure in name == "coding" ? measured[figure] : nil }
        #expect(floors.count == 4)
        #expect(violations.count == 3)
        #expect(violations.contains { $0.contains("recall10 of coding") && $0.contains("below") })
        #expect(violations.contains { $0.contains("mrr of gone") })
        #expect(violations.contains { $0.contains("falseInjection of coding") && $0.contains("above") })
    }

    @Test("a file of floors without numbers is refused")
    func noFloors() {
        #expect(throws: MemoryError.self) { _ = try Floors([:]) }
        #expect(throws: MemoryError.self) { _ = try Floors(["floors": ["coding": ["mrr": "high"]]]) }
    }
}
