import Digest
import LanguageModels
import MemoryModel
import Testing
import WordPiece

@testable import SentenceEncoder

@Suite struct WeightsFileTests {
    static let shape = EncoderShape(layers: 2, hidden: 24, heads: 3, intermediate: 40, vocabulary: 50, positions: 40)

    private func code(_ body: () throws -> Void) -> MemoryError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? MemoryError)?.code
        }
    }

    private func written(_ folder: TemporaryFolder, _ precision: WeightsFile.Precision = .int8) throws -> String {
        let path = folder.path + "/m"
        try RandomModel(shape: Self.shape).write(to: path, precision: precision)
        return path
    }

    @Test(
        "What was written is read: sizes, settings, precision, revision",
        arguments: [WeightsFile.Precision.int8, .fp32])
    func roundTrip(precision: WeightsFile.Precision) throws {
        let folder = TemporaryFolder()
        var settings = RandomModel.settings(pooling: .cls, query: "Frage: ")
        settings.normalizes = false
        settings.tokenizer.lowercases = false
        settings.tokenizer.stripsAccents = true
        settings.documentPrefix = "文档 "
        let path = folder.path + "/m"
        try RandomModel(shape: Self.shape).write(to: path, precision: precision, settings: settings)
        let encoder = try SentenceEncoder(path: path)
        #expect(encoder.shape == Self.shape)
        #expect(encoder.settings == settings)
        #expect(encoder.precision == precision)
        #expect(encoder.model.dimension == 24)
        #expect(encoder.model.id == "made-up")
        let body = Array(folder.read("m")[WeightsLayout.digestStart...])
        #expect(encoder.model.revision == SHA256.hexDigest(of: body).prefix(12))
        try SentenceEncoder.verify(path: path)
    }

    @Test("A file cut anywhere is refused")
    func truncated() throws {
        let folder = TemporaryFolder()
        let path = try written(folder)
        let whole = folder.read("m").count
        for length in [0, 7, 63, 127, 128, 500, whole / 2, whole - 1] {
            folder.truncateFile("m", to: length)
            #expect(code { _ = try SentenceEncoder(path: path) } == .modelInvalid)
            #expect(code { try SentenceEncoder.verify(path: path) } == .modelInvalid)
            _ = try written(folder)
        }
    }

    @Test("A head that was altered in any byte is refused by opening or by verifying, never crashes")
    func alteredHead() throws {
        let folder = TemporaryFolder()
        let path = try written(folder)
        let bytes = folder.read("m")
        for place in 0..<600 {
            for value in [0, 0xFF, bytes[place] ^ 1] as [UInt8] where value != bytes[place] {
                var altered = bytes
                altered[place] = value
                folder.overwrite("m", with: altered)
                let opened = code { _ = try SentenceEncoder(path: path) }
                #expect(opened == nil || opened == .modelInvalid)
                #expect(code { try SentenceEncoder.verify(path: path) } == .modelInvalid, "byte \(place)")
            }
        }
    }

    @Test("An altered weight is found by verifying")
    func alteredWeight() throws {
        let folder = TemporaryFolder()
        let path = try written(folder)
        var bytes = folder.read("m")
        bytes[bytes.count - 100] ^= 1
        folder.overwrite("m", with: bytes)
        #expect(code { try SentenceEncoder.verify(path: path) } == .modelInvalid)
    }

    @Test("A scale that is not a number is found by verifying, even with a fitting digest, and ends no process")
    func brokenScale() throws {
        let folder = TemporaryFolder()
        let path = try written(folder)
        var bytes = folder.read("m")
        let header = try WeightsHeader(fileLength: bytes.count) { Array(bytes[$0..<($0 + $1)]) }
        let kind = WeightsLayout.Kind.up.rawValue + WeightsLayout.LinearPart.scale.rawValue
        let place = try #require(header.sections.first { $0.kind == kind }).offset
        bytes.replaceSubrange(place..<(place + 4), with: [UInt8](floats: [Float.nan]))
        var hash = SHA256()
        bytes[WeightsLayout.digestStart...].withUnsafeBytes { hash.update($0) }
        bytes.replaceSubrange(WeightsLayout.digestOffset..<WeightsLayout.digestStart, with: hash.finalize())
        folder.overwrite("m", with: bytes)
        #expect(code { try SentenceEncoder.verify(path: path) } == .modelInvalid)
        let encoder = try SentenceEncoder(path: path)
        let outcome = code { _ = try encoder.windows(of: "w5 w6", as: .query) }
        #expect(outcome == nil || outcome == .embeddingUnavailable)
    }

    @Test("Files that are none of ours are refused, and so is no file at all")
    func foreign() throws {
        let folder = TemporaryFolder()
        folder.overwrite("text", with: Array(String(repeating: "words ", count: 100).utf8))
        for path in [folder.path + "/text", folder.path + "/none", folder.path, "/dev/null"] {
            #expect(code { _ = try SentenceEncoder(path: path) } == .modelInvalid)
        }
    }

    @Test("A file that changes while it is mapped ends no process: it gives an error")
    func changedWhileMapped() throws {
        let folder = TemporaryFolder()
        let path = try written(folder)
        let cut = try SentenceEncoder(path: path)
        folder.truncateFile("m", to: 4096)
        #expect(code { _ = try cut.encode(tokens: [2, 5, 3]) } == .embeddingUnavailable)
        _ = try written(folder)
        let replaced = try SentenceEncoder(path: path)
        _ = try written(folder)
        #expect(code { _ = try replaced.encode(tokens: [2, 5, 3]) } == .embeddingUnavailable)
        #expect(code { _ = try SentenceEncoder(path: path).encode(tokens: [2, 5, 3]) } == nil)
    }

    @Test("Models that cannot be written: impossible sizes, words that do not fit, weights that are not numbers")
    func unwritable() throws {
        let folder = TemporaryFolder()
        var shape = Self.shape
        shape.heads = 5
        #expect(
            code { try RandomModel(shape: shape).write(to: folder.path + "/x", precision: .int8) } == .modelInvalid)
        let broken = RandomModel(shape: Self.shape, broken: "encoder.layer.1.output.dense.weight")
        #expect(code { try broken.write(to: folder.path + "/x", precision: .int8) } == .modelInvalid)
        #expect(
            code { try RandomModel(shape: Self.shape).write(to: folder.path + "/no/x", precision: .int8) }
                == .pathNotWritable)
        #expect(folder.read("x").isEmpty)
    }
}
