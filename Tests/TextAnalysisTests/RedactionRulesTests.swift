import Testing

@testable import TextAnalysis

@Suite("A person's own rules of redaction")
struct RedactionRulesTests {
    private func redacted(_ text: String, _ lines: String...) throws -> String {
        Redactor.redact(text, rules: try RedactionRules(lines)).text
    }

    @Test(
        "take out what they name, and nothing else",
        arguments: [
            ("codename: Blue Heron", "the Blue Heron files", "the [redacted:codename] files"),
            ("t: /CU-\\d{6}/", "CU-123456, CU-12345, cu-123456", "[redacted:t], CU-12345, cu-123456"),
            ("t: /cu-\\d+/i", "CU-1 cu-22", "[redacted:t] [redacted:t]"),
            ("t: /a|ab|abc/", "xabcx", "x[redacted:t]x"),
            ("t: /\\b[A-Z][a-z]+son\\b/", "Johnson and Sonson, sons", "[redacted:t] and [redacted:t], sons"),
            ("t: /^key=.+$/", "a key=1\nkey=2\nb", "a key=1\n[redacted:t]\nb"),
            ("t: /客户.{2}/", "给客户张三发信", "给[redacted:t]发信"),
            ("t: /[^ ]+@(?:acme|initech)\\.(com|org)/", "to j.d@acme.org now", "to [redacted:t] now"),
            ("t: /x{2,3}y?/", "x xx xxxy xxxx", "x [redacted:t] [redacted:t] [redacted:t]x"),
            ("t: /\\[\\d+\\]/", "see [42] [x]", "see [redacted:t] [x]"),
        ])
    func take(_ rule: String, _ text: String, _ expected: String) throws {
        #expect(try redacted(text, rule) == expected)
    }

    @Test("never match the mark of what was taken out, so that redacting twice changes nothing")
    func twice() throws {
        let rules = try RedactionRules(["word: /[a-z]{4,}/"])
        let once = Redactor.redact("token ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5 lies here", rules: rules).text
        #expect(Redactor.redact(once, rules: rules).text == once)
        #expect(!once.contains("lies"))
        #expect(once.contains("[redacted:github"))
    }

    @Test("that overlap are one finding, and no byte of either stays")
    func overlap() throws {
        #expect(try redacted("abcdef", "one: abcd", "two: cdef") == "[redacted:one]")
    }

    @Test(
        "that cannot be read are refused with the place and the reason",
        arguments: [
            ("no colon", 1), ("Name: abc", 1), ("a: xy", 4), ("a: /(b/", 5), ("a: /b)/", 6), ("a: /[b/", 5),
            ("a: /b**/", 7), ("a: /(?=b)/", 7), ("a: /(b)\\1/", 8), ("a: /b*/", 5), ("a: /\\q/", 5),
            ("a: /b{3,2}/", 10), ("a: /[z-a]/", 6), ("a: /(b{100}){100}/", 5),
        ])
    func refused(_ line: String, _ column: Int) {
        let fault = #expect(throws: RedactionRules.Fault.self) { try RedactionRules(["good: abc", line]) }
        #expect(fault?.line == 1)
        #expect(fault?.column == column, "\(fault?.reason ?? "")")
    }

    @Test("work in time that grows with the text only, whatever the expression")
    func linear() throws {
        let rules = try RedactionRules(["a: /(a+)+b/", "b: /(a|aa)*c/", "c: /(.*a){12}d/"])
        let text = String(repeating: "a", count: 20_000)
        #expect(Redactor.redact(text, rules: rules).text == text)
    }

    @Test("two rules of one name are refused")
    func names() {
        #expect(throws: RedactionRules.Fault.self) { try RedactionRules(["a: one", "a: two"]) }
    }

    @Test("hold for those that name none, while they are in force")
    func current() throws {
        let rules = try RedactionRules(["a: heron"])
        let text = RedactionRules.$current.withValue(rules) { Redactor.redact("blue heron").text }
        #expect(text == "blue [redacted:a]")
        #expect(Redactor.redact("blue heron").text == "blue heron")
    }
}
