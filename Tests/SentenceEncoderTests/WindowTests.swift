import LanguageModels
import MemoryModel
import Testing

@testable import SentenceEncoder

@Suite struct WindowTests {
    static let shape = EncoderShape(layers: 1, hidden: 32, heads: 4, intermediate: 64, vocabulary: 50, positions: 40)

    private func encoder(_ folder: TemporaryFolder, query: String = "") throws -> SentenceEncoder {
        let path = folder.path + "/m"
        try RandomModel(shape: Self.shape).write(
            to: path, precision: .int8, settings: RandomModel.settings(maximumTokens: 18, query: query))
        return try SentenceEncoder(path: path)
    }

    @Test("Windows cover the text, share an eighth, and none repeats what another holds whole")
    func plan() {
        let plan = WindowPlan(capacity: 16, most: 8)
        #expect(plan.ranges(of: 0) == [])
        #expect(plan.ranges(of: 1) == [0..<1])
        #expect(plan.ranges(of: 16) == [0..<16])
        #expect(plan.ranges(of: 17) == [0..<16, 14..<17])
        #expect(plan.ranges(of: 30) == [0..<16, 14..<30])
        #expect(plan.reach == 114)
        #expect(plan.ranges(of: 114).count == 8)
        #expect(plan.ranges(of: 114).last == 98..<114)
        #expect(WindowPlan(capacity: 16, most: 1).ranges(of: 16) == [0..<16])
        #expect(WindowPlan(capacity: 1, most: 8).ranges(of: 3) == [0..<1, 1..<2, 2..<3])
    }

    @Test("A text without tokens has no windows, a question at most one, a long text at most eight")
    func counts() throws {
        let folder = TemporaryFolder()
        let encoder = try encoder(folder)
        let long = String(repeating: "w7 w8 w9 ", count: 100_000)
        #expect(try encoder.windows(of: "", as: .document).isEmpty)
        #expect(try encoder.windows(of: " \n\t ", as: .query).isEmpty)
        #expect(try encoder.windows(of: "w5", as: .document).count == 1)
        #expect(try encoder.windows(of: long, as: .query).count == 1)
        #expect(try encoder.windows(of: long, as: .document).count == 8)
    }

    @Test("A window is [CLS], prefix, text, [SEP]")
    func prefix() throws {
        let folder = TemporaryFolder()
        let encoder = try encoder(folder, query: "w9 ")
        let asQuery = try encoder.windows(of: "w5 w6", as: .query)
        let asDocument = try encoder.windows(of: "w5 w6", as: .document)
        let expected = try [[2, 9, 5, 6, 3], [2, 5, 6, 3]].map { try encoder.encode(tokens: $0) }
        #expect(asQuery.count == 1 && asDocument.count == 1)
        #expect(cosine(asQuery[0].components, expected[0]) > 0.999_999)
        #expect(cosine(asDocument[0].components, expected[1]) > 0.999_999)
        #expect(cosine(asQuery[0].components, expected[1]) < 0.999)
    }
}
