import SharedStatements
import Testing

@testable import HubServer
@testable import HubStore

@Suite("the feed in memory") struct FeedWindowTests {
    private func window(of count: Int, size: Int = 10) -> FeedWindow {
        var window = FeedWindow(seq: 0, chain: HashChain.start)
        for seq in stride(from: 1, through: count, by: 1) {
            window.append(
                FeedEntry(
                    header: FeedHeader(
                        seq: seq, id: "id\(seq)", type: .item, item: nil, signer: "", groups: [], size: size,
                        chain: "chain\(seq)"), envelope: "{}"))
        }
        return window
    }

    @Test("a page has what is admitted, and its cursor passes the rest")
    func admission() throws {
        let page = try #require(window(of: 10).page(after: 3, limit: 100, byteLimit: 1000) { $0.seq % 2 == 0 })
        #expect(page.entries.map(\.seq) == [4, 6, 8, 10])
        #expect(page.cursor == 10 && page.chain == "chain10" && page.chainAtAfter == "chain3")
        let none = try #require(window(of: 3).page(after: 0, limit: 9, byteLimit: 1000) { _ in false })
        #expect(none.entries.isEmpty && none.cursor == 3 && none.chainAtAfter == HashChain.start)
    }

    @Test("a page ends with its count, and before its bytes are too many")
    func limits() throws {
        let full = window(of: 10)
        let few = try #require(full.page(after: 0, limit: 3, byteLimit: 1000) { _ in true })
        #expect(few.entries.map(\.seq) == [1, 2, 3] && few.cursor == 3 && few.head.seq == 10)
        let small = try #require(full.page(after: 0, limit: 9, byteLimit: 25) { _ in true })
        #expect(small.entries.map(\.seq) == [1, 2] && small.cursor == 2 && small.chain == "chain2")
        let one = try #require(full.page(after: 0, limit: 9, byteLimit: 1) { _ in true })
        #expect(one.entries.map(\.seq) == [1])
    }

    @Test("what is older than the window, or beyond its end, is for the store")
    func bounds() throws {
        let large = window(of: 20_000)
        #expect(large.page(after: 0, limit: 1, byteLimit: 1000) { _ in true } == nil)
        #expect(large.page(after: 20_001, limit: 1, byteLimit: 1000) { _ in true } == nil)
        let end = try #require(large.page(after: 20_000, limit: 1, byteLimit: 1000) { _ in true })
        #expect(end.entries.isEmpty && end.cursor == 20_000 && end.chainAtAfter == "chain20000")
        let late = try #require(large.page(after: 19_999, limit: 5, byteLimit: 1000) { _ in true })
        #expect(late.entries.map(\.seq) == [20_000] && late.chainAtAfter == "chain19999")
        #expect(large.head == FeedHead(seq: 20_000, chain: "chain20000"))
    }

    @Test("the oldest page of the window begins where the forgotten end")
    func oldest() throws {
        let large = window(of: 12_000)
        let start = try #require(
            (0...12_000).first { large.page(after: $0, limit: 1, byteLimit: 1) { _ in true } != nil })
        #expect(start == 12_000 - 8192)
        let page = try #require(large.page(after: start, limit: 2, byteLimit: 1000) { _ in true })
        #expect(page.chainAtAfter == "chain\(start)" && page.entries.map(\.seq) == [start + 1, start + 2])
    }

    @Test("large statements leave sooner")
    func bytes() {
        let heavy = window(of: 40, size: 1 << 20)
        #expect(heavy.page(after: 20, limit: 1, byteLimit: 1) { _ in true } == nil)
        #expect(heavy.page(after: 24, limit: 1, byteLimit: 1) { _ in true } != nil)
    }
}
