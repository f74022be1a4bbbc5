import MemoryModel
import QuestionReading
import Testing
import TextAnalysis

/// Random and hostile text of every kind goes through everything: nothing traps, bounds hold.
@Suite struct HostileQuestionTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let pieces = [
        "last ", "next ", "week", "May ", "8", "2023", "-", "/", ".", "年", "月", "日", "上", "周", "三", "天", "前", "到",
        "between ", " and ", "from ", " to ", "since ", "before ", "three ", "days ", "after ", "ago", "Ana: ", "：",
        "'s",
        "’s", "?", "？", "\n", "- ", "\"", "`", "{", "、", "和", "999999999999", "99999 years ago", "Q", "Q4", "the ",
        "other ", "day", "of ", "early ", "半", "几", "最近", "从", "以来", "个", "十", "百", "０１２", "（", "\u{202E}",
        "\u{200D}", "👩‍👩‍👧", "é", "e\u{301}", "ß", "İ", "ไทย", "שלום", "مرحبا", "\u{0}", "\u{7F}", "\u{FFFD}",
        "(a+)+$", "((((((((", "[[[[", "\\", "AND OR NEAR(", "*", "%", "\u{10FFFF}", "𠀀", "　",
    ]

    private static func text(_ random: inout Random) -> String {
        var result = ""
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            if Int.random(in: 0..<4, using: &random) > 0 {
                result += pieces.randomElement(using: &random) ?? ""
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x110000, using: &random)) {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func read(_ text: String, at time: Timestamp) {
        _ = TextCues(of: text)
        _ = QuestionCues(of: text)
        if let name = Speakers.leading(of: text) {
            #expect(!name.isEmpty && name.count <= Speakers.maximumCharacters && text.hasPrefix(name))
        }
        let known: Set<String> = ["Ana", "王小明", "Jean-Luc van Dam", text]
        #expect(Speakers.asked(in: text, among: known).isSubset(of: known))
        let ranges = TimeExpressions.ranges(in: text, at: time)
        let events = TimeExpressions.eventRanges(in: text, at: time, offset: 900)
        for range in ranges + events {
            #expect(range.start < range.end && Timestamps.range.contains(range.start) && !range.text.isEmpty)
        }
        let score = TimeMatch.score(question: ranges, rowTime: time, events: events)
        #expect((0...1).contains(score))
        let terms = Terms.queryTerms(in: String(text.prefix(4_000))).prefix(48).map {
            FacetTerm(term: $0, weight: 1)
        }
        let facets = Facets.of(text, terms: terms)
        #expect(facets.count <= Facets.maximumCount && facets.isEmpty == terms.isEmpty)
    }

    @Test("Ten thousand random texts harm nothing")
    func randomText() {
        var random = Random(state: 11)
        for round in 0..<10_000 {
            let time: Timestamp =
                round % 50 == 0
                ? [.min, .max, 0, Timestamps.range.lowerBound, Timestamps.range.upperBound][round / 50 % 5]
                : Timestamp.random(in: Timestamps.range, using: &random)
            Self.read(Self.text(&random), at: time)
        }
    }

    @Test(
        "A megabyte of anything is read no further than its beginning",
        arguments: [
            "a", "a ", "A, ", "the ", "last last ", "1-", "2023-", "before ", "between 1 May and ", "上", "三天", "和",
            "、", "?", "\"", "'", "(", "👍", "\u{202E}", "\u{0}", "\n", "x\n- ", "Ana ", "week before ", "i ", "最近",
        ])
    func megabyte(_ piece: String) {
        Self.read(String(repeating: piece, count: 1_000_000 / piece.utf8.count), at: 1_700_000_000_000)
    }
}
