import LanguageModels
import MemoryModel
import Testing
import VectorColumn

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// SplitMix64: the same vectors in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func unitVector(_ dimension: Int) -> [Float] {
        var vector = [Float](repeating: 0, count: dimension)
        for index in 0..<dimension { vector[index] = Float(Int32(truncatingIfNeeded: next() >> 32)) }
        return normalized(vector)
    }

    /// Vectors about a few topics, as those of texts are.
    mutating func topicalVectors(_ count: Int, dimension: Int, topics: Int = 40) -> [[Float]] {
        let centres = (0..<topics).map { _ in unitVector(dimension) }
        return (0..<count).map { _ in
            let centre = centres.randomElement(using: &self) ?? []
            var vector = unitVector(dimension)
            for index in 0..<dimension { vector[index] = centre[index] + 0.9 * vector[index] }
            return normalized(vector)
        }
    }
}

func normalized(_ vector: [Float]) -> [Float] {
    var square: Float = 0
    for component in vector { square += component * component }
    let length = square.squareRoot()
    return vector.map { $0 / length }
}

func cosine(_ left: [Float], _ right: [Float]) -> Float {
    var sum: Float = 0
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            // A plain loop: this runs millions of times in unoptimised tests.
            var index = 0
            while index < left.count {
                sum += left[index] * right[index]
                index += 1
            }
        }
    }
    return sum
}

/// A column in a folder of its own, removed at the end.
final class ColumnFixture: Sendable {
    let folder: String
    let model: EmbeddingModel
    var path: String { folder + "/vectors.column" }

    init(dimension: Int = 64) {
        var template = Array("/tmp/memos-column-XXXXXX".utf8CString)
        folder = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
        model = EmbeddingModel(id: "test", revision: "0123456789ab", dimension: dimension)
    }

    deinit {
        for name in ["vectors.column", "vectors.column.compact", "copy"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    func open() throws -> VectorColumn { try VectorColumn(path: path, model: model) }

    /// A column of traces 1, 2, … with these vectors.
    func column(of vectors: [[Float]]) throws -> VectorColumn {
        let column = try open()
        try column.apply(entries(vectors), replacing: [], progress: VectorProgress(row: Int64(vectors.count)))
        return column
    }

    func entries(_ vectors: [[Float]], from first: Int64 = 1) -> [VectorEntry] {
        vectors.enumerated().map { index, vector in
            VectorEntry(
                kind: .traceState, item: first + Int64(index), place: 0, at: 1_700_000_000_000, vector: vector
            )
        }
    }

    // MARK: The file's bytes

    func bytes() throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"))
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        #expect(fread(&bytes, 1, bytes.count, file) == bytes.count)
        return bytes
    }

    func replaceBytes(_ bytes: [UInt8]) throws {
        let file = try #require(fopen(path, "wb"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func overwrite(_ bytes: [UInt8], at offset: Int) throws {
        let file = try #require(fopen(path, "r+b"))
        fseek(file, offset, SEEK_SET)
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}

/// The items nearest to the query by fp32.
func nearest(_ query: [Float], in vectors: [[Float]], limit: Int) -> [Int64] {
    vectors.indices.map { (Int64($0 + 1), cosine(query, vectors[$0])) }
        .sorted { ($0.1, $1.0) > ($1.1, $0.0) }
        .prefix(limit).map(\.0)
}

func errorCode(_ body: () throws -> Void) -> MemoryError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? MemoryError)?.code
    }
}
