import LanguageModels
import Testing
import TokenTable

@Suite("The token table as what knows which words are akin")
struct WordKinshipTests {
    let table: TokenTable

    init() throws {
        table = try TokenTable(path: TableSample.path)
    }

    private func coverage(_ words: [String], _ text: String) throws -> Double {
        try #require(table.coverage(of: words.map { WeighedWord(text: $0, weight: 1) }, by: [text]).first)
    }

    @Test("a text with all the words is covered whole, however they are written")
    func equal() throws {
        #expect(try coverage(["pottery", "class"], "The CLASS about Pottery starts at nine.") > 0.999)
        #expect(try coverage(["unbelievably"], "Unbelievably good.") > 0.999)
    }

    @Test(
        "kindred words count for something, strangers for less",
        arguments: [
            ("pottery", "She makes ceramics on Sundays.", "The invoice is due on Friday."),
            ("dog", "Our puppy is asleep.", "The compiler reports a fault."),
            ("doctor", "The physician will call.", "We painted the fence."),
            ("database", "It is stored in SQL tables.", "The baker sells bread."),
            ("painting", "He showed his art.", "The train leaves at six."),
        ])
    func kindred(word: String, kin: String, stranger: String) throws {
        let near = try coverage([word], kin)
        #expect(try near > coverage([word], stranger) + 0.05)
        #expect(near < 1)
    }

    @Test("each word is sought for itself: two words in one text cover more than one of them")
    func parts() throws {
        let words = ["marathon", "grandmother"]
        let both = try coverage(words, "Grandmother ran a marathon.")
        let one = try coverage(words, "The marathon was long.")
        #expect(both > 0.999)
        #expect(one > 0.45 && one < 0.8)
    }

    @Test("a word counts as much as it weighs")
    func weights() throws {
        let words = [WeighedWord(text: "marathon", weight: 3), WeighedWord(text: "zebra", weight: 1)]
        let values = table.coverage(of: words, by: ["A marathon.", "A zebra."])
        #expect(values[0] > 0.74 && values[1] < 0.5 && values[0] > values[1])
    }

    @Test("one value for each text, in their order, and the same alone as among others")
    func order() throws {
        let texts = ["ceramics", "", "taxes", "pottery", "的"]
        let words = [WeighedWord(text: "pottery", weight: 2)]
        let together = table.coverage(of: words, by: texts)
        #expect(together.count == texts.count)
        #expect(together == texts.flatMap { table.coverage(of: words, by: [$0]) })
        #expect(together[1] == 0 && together[3] > 0.999)
    }

    @Test("nothing is asked, nothing is known or nothing weighs anything: nothing is covered")
    func nothing() {
        let texts = ["some text", ""]
        for text in ["", "   ", "\u{E000}", "[UNK]"] {
            #expect(table.coverage(of: [WeighedWord(text: text, weight: 1)], by: texts) == [0, 0])
        }
        for weight in [0, -1, Double.nan, .infinity, .greatestFiniteMagnitude] {
            #expect(table.coverage(of: [WeighedWord(text: "text", weight: weight)], by: texts) == [0, 0])
        }
        #expect(table.coverage(of: [], by: texts) == [0, 0])
        #expect(table.coverage(of: [WeighedWord(text: "text", weight: 1)], by: []).isEmpty)
    }

    @Test("Chinese is read by its characters")
    func chinese() throws {
        #expect(try coverage(["我"], "我在北京。") > 0.999)
        #expect(try coverage(["我的"], "Nothing of the kind.") < 0.9)
    }

    @Test("of a megabyte the beginning counts, in words as in texts")
    func megabyte() throws {
        let filler = String(repeating: "lorem ipsum dolor ", count: 60_000)
        #expect(try coverage(["pottery"], "pottery " + filler) > 0.999)
        #expect(try coverage(["pottery"], filler + " pottery") < 0.999)
        #expect(try coverage(["pottery", filler], "pottery") > 0)
        #expect(try coverage([String(repeating: "ab", count: 500_000)], "abab") == 0)
        let cut = String(repeating: "日", count: 100_000)
        #expect(try coverage(["日"], cut) > 0.999)
    }

    @Test("is a share whatever it is given")
    func junk() {
        var random = SplitMix(state: 11)
        func text() -> String {
            let bytes = (0..<Int(random.next() % 120)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let scalars = (0..<Int(random.next() % 30)).compactMap { _ in
                Unicode.Scalar(UInt32(truncatingIfNeeded: random.next() % 0x11_0000))
            }
            return String(decoding: bytes, as: UTF8.self) + String(String.UnicodeScalarView(scalars)) + " word"
        }
        for _ in 0..<200 {
            let words = (0..<Int(random.next() % 40)).map { _ in
                WeighedWord(text: text(), weight: Double(random.next() % 9) - 1)
            }
            let texts = (0..<5).map { _ in text() }
            let values = table.coverage(of: words, by: texts)
            #expect(values.count == texts.count)
            #expect(values.allSatisfy { (0...1).contains($0) })
        }
    }
}
