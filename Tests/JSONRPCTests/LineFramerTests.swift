import JSONRPC
import MemoryTestSupport
import Testing

/// Lines are the same however the bytes arrive.
struct LineFramerTests {
    private static let stream = "{\"a\":1}\r\n\n  \t \n{\"é\":\"中🙂\"}\n\r\n0123456789\nafter the long one\r\nlast\n"

    private func lines(_ chunks: [[UInt8]], limit: Int) -> [LineFramer.Event] {
        var framer = LineFramer(limit: limit)
        return chunks.flatMap { framer.append($0) }
    }

    private func line(_ text: String) -> LineFramer.Event { .line(Array(text.utf8)) }

    @Test func linesEndWithALineFeedAndBlankOnesArePassedOver() {
        #expect(
            lines([Array(Self.stream.utf8)], limit: 100) == [
                line("{\"a\":1}"), line("{\"é\":\"中🙂\"}"), line("0123456789"), line("after the long one"), line("last"),
            ])
    }

    @Test(arguments: [9, 12, 100])
    func everySplitPointGivesTheSameLines(limit: Int) {
        let bytes = Array(Self.stream.utf8)
        let whole = lines([bytes], limit: limit)
        for split in 0...bytes.count {
            #expect(lines([Array(bytes[..<split]), Array(bytes[split...])], limit: limit) == whole)
        }
        #expect(lines(bytes.map { [$0] }, limit: limit) == whole)
    }

    @Test func aLineOverTheLimitIsReportedOnceAndPassedOver() {
        let long = [UInt8](repeating: 0x61, count: 1000)
        #expect(
            lines([Array("ok\n".utf8), long, long, long, Array("\nnext\n".utf8)], limit: 50)
                == [line("ok"), .tooLong, line("next")])
    }

    @Test func theLimitIsTheLongestLineAllowed() {
        #expect(lines([Array("12345\n".utf8)], limit: 5) == [line("12345")])
        #expect(lines([Array("12345\r\n".utf8)], limit: 5) == [line("12345")])
        #expect(lines([Array("123456\n".utf8)], limit: 5) == [.tooLong])
        #expect(lines([Array("123456\r\n".utf8)], limit: 5) == [.tooLong])
    }

    @Test func whatHasNoEndYetIsNoLine() {
        var framer = LineFramer(limit: 50)
        #expect(framer.append(Array("half".utf8)) == [])
        #expect(framer.append(Array(" and half\n".utf8)) == [line("half and half")])
    }

    @Test func randomChunksGiveTheSameLines() {
        var random = SeededRandom(seed: 6)
        let bytes = Array(String(repeating: Self.stream, count: 20).utf8)
        let whole = lines([bytes], limit: 15)
        for _ in 0..<50 {
            var chunks: [[UInt8]] = []
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + Int.random(in: 1...40, using: &random))
                chunks.append(Array(bytes[position..<end]))
                position = end
            }
            #expect(lines(chunks, limit: 15) == whole)
        }
    }
}
