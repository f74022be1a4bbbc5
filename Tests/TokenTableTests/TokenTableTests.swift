import LanguageModels
import MemoryModel
import Testing
import TokenTable

@Suite("The token table")
struct TokenTableTests {
    let table: TokenTable

    init() throws {
        table = try TokenTable(path: TableSample.path)
    }

    private func vector(_ text: String) throws -> [Float] {
        let windows = try table.windows(of: text, as: .document)
        #expect(windows.count == 1)
        return try #require(windows.first).components
    }

    private func similarity(_ one: String, _ other: String) throws -> Double {
        try TableSample.cosine(vector(one), vector(other))
    }

    @Test("is named by what its file holds")
    func identity() {
        #expect(table.model.id == "token-table")
        #expect(table.model.revision == GoldenVectors.revision)
        #expect(table.model.dimension == 256)
        #expect(table.provenance.contains("all-MiniLM-L6-v2"))
    }

    @Test("gives the vectors that the fit computed", arguments: GoldenVectors.all.indices)
    func golden(place: Int) throws {
        let (text, components) = GoldenVectors.all[place]
        let digits = Array(components.utf8)
        let expected = try stride(from: 0, to: digits.count, by: 4).map { start in
            let number = try #require(UInt16(String(decoding: digits[start..<start + 4], as: UTF8.self), radix: 16))
            return Float(Int16(bitPattern: number)) / 32767
        }
        let computed = try vector(text)
        #expect(computed.count == expected.count)
        #expect(TableSample.cosine(computed, expected) >= 0.9999)
    }

    @Test(
        "puts a paraphrase nearer than a stranger",
        arguments: [
            ("The cat sleeps on the sofa.", "A kitten is napping on the couch.", "The invoice is due on Friday."),
            ("How do I fix this compiler error?", "The build fails with an error.", "She baked a chocolate cake."),
            ("I prefer tea.", "My favourite drink is green tea.", "The train leaves from platform four."),
            ("We moved the database to PostgreSQL.", "The SQL server was migrated.", "The dog ran over the meadow."),
            ("He is allergic to nuts.", "Peanuts make him ill.", "The function returns an array of integers."),
        ])
    func paraphrase(text: String, paraphrase: String, stranger: String) throws {
        #expect(try similarity(text, paraphrase) > similarity(text, stranger) + 0.1)
    }

    @Test("gives unit vectors, the same each time and for questions as for documents")
    func determinism() throws {
        let again = try TokenTable(path: TableSample.path)
        for (text, _) in GoldenVectors.all {
            let one = try table.windows(of: text, as: .document)
            #expect(try one == table.windows(of: text, as: .query))
            #expect(try one == again.windows(of: text, as: .document))
            let norm = one[0].components.reduce(0.0) { $0 + Double($1) * Double($1) }
            #expect(abs(norm - 1) < 1e-5)
        }
    }

    @Test("does not see the order of words, nor their case")
    func order() throws {
        #expect(try vector("the dog bites the man") == vector("THE MAN bites the Dog"))
    }

    @Test(
        "has no window for a text without a known piece",
        arguments: ["", "   \n\t ", "\u{0}\u{1}\u{200B}", "[SEP] [CLS]", "\u{1F9FF}\u{E000}"])
    func nothing(text: String) throws {
        #expect(try table.windows(of: text, as: .document).isEmpty)
        #expect(try table.windows(of: text, as: .query).isEmpty)
    }

    @Test("reads so much of a megabyte and no more")
    func megabyte() throws {
        let long = String(repeating: "a long tale of many words ", count: 45_000)
        let windows = try table.windows(of: long, as: .document)
        #expect(windows.count == 1)
        #expect(try similarity(long, "a long tale of many words") > 0.9)
        let oneWord = String(repeating: "ab", count: 500_000)
        #expect(try table.windows(of: oneWord, as: .document).isEmpty)
        #expect(try table.windows(of: String(repeating: "、。", count: 200_000), as: .query).count == 1)
    }

    @Test("stays whole on any bytes")
    func junk() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            let bytes = (0..<Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            for window in try table.windows(of: String(decoding: bytes, as: UTF8.self), as: .document) {
                #expect(window.components.allSatisfy { $0.isFinite })
            }
            let scalars = (0..<50).compactMap { _ in
                Unicode.Scalar(UInt32(truncatingIfNeeded: random.next() % 0x110000))
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            for window in try table.windows(of: String(text), as: .query) {
                #expect(window.components.count == table.model.dimension)
            }
        }
    }
}

/// A small generator of random numbers with a seed (SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
