import Foundation
import JSONText
import MemoryModel
import Testing

@testable import HostTranscripts

/// What holds for every format: damage is counted and survived, foreign files are left alone, long files stay small in
/// memory.
@Suite struct TranscriptReadingTests {
    private func claudeLine(_ number: Int, role: String = "user", text: String) -> String {
        """
        {"type":"\(role)","sessionId":"s","uuid":"u\(number)","timestamp":"2026-03-01T08:00:00Z",\
        "message":{"id":"m\(number)","role":"\(role)","content":[{"type":"text","text":"\(text)"}]}}\n
        """
    }

    private func read(_ content: some Sequence<UInt8>) throws -> SampleReading {
        let path = try TranscriptSamples.file(content, named: "s.jsonl")
        defer { TranscriptSamples.remove(path) }
        return try SampleReading(TranscriptCatalogue.source(at: path, format: .claudeCode))
    }

    @Test func damagedLinesAreCountedAndTheOthersRead() throws {
        var bytes = Array(claudeLine(1, text: "first").utf8)
        bytes += "{\"type\":\n[1,2]\n\n   \n".utf8
        bytes += Array("{\"type\":\"user\",\"message\":\"".utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8)
        bytes += claudeLine(2, role: "assistant", text: "answer").utf8
        bytes += claudeLine(3, text: "last").utf8.dropLast(3)
        let reading = try read(bytes)
        #expect(reading.sessions.flatMap(\.turns).map(\.userText) == ["first"])
        #expect(reading.sessions.flatMap(\.turns).map(\.agentText) == ["answer"])
        #expect(
            reading.report.skipped == [.brokenLine: 1, .unknownType: 1, .invalidUTF8: 1, .brokenTail: 1])
        #expect(reading.report.unknown == ["not an object": 1])
    }

    @Test("records of unknown types are counted by type, and the others read")
    func unknownTypes() throws {
        var content = claudeLine(1, text: "first")
        for type in ["moon-phase", "moon-phase", "tide"] {
            content += "{\"type\":\"\(type)\",\"sessionId\":\"s\",\"x\":{\"type\":\"y\"}}\n"
        }
        content += "{\"type\":\"queue-operation\"}\n{\"x\":1}\n" + claudeLine(2, role: "assistant", text: "answer")
        let reading = try read(content.utf8)
        #expect(reading.report.turns == 1)
        #expect(reading.report.unknown == ["moon-phase": 2, "tide": 1, "no type": 1])
        #expect(reading.report.skipped == [.unknownType: 4, .hostMeta: 1])
    }

    @Test("of very many unknown types the first ones are named")
    func manyUnknownTypes() throws {
        let lines = (1...80).map { "{\"type\":\"strange-\($0)\"}\n" }.joined()
        let report = try read(lines.utf8).report
        #expect(report.unknown.count == 51 && report.unknown["others"] == 30)
    }

    @Test func aLastLineWithoutLineFeedIsRead() throws {
        let reading = try read(claudeLine(1, text: "only").utf8.dropLast())
        #expect(reading.report.turns == 1)
        #expect(reading.report.skipped.isEmpty)
    }

    @Test(
        arguments: TranscriptFormat.allCases.filter {
            ![
                .hermes, .opencode, .zed, .goose, .cursorEditor, .pluginDatabase, .claudeNotes, .hermesNotes,
                .openclawNotes,
            ].contains(
                $0)
        })
    func anEmptyFileHasNoSessions(format: TranscriptFormat) throws {
        let path = try TranscriptSamples.file([], named: "empty.jsonl")
        defer { TranscriptSamples.remove(path) }
        let source = try TranscriptCatalogue.source(at: path, format: format)
        switch format {
        case .roo, .cline, .pluginExport: #expect(throws: MemoryError.self) { try SampleReading(source) }
        default: #expect(try SampleReading(source).sessions.isEmpty)
        }
    }

    @Test func readingTwiceGivesTheSameKeys() throws {
        for source in try TranscriptCatalogue.discover(at: TranscriptSamples.fixtures) {
            let keys = try SampleReading(source).sessions.flatMap(\.turns).map { "\($0.sessionId) \($0.key)" }
            #expect(Set(keys).count == keys.count, "keys repeat in \(source.format)")
            #expect(try SampleReading(source).sessions.flatMap(\.turns).map { "\($0.sessionId) \($0.key)" } == keys)
        }
    }

    @Test func aPromptIdUsedAgainGivesWayToTheMessageId() throws {
        let line = claudeLine(1, text: "one").replacingOccurrences(of: "\"uuid\"", with: "\"promptId\":\"p\",\"uuid\"")
        let later = claudeLine(3, text: "two").replacingOccurrences(of: "\"uuid\"", with: "\"promptId\":\"p\",\"uuid\"")
        let reading = try read((line + claudeLine(2, role: "assistant", text: "answer") + later).utf8)
        #expect(reading.sessions.flatMap(\.turns).map(\.key) == ["p", "u3"])
    }

    @Test func longOutputKeepsHeadAndTail() throws {
        let output = "begin" + String(repeating: "漢", count: 9000) + "end"
        let capped = HostText.capped(output)
        #expect(capped.count <= 4000)
        #expect(capped.hasPrefix("begin漢") && capped.hasSuffix("漢end"))
        #expect(capped.contains("characters left out"))
        #expect(HostText.capped(String(repeating: "漢", count: 4000)).count == 4000)
    }

    @Test func ourOwnMemoryNeverComesBack() {
        #expect(HostText.user("<memos_memory version=\"1\">old\n<b>\n</memos_memory>\n\nhello <b>") == "hello <b>")
        #expect(HostText.user("an <memos_memory> left open") == "an <memos_memory> left open")
        #expect(
            HostText.user("<memos_memory_like>kept</memos_memory_like>")
                == "<memos_memory_like>kept</memos_memory_like>")
    }

    @Test func aLongSessionComesInPieces() throws {
        let text = String(repeating: "all the ducks in the pond ", count: 4000)
        var content = ""
        for number in 1...60 {
            content += claudeLine(2 * number, text: "question \(number)")
            content += claudeLine(2 * number + 1, role: "assistant", text: text)
        }
        let reading = try read(content.utf8)
        #expect(reading.pieces > 1)
        #expect(reading.report.sessions == 1)
        #expect(reading.sessions.first?.turns.map(\.userText) == (1...60).map { "question \($0)" })
    }

    @Test func linesLongerThanTheBufferAreWholeAndTooLongOnesArePassedOver() throws {
        let long = String(repeating: "x", count: LineReader.chunk * 3)
        let path = try TranscriptSamples.file("a\n\(long)\n\nb".utf8, named: "lines")
        defer { TranscriptSamples.remove(path) }
        #expect(try lengths(path, limit: LineReader.longestLine) == [1, long.utf8.count, 0, 1])
        #expect(try lengths(path, limit: 1000) == [1, -1, 0, 1])
    }

    private func lengths(_ path: String, limit: Int) throws -> [Int] {
        var reader = try LineReader(path: path, limit: limit)
        var lengths: [Int] = []
        while let line = try reader.next() {
            switch line {
            case .bytes(let bytes, _): lengths.append(bytes.count)
            case .tooLong: lengths.append(-1)
            }
        }
        return lengths
    }

    @Test(arguments: [
        ("2026-03-01T08:00:01.250Z", 1_772_352_001_250), ("2026-03-01 08:00:01", 1_772_352_001_000),
        ("2026-03-01T10:00:01+02:00", 1_772_352_001_000), ("2026-02-28T23:30:01.5-0830", 1_772_352_001_500),
        ("2026-03-01T08:00:01.123456789Z", 1_772_352_001_123), ("1970-01-01", 0),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("1772352001", 1_772_352_001_000),
    ])
    func timesAreReadAsWritten(text: String, expected: Int64) {
        #expect(Timestamp.parse(text) == expected)
    }

    @Test func numbersTellTheirUnit() {
        #expect(Timestamp.milliseconds(1_772_352_001) == 1_772_352_001_000)
        #expect(Timestamp.milliseconds(1_772_352_001_250) == 1_772_352_001_250)
        #expect(Timestamp.milliseconds(1_772_352_001.25) == 1_772_352_001_250)
        #expect(Timestamp.milliseconds(1_772_352_001_250_000) == 1_772_352_001_250)
        #expect(Timestamp.milliseconds(-1) == nil)
    }

    @Test(arguments: ["", "soon", "2026-13-01T00:00:00Z", "2026-03-01T99:00:00Z"])
    func whatIsNoTimeIsNone(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }
}
