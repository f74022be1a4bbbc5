import CVectorScan
import MemoryModel
import Testing

@testable import VectorColumn

@Suite("Searching a vector column")
struct ColumnSearchTests {
    @Test("The nearest by fp32 are found, in every dimension", arguments: [3, 64, 100, 312, 384, 1024])
    func exact(dimension: Int) throws {
        let fixture = ColumnFixture(dimension: dimension)
        var random = SeededGenerator(UInt64(dimension))
        let vectors = random.topicalVectors(1200, dimension: dimension)
        let column = try fixture.column(of: vectors)
        var found = 0
        for query in random.topicalVectors(10, dimension: dimension) + vectors.prefix(10) {
            let hits = try column.search(query, limit: 10, filter: VectorFilter())
            found += Set(hits.map(\.item)).intersection(nearest(query, in: vectors, limit: 10)).count
            #expect(hits.map(\.similarity) == hits.map(\.similarity).sorted(by: >))
            for hit in hits {
                #expect(abs(hit.similarity - cosine(query, vectors[Int(hit.item) - 1])) < 0.005)
            }
        }
        #expect(found >= 195, "of 200")
        #expect(try column.search(vectors[7], limit: 1, filter: VectorFilter()).first?.item == 8)
    }

    @Test("What similarities are like is told about as it is, however large the column")
    func survey() throws {
        for count in [40, 9000] {
            let fixture = ColumnFixture(dimension: 384)
            var random = SeededGenerator(11)
            let vectors = random.topicalVectors(count, dimension: 384)
            let column = try fixture.column(of: vectors)
            let survey = try column.survey(vectors[3], limit: 5, filter: VectorFilter())
            let similarities = vectors.map { zip($0, vectors[3]).reduce(0) { $0 + $1.0 * $1.1 } }
            let mean = similarities.reduce(0, +) / Float(count)
            let variance = similarities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(count)
            #expect(abs(survey.mean - mean) < 0.02)
            #expect(abs(survey.deviation - variance.squareRoot()) < 0.03)
        }
    }

    @Test("Every instruction set of this machine gives the same hits")
    func instructionSets() throws {
        let fixture = ColumnFixture(dimension: 384)
        var random = SeededGenerator(5)
        let vectors = random.topicalVectors(9000, dimension: 384)
        let column = try fixture.column(of: vectors)
        for query in vectors.prefix(10) {
            let expected = try column.survey(
                query, limit: 50, filter: VectorFilter(), instructionSet: Int32(MEMOS_SCAN_BASELINE.rawValue)
            )
            #expect(expected.hits.count == 50)
            for set in 0..<Int32(MEMOS_SCAN_SETS.rawValue) where memos_scan_kernels(set) != nil {
                #expect(
                    try column.survey(query, limit: 50, filter: VectorFilter(), instructionSet: set) == expected)
            }
        }
    }

    @Test("Rows read from the file give what mapped ones give, and prune does not lose the nearest")
    func large() throws {
        let fixture = ColumnFixture(dimension: 64)
        var random = SeededGenerator(9)
        let vectors = random.topicalVectors(40_000, dimension: 64)
        let column = try fixture.column(of: vectors)
        var found = 0
        for query in vectors.prefix(5) {
            let hits = try column.search(query, limit: 10, filter: VectorFilter())
            found += Set(hits.map(\.item)).intersection(nearest(query, in: vectors, limit: 10)).count
        }
        #expect(found >= 48, "of 50")
    }

    @Test("A filter admits kinds, places and times, and the nearest among those are found")
    func filters() throws {
        let fixture = ColumnFixture()
        var random = SeededGenerator(11)
        let vectors = random.topicalVectors(6000, dimension: 64)
        let start: Int64 = 1_700_000_000_000
        let entries = vectors.enumerated().map { index, vector in
            VectorEntry(
                kind: VectorKind.allCases[index % 6], item: Int64(index + 1), place: UInt16(index % 1000 * 65),
                at: start + Int64(index) * 1000, vector: vector
            )
        }
        let column = try fixture.open()
        try column.apply(entries, replacing: [], progress: VectorProgress(row: 1))
        let filters = [
            VectorFilter(kinds: [.episode, .skill]),
            VectorFilter(places: [0, 65, 64_935]),
            VectorFilter(after: start + 5_990_000, before: start + 5_995_000),
            VectorFilter(kinds: [.traceAction], places: [65 * 7, 65 * 1], before: start + 3_000_000),
        ]
        for filter in filters {
            let admitted = entries.filter { entry in
                filter.kinds.contains(entry.kind) && filter.places?.contains(entry.place) ?? true
                    && entry.at >= filter.after ?? .min && entry.at <= filter.before ?? .max
            }
            let query = random.unitVector(64)
            let hits = try column.search(query, limit: 4096, filter: filter)
            #expect(Set(hits.map(\.item)) == Set(admitted.map(\.item)))
            #expect(!hits.isEmpty)
            let best = admitted.max { cosine($0.vector, query) < cosine($1.vector, query) }
            #expect(try column.search(query, limit: 1, filter: filter).first?.item == best?.item)
        }
        #expect(try column.search(vectors[0], limit: 5, filter: VectorFilter(kinds: [])).isEmpty)
        #expect(try column.search(vectors[0], limit: 5, filter: VectorFilter(places: [])).isEmpty)
    }

    @Test("Of an item's windows the best counts, once")
    func windows() throws {
        let fixture = ColumnFixture()
        var random = SeededGenerator(13)
        let vectors = random.topicalVectors(500, dimension: 64)
        let entries = vectors.enumerated().map { index, vector in
            VectorEntry(kind: .traceState, item: Int64(index / 5 + 1), place: 0, at: 0, vector: vector)
        }
        let column = try fixture.open()
        try column.apply(entries, replacing: [], progress: VectorProgress())
        let query = random.unitVector(64)
        let hits = try column.search(query, limit: 200, filter: VectorFilter())
        #expect(hits.map(\.item).sorted() == Array(1...100))
        for hit in hits {
            let windows = vectors[Int(hit.item - 1) * 5..<Int(hit.item) * 5]
            #expect(abs(hit.similarity - (windows.map { cosine($0, query) }.max() ?? 0)) < 0.01)
        }
        #expect(try column.search(query, limit: 7, filter: VectorFilter()) == Array(hits.prefix(7)))
    }

    @Test("Equal entries come by kind, then by item")
    func ties() throws {
        let fixture = ColumnFixture()
        var random = SeededGenerator(17)
        let vector = random.unitVector(64)
        let entries = [(VectorKind.skill, 3), (.episode, 9), (.skill, 1), (.traceState, 40), (.episode, 2)].map {
            VectorEntry(kind: $0, item: Int64($1), place: 0, at: 0, vector: vector)
        }
        let column = try fixture.open()
        try column.apply(entries, replacing: [], progress: VectorProgress())
        let hits = try column.search(vector, limit: 4, filter: VectorFilter())
        #expect(hits.map(\.kind) == [.traceState, .episode, .episode, .skill])
        #expect(hits.map(\.item) == [40, 2, 9, 1])
    }

    @Test("An empty column, a limit of nothing and one above the count")
    func edges() throws {
        let fixture = ColumnFixture()
        var random = SeededGenerator(19)
        let column = try fixture.open()
        let query = random.unitVector(64)
        #expect(try column.search(query, limit: 10, filter: VectorFilter()).isEmpty)
        try column.apply(fixture.entries([query, random.unitVector(64)]), replacing: [], progress: VectorProgress())
        #expect(try column.search(query, limit: 0, filter: VectorFilter()).isEmpty)
        #expect(try column.search(query, limit: -1, filter: VectorFilter()).isEmpty)
        #expect(try column.search(query, limit: .max, filter: VectorFilter()).map(\.item) == [1, 2])
    }

    @Test("What is not a unit vector of the model's dimension is refused")
    func refused() throws {
        let fixture = ColumnFixture()
        let column = try fixture.open()
        let unit: [Float] = [1] + [Float](repeating: 0, count: 63)
        let zero = [Float](repeating: 0, count: 64)
        let wrongs: [[Float]] = [[], [1], zero, unit.map { $0 * 2 }, [.nan] + unit.dropFirst()]
        for wrong in wrongs {
            #expect(
                errorCode { _ = try column.search(wrong, limit: 1, filter: VectorFilter()) } == .invalidArgument)
            #expect(
                errorCode {
                    try column.apply(
                        fixture.entries([unit, wrong]), replacing: [], progress: VectorProgress(row: 1))
                } == .invalidArgument)
        }
        for item in [0, -1, 1 << 32] as [Int64] {
            let entry = VectorEntry(kind: .skill, item: item, place: 0, at: 0, vector: unit)
            #expect(
                errorCode { try column.apply([entry], replacing: [], progress: VectorProgress()) }
                    == .invalidArgument)
        }
        #expect(column.count == 0)
        #expect(column.progress == VectorProgress())
    }
}
