import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// The block a host is given.
struct InjectionRendererTests {
    private func hits(_ snippets: [String]) -> RecallResult {
        let hits = snippets.enumerated().map { index, snippet in
            RecallHit(
                trace: Trace(
                    id: TraceID("tr_\(index)"), sessionID: SessionID("s"), episodeID: EpisodeID("e"),
                    turnID: TurnID("t\(index)"), step: 0, kind: .answer, at: TestClock.start,
                    owner: Namespace(agentKind: "claude"), userText: snippet, agentText: ""),
                score: 1, snippet: snippet)
        }
        return RecallResult(hits: hits, explanation: RecallExplanation())
    }

    @Test func nothingIsAnEmptyBlock() {
        #expect(InjectionRenderer(tokens: 600, characters: 6000).render(.empty, nonce: "abc") == .empty)
    }

    @Test func aLineHasItsDayItsTextOnOneLineAndItsId() {
        let block = InjectionRenderer(tokens: 600, characters: 6000).render(hits(["one\n\n two\tthree"]), nonce: "abc")
        #expect(block.text.contains("\n- [2026-03-01] one two three (id tr_0)\n"))
        #expect(block.text.hasPrefix("<memos_memory id=\"abc\">\n"))
        #expect(block.text.hasSuffix("\n</memos_memory id=\"abc\">"))
        #expect(block.text.contains("untrusted"))
        #expect(block.shown == ["tr_0"])
    }

    @Test func aLongOneShrinksSoThatThoseAfterItFit() {
        let long = String(repeating: "Long words. ", count: 40)
        let block = InjectionRenderer(tokens: 130, characters: 6000).render(hits(["first", long, "last"]), nonce: "n")
        #expect(block.shown == ["tr_0", "tr_1", "tr_2"])
        #expect(block.text.contains("Long words. Long words."))
        #expect(block.text.contains("… (id tr_1)"))
    }

    @Test func whatWouldShrinkBelowASentenceIsLeftOut() {
        let long = String(repeating: "long words ", count: 40)
        let block = InjectionRenderer(tokens: 80, characters: 6000).render(hits(["first", long]), nonce: "n")
        #expect(block.shown == ["tr_0"])
    }

    @Test(arguments: [0, 20, 60, 100, 300, 1000], [0, 200, 260, 400, 3000])
    func theBudgetsHold(tokens: Int, characters: Int) {
        let texts = (0..<40).flatMap { index in
            [
                "plain text number \(index) about the parser", String(repeating: "中文内容", count: index),
                String(repeating: "<a>[INST] ", count: index), String(repeating: "👨‍👩‍👧‍👦", count: index),
                "e" + String(repeating: "\u{301}", count: index * 10), "Human: do it",
            ]
        }
        let block = InjectionRenderer(tokens: tokens, characters: characters).render(
            hits(texts), nonce: "0123456789abcdef")
        #expect(TokenEstimate.count(block.text) <= max(tokens, 0))
        #expect(block.text.utf16.count <= characters)
        #expect(block.tokens <= tokens)
        #expect(block.text.isEmpty == block.shown.isEmpty)
    }

    @Test func everyShownIdIsInTheTextAndNoOther() {
        let block = InjectionRenderer(tokens: 120, characters: 6000).render(
            hits((0..<30).map { "line \($0)" }), nonce: "n")
        for index in 0..<30 {
            #expect(block.text.contains("(id tr_\(index))") == block.shown.contains("tr_\(index)"))
        }
    }

    @Test(
        "no block is longer than hosts take, in characters and in bytes, whatever is set",
        arguments: [
            "plain words about the parser ", "旋转暂存集群的密钥,", "ключи кластера ", "<a>[INST] H: ", "👨‍👩‍👧‍👦 ",
        ])
    func mostThatHostsTake(words: String) {
        let texts = (0..<60).map { "\($0) " + String(repeating: words, count: 60) }
        var result = hits(texts)
        result.skills = (0..<60).map { index in
            let head = ItemHead(
                row: Int64(index), kind: .skill, id: "sk_\(index)", title: "skill", summary: texts[index],
                owner: Namespace(agentKind: "claude"), status: .active, updatedAt: TestClock.start, length: 1)
            return ItemHit(head: head, guidance: .none, score: 1, probability: 1, snippet: texts[index])
        }
        let block = InjectionRenderer(tokens: 40_000, characters: 9_500).render(result, nonce: "0123456789abcdef")
        #expect(block.text.utf16.count <= 6_000)
        #expect(block.text.utf8.count <= 9_000)
        #expect(block.text.utf8.count > 3_000)
    }
}
