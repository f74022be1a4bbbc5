import JSONText
import Logging
import Testing

@testable import DaemonLogging

@Suite struct LogTailTests {
    private func record(_ seq: Int64, _ level: Logger.Level = .info) -> LogRecord {
        LogRecord(ts: 0, level: level, channel: "x", message: "m", context: nil, error: nil, pid: 1, seq: seq)
    }

    @Test func theNewestAreKeptInOrder() {
        let tail = LogTail(capacity: 5)
        for seq in 1...12 { tail.append(record(Int64(seq), seq % 2 == 0 ? .info : .warning)) }
        #expect(tail.read().map(\.seq) == [8, 9, 10, 11, 12])
        #expect(tail.read(limit: 2).map(\.seq) == [11, 12])
        #expect(tail.read(level: .notice).map(\.seq) == [9, 11])
        #expect(tail.read(limit: -1).isEmpty)
    }

    @Test func streamsGiveNewRecordsAndEnd() async {
        let tail = LogTail()
        tail.append(record(1))
        let one = tail.records()
        let other = tail.records()
        tail.append(record(2))
        tail.append(record(3))
        tail.finish()
        var seen: [Int64] = []
        for await record in one { seen.append(record.seq) }
        for await record in other { seen.append(record.seq) }
        #expect(seen == [2, 3, 2, 3])
    }

    @Test func aSlowReaderLosesTheOldest() async {
        let tail = LogTail()
        let stream = tail.records(bufferingNewest: 2)
        for seq in 1...10 { tail.append(record(Int64(seq))) }
        tail.finish()
        var seen: [Int64] = []
        for await record in stream { seen.append(record.seq) }
        #expect(seen == [9, 10])
    }
}
