import LanguageModels
import MemoryModel
import Testing
import VectorColumn

@Suite("Writing a vector column")
struct ColumnWritingTests {
    private let fixture = ColumnFixture()

    @Test("What was applied is there after opening again")
    func reopened() throws {
        var random = SeededGenerator(1)
        let vectors = random.topicalVectors(5000, dimension: 64)
        do {
            let column = try fixture.open()
            // Uneven pieces, so that blocks and segments are crossed in their middle.
            var first = 0
            for size in [1, 62, 2, 700, 3331, 1, 903] {
                let part = Array(vectors[first..<first + size])
                first += size
                try column.apply(
                    fixture.entries(part, from: Int64(first - size + 1)), replacing: [],
                    progress: VectorProgress(row: Int64(first), change: 7)
                )
            }
            column.close()
        }
        let column = try fixture.open()
        #expect(column.count == 5000)
        #expect(column.tombstones == 0)
        #expect(column.progress == VectorProgress(row: 5000, change: 7))
        #expect(try column.verify() == VerifyReport(entries: 5000, removed: 0, damaged: 0))
        for item in [1, 63, 64, 65, 4096, 4097, 5000] {
            let hit = try column.search(vectors[item - 1], limit: 1, filter: VectorFilter()).first
            #expect(hit?.item == Int64(item))
        }
    }

    @Test("A replaced item's old windows are gone, from the result and from the file")
    func replaced() throws {
        var random = SeededGenerator(2)
        let vectors = random.topicalVectors(300, dimension: 64)
        let column = try fixture.column(of: vectors)
        let window = random.unitVector(64)
        try column.apply(
            [VectorEntry(kind: .traceState, item: 0x5EA1_C0DE, place: 0xBEEF, at: 0, vector: window)],
            replacing: [], progress: VectorProgress(row: 301)
        )
        let mark: [UInt8] = [0xDE, 0xC0, 0xA1, 0x5E]
        #expect(contains(mark, in: try fixture.bytes()))
        let before = try fixture.bytes()
        let row = magnitudes(of: 300, in: before)
        #expect(row.contains { $0 != 0 })

        try column.apply(
            [], replacing: [(.traceState, 0x5EA1_C0DE), (.skill, 5), (.traceState, -4)],
            progress: VectorProgress(row: 302)
        )
        let after = try fixture.bytes()
        #expect(!contains(mark, in: after))
        #expect(!contains(Array(row.prefix(16)), in: after))
        #expect(magnitudes(of: 300, in: after).allSatisfy { $0 == 0 })
        #expect(column.count == 300)
        #expect(column.tombstones == 1)
        #expect(!(try column.search(window, limit: 400, filter: VectorFilter()).contains { $0.item == 0x5EA1_C0DE }))
        #expect(try column.verify() == VerifyReport(entries: 300, removed: 1, damaged: 0))

        // Several windows, replaced by others, twice: the same as once.
        let windows = (0..<20).map { _ in random.unitVector(64) }
        for _ in 0..<2 {
            try column.apply(
                windows.map { VectorEntry(kind: .traceState, item: 9, place: 0, at: 0, vector: $0) },
                replacing: [(.traceState, 9)], progress: VectorProgress(row: 303)
            )
        }
        #expect(column.count == 319)
        #expect(try column.search(windows[3], limit: 1, filter: VectorFilter()).first?.item == 9)
        #expect((try column.search(vectors[8], limit: 1, filter: VectorFilter()).first?.similarity ?? 1) < 0.95)
    }

    @Test("Many replacements keep the slots in order, also after opening again")
    func churned() throws {
        var random = SeededGenerator(3)
        var expected: [Int64: [Float]] = [:]
        var column = try fixture.open()
        for round in 0..<60 {
            if round == 30 {
                column.close()
                column = try fixture.open()
            }
            let entries = (0..<100).map { _ in
                VectorEntry(
                    kind: .policy, item: .random(in: 1...1500, using: &random), place: 0, at: 0,
                    vector: random.unitVector(64)
                )
            }
            let latest = Dictionary(entries.map { ($0.item, $0) }) { _, last in last }
            try column.apply(
                Array(latest.values), replacing: latest.keys.map { (.policy, $0) },
                progress: VectorProgress(row: 0, change: Int64(round))
            )
            for (item, entry) in latest { expected[item] = entry.vector }
        }
        #expect(column.count == expected.count)
        for (item, vector) in expected.prefix(20) {
            #expect(try column.search(vector, limit: 1, filter: VectorFilter()).first?.item == item)
        }
        #expect(try column.verify().isSound)
        #expect(column.shouldCompact)
        try column.compact()
        #expect(column.count == expected.count)
        #expect(column.tombstones == 0)
        #expect(try column.verify() == VerifyReport(entries: expected.count, removed: 0, damaged: 0))
        try column.apply([], replacing: expected.keys.map { (.policy, $0) }, progress: VectorProgress())
        #expect(column.count == 0)
    }

    @Test("An item replaced again and again is found among its many removed entries")
    func replacedOften() throws {
        var random = SeededGenerator(8)
        let vectors = random.topicalVectors(100, dimension: 64)
        let column = try fixture.column(of: vectors)
        for round in 0..<80 {
            if round == 40 { column.close() }
            let column = round < 40 ? column : try fixture.open()
            try column.apply(
                fixture.entries(vectors), replacing: (1...100).map { (.traceState, $0) },
                progress: VectorProgress(row: 100, change: Int64(round))
            )
            #expect(column.count == 100)
        }
    }

    @Test("Compaction keeps hits and progress, and frees the space")
    func compacted() throws {
        var random = SeededGenerator(4)
        let vectors = random.topicalVectors(9000, dimension: 64)
        let column = try fixture.column(of: vectors)
        try column.apply(
            [], replacing: (1...8000).map { (.traceState, $0) }, progress: VectorProgress(row: 9000, change: 3)
        )
        let query = random.unitVector(64)
        let hits = try column.search(query, limit: 50, filter: VectorFilter())
        let bytes = column.bytes
        try column.compact()
        #expect(try column.search(query, limit: 50, filter: VectorFilter()) == hits)
        #expect(column.bytes < bytes / 5)
        #expect(column.progress == VectorProgress(row: 9000, change: 3))
        column.close()
        let again = try fixture.open()
        #expect(again.count == 1000)
        #expect(try again.search(query, limit: 50, filter: VectorFilter()) == hits)
    }

    @Test("A vector takes at most 450 bytes, all included")
    func space() throws {
        let fixture = ColumnFixture(dimension: 384)
        var random = SeededGenerator(6)
        let vector = random.unitVector(384)
        let column = try fixture.open()
        for first in stride(from: 0, to: 32_768, by: 4096) {
            try column.apply(
                fixture.entries([[Float]](repeating: vector, count: 4096), from: Int64(first + 1)), replacing: [],
                progress: VectorProgress(row: Int64(first))
            )
        }
        #expect(column.bytes <= 450 * 32_768)
    }

    @Test("Searches go on beside writing and compaction, and see every entry that stays")
    func concurrent() async throws {
        var random = SeededGenerator(7)
        let steady = random.topicalVectors(2000, dimension: 64)
        let passing = random.topicalVectors(400, dimension: 64)
        let column = try fixture.column(of: steady)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 0..<40 {
                    let entries = passing.enumerated().map {
                        VectorEntry(kind: .skill, item: Int64($0 + 1), place: 0, at: 0, vector: $1)
                    }
                    try column.apply(
                        entries, replacing: entries.map { (.skill, $0.item) },
                        progress: VectorProgress(row: Int64(round))
                    )
                    if round % 5 == 4 { try column.compact() }
                }
            }
            for reader in 0..<3 {
                group.addTask {
                    for index in stride(from: reader, to: 2000, by: 7) {
                        let hits = try column.search(steady[index], limit: 20, filter: VectorFilter())
                        #expect(hits.first?.item == Int64(index + 1))
                        #expect(hits.first?.kind == .traceState)
                        for hit in hits where hit.kind == .skill {
                            let similarity = cosine(steady[index], passing[Int(hit.item) - 1])
                            #expect(abs(similarity - hit.similarity) < 0.01)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(column.count == 2400)
        #expect(try column.verify().isSound)
    }

    @Test("A closed column says so")
    func closed() throws {
        let column = try fixture.open()
        column.close()
        let query = [1] + [Float](repeating: 0, count: 63)
        #expect(errorCode { _ = try column.search(query, limit: 1, filter: VectorFilter()) } == .embeddingUnavailable)
        #expect(errorCode { try column.compact() } == .embeddingUnavailable)
        #expect(
            errorCode { try column.apply([], replacing: [], progress: VectorProgress()) } == .embeddingUnavailable)
        #expect(column.count == 0)
        #expect(column.bytes == 0)
    }

    /// The 64 bytes of a slot's row in the first segment: behind 8 + 4 + 4 + 4 + 2 + 2 + 1 bytes for each of 4096 slots.
    private func magnitudes(of slot: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        let first = 8192 + 25 * 4096 + 64 * slot
        return bytes[first..<first + 64]
    }

    private func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0] == needle[0] && bytes[$0...].starts(with: needle) }
    }
}
