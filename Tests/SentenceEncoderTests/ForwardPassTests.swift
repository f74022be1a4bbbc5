import LanguageModels
import MemoryModel
import SentenceEncoder
import Testing

@Suite struct ForwardPassTests {
    /// Head widths of 8, 26 and 64; rows that fill their panels and rows that do not.
    static let shapes = [
        EncoderShape(layers: 2, hidden: 32, heads: 4, intermediate: 64, vocabulary: 50, positions: 40),
        EncoderShape(layers: 2, hidden: 312, heads: 12, intermediate: 100, vocabulary: 30, positions: 40),
        EncoderShape(layers: 1, hidden: 128, heads: 2, intermediate: 250, vocabulary: 30, positions: 40),
        EncoderShape(layers: 1, hidden: 30, heads: 5, intermediate: 18, vocabulary: 30, positions: 70),
    ]
    static let sets = InstructionSet.allCases.filter(\.isAvailable)

    @Test("fp32 vectors are those of the textbook's formulas", arguments: shapes, Pooling.allCases)
    func reference(shape: EncoderShape, pooling: Pooling) throws {
        let folder = TemporaryFolder()
        let model = RandomModel(shape: shape)
        let path = folder.path + "/m"
        try model.write(to: path, precision: .fp32, settings: RandomModel.settings(pooling: pooling))
        for count in [1, 2, 15, 16, 17, 37] {
            let ids = model.ids(count)
            let expected = try ReferenceEncoder(model: model, pooling: pooling).encode(ids)
            for set in Self.sets {
                let vector = try SentenceEncoder(path: path, instructionSet: set).encode(tokens: ids)
                #expect(cosine(vector.map(Double.init), expected) > 0.999_999, "\(set) \(count)")
            }
        }
    }

    @Test("int8 vectors are near to fp32, and equal on every instruction set", arguments: shapes)
    func quantized(shape: EncoderShape) throws {
        let folder = TemporaryFolder()
        let model = RandomModel(shape: shape)
        let paths = (folder.path + "/8", folder.path + "/32")
        try model.write(to: paths.0, precision: .int8)
        try model.write(to: paths.1, precision: .fp32)
        for count in [1, 5, 16, 33, 40] {
            let ids = model.ids(count)
            let exact = try SentenceEncoder(path: paths.1).encode(tokens: ids)
            let best = try SentenceEncoder(path: paths.0).encode(tokens: ids)
            #expect(cosine(best, exact) > 0.99)
            for set in Self.sets {
                let vector = try SentenceEncoder(path: paths.0, instructionSet: set).encode(tokens: ids)
                #expect(cosine(vector, best) > 0.999_99, "\(set) \(count)")
            }
        }
    }

    @Test("Many threads get the vectors one thread gets")
    func concurrent() async throws {
        let folder = TemporaryFolder()
        let model = RandomModel(shape: Self.shapes[0])
        try model.write(to: folder.path + "/m", precision: .int8)
        let encoder = try SentenceEncoder(path: folder.path + "/m")
        let inputs = (0..<40).map { model.ids(1 + $0, seed: UInt64($0)) }
        let expected = try inputs.map { try encoder.encode(tokens: $0) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try inputs.map { try encoder.encode(tokens: $0) } == expected }
            }
            for try await isEqual in group { #expect(isEqual) }
        }
    }

    @Test("Ids outside the vocabulary and windows of impossible lengths are refused")
    func impossibleWindows() throws {
        let folder = TemporaryFolder()
        let model = RandomModel(shape: Self.shapes[0])
        try model.write(to: folder.path + "/m", precision: .int8)
        let encoder = try SentenceEncoder(path: folder.path + "/m")
        for ids in [[], [-1], [50], [Int32](repeating: 5, count: 41)] as [[Int32]] {
            #expect { try encoder.encode(tokens: ids) } throws: { ($0 as? MemoryError)?.code == .invalidArgument }
        }
    }
}
