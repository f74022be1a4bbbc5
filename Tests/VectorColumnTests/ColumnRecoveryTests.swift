import LanguageModels
import MemoryModel
import Testing
import VectorColumn

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("A vector column after a crash or under damage")
struct ColumnRecoveryTests {
    private let fixture = ColumnFixture()
    private static let page = 4096
    /// Slots of a segment, and the bytes of its arrays at 64 components: signs, steps, items, times, places, checks,
    /// kinds, magnitudes.
    private static let widths = [8, 4, 4, 4, 2, 2, 1, 64]

    private func start(of array: Int) -> Int {
        2 * Self.page + Self.widths[..<array].reduce(0, +) * 4096
    }

    /// 100 traces in two steps; generation 2 is in the first page.
    private func twoGenerations() throws -> [[Float]] {
        var random = SeededGenerator(1)
        let vectors = random.topicalVectors(100, dimension: 64)
        let column = try fixture.open()
        try column.apply(
            fixture.entries(Array(vectors[..<60])), replacing: [], progress: VectorProgress(row: 60, change: 1))
        try column.apply(
            fixture.entries(Array(vectors[60...]), from: 61), replacing: [],
            progress: VectorProgress(row: 100, change: 2))
        column.close()
        return vectors
    }

    @Test("A half-written generation is not seen: the one before is, and what it left behind is cleared")
    func halfWritten() throws {
        let vectors = try twoGenerations()
        // Any prefix of the new page over the old one, or a flipped bit.
        for count in [0, 8, 40, 100, 2000, 4095] {
            let whole = try fixture.bytes()
            try fixture.overwrite([UInt8](repeating: 0xA5, count: Self.page - count), at: count)
            let column = try fixture.open()
            #expect(column.progress == VectorProgress(row: 60, change: 1))
            #expect(column.count == 60)
            #expect(try column.verify().isSound)
            #expect(!(try column.search(vectors[80], limit: 100, filter: VectorFilter()).contains { $0.item > 60 }))
            let bytes = try fixture.bytes()
            let rows = start(of: 7) + 60 * 64
            #expect(bytes[rows..<rows + 40 * 64].allSatisfy { $0 == 0 }, "unpublished rows are gone")
            // Applied again, all is as it was.
            try column.apply(
                fixture.entries(Array(vectors[60...]), from: 61),
                replacing: (61...100).map { (.traceState, $0) }, progress: VectorProgress(row: 100, change: 2))
            column.close()
            #expect(try fixture.bytes()[start(of: 0)...] == whole[start(of: 0)...])
        }
    }

    @Test("A removal cut off in its middle is finished on opening")
    func halfRemoved() throws {
        let vectors = try twoGenerations()
        // The kind is cleared first, everything else is still there.
        try fixture.overwrite([0], at: start(of: 6) + 30)
        let column = try fixture.open()
        #expect(column.count == 99)
        #expect(column.tombstones == 1)
        #expect(try column.verify() == VerifyReport(entries: 99, removed: 1, damaged: 0))
        let bytes = try fixture.bytes()
        #expect(bytes[(start(of: 7) + 30 * 64)..<(start(of: 7) + 31 * 64)].allSatisfy { $0 == 0 })
        #expect(!(try column.search(vectors[30], limit: 100, filter: VectorFilter()).contains { $0.item == 31 }))
    }

    @Test("A copy taken while entries are appended opens at what was published, and goes on from there")
    func copiedWhileWriting() async throws {
        let fixture = fixture
        var random = SeededGenerator(5)
        let vectors = random.topicalVectors(50, dimension: 64)
        let column = try fixture.open()
        let writing = Task.detached {
            for round in 1...100 {
                try column.apply(
                    fixture.entries(vectors, from: Int64(round * 50 - 49)), replacing: [],
                    progress: VectorProgress(row: Int64(round * 50)))
            }
        }
        // The headers are of the time of the copy's beginning, what they publish was written before.
        for _ in 0..<20 {
            try copyFile(fixture.path, to: fixture.folder + "/copy")
            let found = try VectorColumn(path: fixture.folder + "/copy", model: fixture.model)
            let count = found.count
            #expect(found.progress == VectorProgress(row: Int64(count)))
            #expect(try found.verify() == VerifyReport(entries: count))
            try found.apply(
                fixture.entries(vectors, from: Int64(count + 1)),
                replacing: (1...50).map { (.traceState, Int64(count + $0)) }, progress: VectorProgress(row: 99))
            #expect(found.count == count + 50)
            #expect(try found.verify().isSound)
        }
        try await writing.value
        #expect(column.count == 5000)
    }

    @Test("Damage to both headers, a short file and another format are told apart from an empty one")
    func headers() throws {
        _ = try twoGenerations()
        let whole = try fixture.bytes()
        let damaged: [[UInt8]] = [
            Array(repeating: 0, count: 2 * Self.page) + whole[(2 * Self.page)...],
            Array(whole[..<(3 * Self.page)]),
            Array(whole[..<(whole.count - 1)]),
            Array("SQLite format 3".utf8),
            Array(repeating: 0xFF, count: whole.count),
        ]
        for bytes in damaged {
            try fixture.replaceBytes(bytes)
            #expect(errorCode { _ = try fixture.open() } == .databaseCorrupt)
        }
        for bytes in [[], [UInt8](repeating: 0, count: Self.page)] {
            try fixture.replaceBytes(bytes)
            #expect(try fixture.open().count == 0)
        }
        try fixture.replaceBytes(whole)
        #expect(try fixture.open().count == 100)
    }

    @Test("Vectors of another model are refused")
    func otherModel() throws {
        _ = try twoGenerations()
        let model = fixture.model
        for other in [
            EmbeddingModel(id: "other", revision: model.revision, dimension: 64),
            EmbeddingModel(id: model.id, revision: "ba9876543210", dimension: 64),
            EmbeddingModel(id: model.id, revision: model.revision, dimension: 65),
        ] {
            #expect(errorCode { _ = try VectorColumn(path: fixture.path, model: other) } == .conflict)
        }
        let tooWide = EmbeddingModel(id: "wide", revision: "", dimension: 4097)
        #expect(errorCode { _ = try VectorColumn(path: fixture.path, model: tooWide) } == .invalidArgument)
    }

    @Test("A changed byte of any array is found by verification", arguments: 0..<8)
    func flipped(array: Int) throws {
        _ = try twoGenerations()
        let column = try fixture.open()
        #expect(try column.verify().isSound)
        // A column of 64 signs belongs to one block; byte 5 is of slot 5 there too.
        let at = start(of: array) + 5 * (array == 0 ? 1 : Self.widths[array])
        let byte = try fixture.bytes()[at]
        try fixture.overwrite([byte ^ 0x10], at: at)
        #expect(try column.verify().damaged == 1)
        let query = [1] + [Float](repeating: 0, count: 63)
        #expect(try column.search(query, limit: 100, filter: VectorFilter()).count >= 99)
        try fixture.overwrite([byte], at: at)
        #expect(try column.verify().isSound)
        try fixture.overwrite([0x77], at: 20)
        #expect(errorCode { _ = try column.verify() } == .databaseCorrupt)
    }

    @Test("A file cut short or removed while in use is an error, not the end")
    func cut() throws {
        let vectors = try twoGenerations()
        let whole = try fixture.bytes()
        let column = try fixture.open()
        truncate(fixture.path, off_t(3 * Self.page))
        #expect(errorCode { _ = try column.search(vectors[0], limit: 5, filter: VectorFilter()) } == .databaseCorrupt)
        #expect(errorCode { _ = try column.verify() } == .databaseCorrupt)
        #expect(
            errorCode {
                try column.apply([], replacing: [(.traceState, 4)], progress: VectorProgress())
            } == .databaseCorrupt)
        column.close()

        try fixture.replaceBytes(whole)
        let removed = try fixture.open()
        unlink(fixture.path)
        #expect(
            errorCode { _ = try removed.search(vectors[0], limit: 5, filter: VectorFilter()) } == .databaseCorrupt)
    }

    @Test("A folder that is not there is an error of the path")
    func unwritable() {
        #expect(
            errorCode { _ = try VectorColumn(path: fixture.folder + "/no/column", model: fixture.model) }
                == .pathNotWritable)
    }

    private func copyFile(_ source: String, to target: String) throws {
        let input = try #require(fopen(source, "rb"))
        defer { fclose(input) }
        let output = try #require(fopen(target, "wb"))
        defer { fclose(output) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, input)
            if count == 0 { break }
            fwrite(buffer, 1, count, output)
        }
    }
}
