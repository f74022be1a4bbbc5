import Testing
import TextAnalysis

/// What the index and the query see of a text.
struct TermsTests {
    private func check(
        _ text: String, gives expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = Terms.terms(in: text).map { ($0.colocated ? "+" : "") + $0.text }
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    @Test func wordsAreFoldedAndStemmed() {
        check("Running the migrations", gives: ["run", "the", "migrat"])
        check("Café RÉSUMÉ naïve Straße", gives: ["cafe", "resum", "naiv", "strass"])
        check("ＦＵＬＬ ﬁle №", gives: ["full", "file", "no"])
        check("Ёлка Ὀδυσσεύς İstanbul", gives: ["елка", "οδυσσευσ", "istanbul"])
        check("It's what we don't do", gives: ["it", "what", "we", "dont", "do"])
    }

    @Test func namesAreKeptWholeAndTakenApart() {
        check("libpq-dev", gives: ["libpq", "+libpq-dev", "dev"])
        check("foo_bar", gives: ["foo", "+foo_bar", "bar"])
        check("fooBar", gives: ["foo", "+foobar", "bar"])
        check(
            "HTTPServer URLs timeSeries",
            gives: ["http", "+httpserver", "server", "url", "time", "+timeseries", "+timeseri", "seri"])
        check("ECONNREFUSED", gives: ["econnrefus", "+econnrefused"])
        check("0x80070005", gives: ["0x80070005"])
        check("me@example.org", gives: ["me", "+me@example.org", "exampl", "+example.org", "org"])
        check("C++ and c#", gives: ["c++", "and", "c#"])
    }

    @Test func pathsVersionsAndLinks() {
        check(
            "src/app/main.rs:12",
            gives: ["src", "+src/app/main.rs", "+src/app/main.rs:12", "app", "main", "+main.rs", "rs", "12"])
        check("v1.2.3", gives: ["v1.2.3", "+1.2.3"])
        check("python3.11", gives: ["python3.11", "+python"])
        check(#"C:\src\a.c"#, gives: ["c", "+c:/src/a.c", "src", "a", "+a.c", "c"])
        check("wait... done--really", gives: ["wait", "done", "realli"])
    }

    @Test func scriptsWithoutSpacesGiveCharactersAndPairs() {
        check("数据库", gives: ["数", "+数据", "据", "+据库", "库"])
        check("用Redis缓存", gives: ["用", "redi", "缓", "+缓存", "存"])
        check("ｶﾞ", gives: ["ガ"])
        check("が", gives: ["が"])
        check("か\u{3099}", gives: ["が"])
        check("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", gives: ["한", "+한글", "글"])
        check("한글", gives: ["한", "+한글", "글"])
    }

    @Test func decomposedTextGivesTheSameTerms() {
        check("re\u{301}sume\u{301}", gives: ["resum"])
        check("\u{438}\u{306}", gives: ["и"])
        check("й", gives: ["и"])
    }

    @Test func rangesAreOfTheOriginal() {
        let text = "größer: 数据 fooBar"
        let utf8 = Array(text.utf8)
        let slices = Terms.terms(in: text).map { String(decoding: utf8[$0.range], as: UTF8.self) }
        #expect(slices == ["größer", "数", "数据", "据", "foo", "fooBar", "Bar"])
    }

    @Test func longTermsAreCutByAStableRule() {
        let long = String(repeating: "ab", count: 200)
        let terms = Terms.terms(in: long).map(\.text)
        #expect(terms.count == 1)
        #expect(terms[0].utf8.count == Terms.maximumBytes)
        #expect(Terms.terms(in: "x " + long).last?.text == terms[0])
        #expect(Terms.terms(in: long + "c").map(\.text) != terms)
    }

    @Test func queryTermsAreDistinctAndKnowStopwords() {
        let terms = Terms.queryTerms(in: "How do we fix the flaky test? the test 怎么修复")
        #expect(terms.filter { !$0.isStopword }.map(\.text) == ["fix", "flaki", "test", "修", "修复", "复"])
        #expect(terms.first { $0.text == "怎么" }?.isStopword == true)
        #expect(Set(terms.map(\.text)).count == terms.count)
    }

    @Test func kindsTellNamesFromWords() {
        let kinds = Dictionary(
            Terms.queryTerms(in: "retry foo_bar a/b v1.2.0 42 库 数据").map { ($0.text, $0.kind) }
        ) { first, _ in first }
        #expect(kinds["retri"] == .word)
        #expect(kinds["foo_bar"] == .identifier)
        #expect(kinds["a/b"] == .path)
        #expect(kinds["v1.2.0"] == .version)
        #expect(kinds["42"] == .number)
        #expect(kinds["库"] == .han1)
        #expect(kinds["数据"] == .han2)
    }
}
