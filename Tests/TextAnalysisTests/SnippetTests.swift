import Testing

@testable import TextAnalysis

/// Which part of a text is shown.
@Suite struct SnippetTests {
    private func units(_ text: String, longest: Int = 200) -> [String] {
        SnippetUnit.split(text, longest: longest).map(\.text)
    }

    @Test("sentences end at their marks, not within names, numbers and abbreviations")
    func sentences() {
        #expect(
            units("Use v1.2 of lib.so, e.g. the old one. It works! (Really.) Yes")
                == ["Use v1.2 of lib.so, e.g. the old one.", "It works!", "(Really.)", "Yes"])
        #expect(units("数据库超时。需要重试！他说“好。”然后；走了") == ["数据库超时。", "需要重试！", "他说“好。”", "然后；", "走了"])
    }

    @Test("list items, table rows, log lines and short blocks of code are units")
    func items() {
        let text = """
            - First. With more.
            1. Second. With more.
            | a. B | c. D |
            2026-01-02 10:00:00 ERROR db. Lost.
            ```swift
            let a = 1. B
            let b = 2
            ```
            End.
            """
        #expect(
            units(text) == [
                "- First. With more.", "1. Second. With more.", "| a. B | c. D |",
                "2026-01-02 10:00:00 ERROR db. Lost.",
                "```swift\nlet a = 1. B\nlet b = 2\n```", "End.",
            ])
        #expect(units(text, longest: 30).contains("let a = 1. B"))
    }

    @Test("a sentence that is too long is cut after a clause, else after a word")
    func longSentence() {
        let clauses = units(
            "We moved the ledger to the new host, then the mailer followed it there without any pause at all",
            longest: 80)
        #expect(clauses[0] == "We moved the ledger to the new host,")
        #expect(units("数据库连接超时需要重试，缓存也要清理干净然后再启动服务", longest: 24)[0] == "数据库连接超时需要重试，")
        for longest in [1, 2, 7, 33] {
            let pieces = SnippetUnit.split("words and, words " + String(repeating: "x", count: 90), longest: longest)
            #expect(pieces.allSatisfy { $0.count <= max(longest, 1) })
        }
    }

    @Test("the sentence with the question's terms is whole, whatever stands around it")
    func answer() {
        let filler = String(repeating: "The ledger grew over the day. ", count: 30)
        let answer =
            "After the migration the ledger's retention was set to ninety days, because auditors had asked for it."
        let weights = ["ledger": 1.0, "retent": 5, "audit": 5, "retention": 5]
        for limit in [110, 150, 300] {
            let snippet = Snippet.choose(from: filler + answer + " " + filler, weights: weights, around: limit)
            #expect(snippet.contains(answer))
            #expect(snippet.count <= limit)
        }
    }

    @Test("what has been shown is told in any dress, and what differs is not")
    func shown() {
        var shown = ShownSentences()
        shown.insert("The staging database of the billing service listens on port 5544 now.")
        #expect(shown.contains("the staging database of the billing service listens on port 5544, now"))
        #expect(shown.contains("The staging database of the billing service still listens on port 5544 now"))
        #expect(!shown.contains("The staging database of the mailer listens somewhere else entirely now."))
        shown.insert("Yes.")
        #expect(!shown.contains("Yes."))
    }

    @Test("any text of any size keeps the limit")
    func hostile() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let scalars = (0..<Int.random(in: 0...400, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
            }
            let text = String(String.UnicodeScalarView(scalars))
            var shown = ShownSentences()
            for limit in [0, 1, 5, 80] {
                #expect(Snippet.choose(from: [text], weights: ["a": 1], around: limit, besides: &shown).count <= limit)
            }
        }
        for unit in ["a\n", "。", "a. ", "```\n", "- ", "e\u{301}", "word "] {
            let text = String(repeating: unit, count: 200_000)
            #expect(Snippet.choose(from: text, weights: ["word": 1, "a": 1], around: 300).count <= 300)
        }
    }
}
