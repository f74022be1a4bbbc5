import CZstandard
import Foundation
import MemoryModel
import Testing

@testable import HostTranscripts

/// Codex packs what it has not used for a week, DeepSeek Harness packs all it writes, a frame an event.
@Suite struct PackedTranscriptTests {
    private static let codex = "codex/2026/03/01/rollout-2026-03-01T09-00-00-0199aaaa.jsonl"
    private static let deepSeek = "deepseek/sessions/--home-ada--/ds-1/session.jsonl"

    private func plain(_ fixture: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: TranscriptSamples.fixtures + "/" + fixture)))
    }

    private func pack(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        packed.removeLast(packed.count - ZSTD_compress(&packed, packed.count, bytes, bytes.count, 3))
        return packed
    }

    private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A).map { bytes[$0.startIndex...min($0.endIndex, bytes.count - 1)] }
    }

    private func read(_ bytes: [UInt8], named name: String) throws -> SampleReading {
        let path = try TranscriptSamples.file(bytes, named: name)
        defer { TranscriptSamples.remove(path) }
        return try SampleReading(path: path)
    }

    @Test("a packed rollout is found, and read as if it were not packed")
    func rollout() throws {
        let packed = try read(pack(plain(Self.codex)), named: "rollout-2026-03-01T09-00-00-0199aaaa.jsonl.zst")
        #expect(try packed.text == SampleReading(path: TranscriptSamples.fixtures + "/" + Self.codex).text)
        #expect(packed.report.turns == 2)
    }

    @Test("frames one after another are one file, and what says nothing between them is passed over")
    func frames() throws {
        let skippable: [UInt8] = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let packed = try lines(plain(Self.deepSeek)).flatMap { pack($0) + skippable }
        let reading = try read(packed, named: "session.v3.jsonl.zstd")
        #expect(reading.report.turns == 1 && reading.report.skipped == [.hostMeta: 1, .injected: 1])
        #expect(reading.sessions.first?.id == "ds-1")
    }

    @Test("a host that is still writing loses only the frame that is cut off")
    func cutOff() throws {
        let packed = try lines(plain(Self.deepSeek)).flatMap { pack($0) }
        for cut in [1, 5, 12] {
            let reading = try read(Array(packed.dropLast(cut)), named: "session.jsonl.zstd")
            #expect(reading.sessions.flatMap(\.turns).map(\.userText) == ["how many barrels?"])
        }
    }

    @Test("damage is told, and what came before it is kept")
    func damage() throws {
        var packed = try lines(plain(Self.deepSeek)).flatMap { pack($0) }
        packed += Array("this is no frame".utf8)
        let path = try TranscriptSamples.file(packed, named: "session.jsonl.zstd")
        defer { TranscriptSamples.remove(path) }
        let source = try #require(try TranscriptCatalogue.discover(at: path).first)
        var turns: [TranscriptTurn] = []
        let error = #expect(throws: MemoryError.self) {
            try TranscriptCatalogue.read(source) { (_: String) throws(MemoryError) in
                throw MemoryError(.unsupported, "no database")
            } session: {
                turns += $0.turns
            }
        }
        #expect(error?.code == .invalidArgument && error?.message.contains("cannot be unpacked") == true)
        #expect(turns.map(\.userText) == ["how many barrels?"])
    }

    @Test("of a session that was written anew in a newer format the newest file is read")
    func generations() throws {
        let folder = try TranscriptSamples.temporaryFolder()
        defer { TranscriptSamples.remove(folder) }
        let packed = try pack(plain(Self.deepSeek))
        for name in ["session.jsonl.zstd", "session.v3.jsonl.zstd", "session.v12.jsonl", "session.vx.jsonl"] {
            let bytes = name.hasSuffix("zstd") ? packed : try plain(Self.deepSeek)
            try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        }
        let found = try TranscriptCatalogue.discover(at: folder).filter { $0.format == .deepseek }
        #expect(found.map { Path.name($0.path) } == ["session.v12.jsonl"])
    }

    @Test("since format 4 a result is a message of its own")
    func results() throws {
        let result = """
            {"type":"tool/result","seq":7,"time":1772395200007,"data":{"message":{"role":"tool","toolCallId":"dc1",\
            "content":[{"type":"text","text":"dark"}],"isError":true}}}

            """
        let newer = try lines(plain(Self.deepSeek)).map { String(decoding: $0, as: UTF8.self) }
            .map { $0.contains("tool/result") ? result : $0 }.joined()
        let reading = try read(Array(newer.utf8), named: "session.v4.jsonl")
        let former = try SampleReading(path: TranscriptSamples.fixtures + "/" + Self.deepSeek)
        #expect(reading.text == former.text)
    }

    @Test("a few packed bytes that hold far more than a file may are refused before they are in memory")
    func bomb() throws {
        let packed = pack([UInt8](repeating: 0x20, count: 8 << 20))
        #expect(packed.count < 2_000)
        let path = try TranscriptSamples.file(packed, named: "x.json")
        defer { TranscriptSamples.remove(path) }
        let error = #expect(throws: MemoryError.self) { try StoredFile.contents(of: path, limit: 1 << 20) }
        #expect(error?.code == .unsupported)
        #expect(try StoredFile.contents(of: path, limit: 8 << 20).count == 8 << 20)
        #expect(try StoredFile.head(of: path, limit: 100).count == 100)
    }
}
