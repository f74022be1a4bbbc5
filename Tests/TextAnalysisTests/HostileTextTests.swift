import Testing
import TextAnalysis

/// Random text of every kind goes through everything: nothing traps, limits and agreements hold.
struct HostileTextTests {
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
        "password=", "token: \"", "\"", "'", "://", "@", "-----BEGIN PRIVATE KEY-----", "eyJ", "ghp_", "error: ",
        "Error: ", "/a/b.c:1:2",
        "\u{1B}[31m", "<memos_memory id=\"", "</memos_memory id=\"", "\">\n", "<system-reminder>", "数据库", "が", "ｶﾞ",
        "か\u{3099}",
        "\u{1112}\u{1161}\u{11AB}", "é", "e\u{301}", "👩‍👩‍👧‍👦", "\u{200D}", "fooBar", "HTTPServer", "v1.2.3", "\\", "\n",
        "\r\n", "  ",
        "data:image/png;base64,", "AAAA", "[", "]", "{\"command\":\"", "Traceback (most recent call last):", "\u{0}",
        "ß", "İ", "ไทย",
        "--password ", "'s", "n't", "running", "0x80070005", "...", "::", "=", "<", "密码：", "don't", "\u{FFFD}", "²",
        "㌔", "ﬁ",
    ]

    private static func text(_ random: inout Random) -> String {
        var result = ""
        for _ in 0..<Int.random(in: 0..<24, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0...3: result += pieces.randomElement(using: &random) ?? ""
            case 4:
                let value = UInt32.random(in: 0..<0x110000, using: &random)
                if let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
            case 5: result.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0..<128, using: &random)))
            case 6: result += String(UInt64.random(in: 0 ... .max, using: &random), radix: 36)
            default:
                let value = UInt32.random(in: 0x4E00..<0x9FA5, using: &random)
                if let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    @Test func randomTextHarmsNothing() {
        var random = Random(state: 7)
        for _ in 0..<20_000 {
            let text = Self.text(&random)
            let terms = Terms.terms(in: text)
            let length = text.utf8.count
            #expect(terms.allSatisfy { !$0.text.isEmpty && $0.text.utf8.count <= Terms.maximumBytes })
            #expect(terms.allSatisfy { $0.range.lowerBound < $0.range.upperBound && $0.range.upperBound <= length })
            #expect(terms.first?.colocated != true)
            #expect(Set(Terms.queryTerms(in: text).map(\.text)) == Set(terms.map(\.text)))
            let redacted = Redactor.redact(text).text
            #expect(Redactor.redact(redacted).text == redacted)
            for signature in ErrorSignatures.extract(from: text) { #expect((6...160).contains(signature.text.count)) }
            #expect(Clip.headTail(text, limit: 40).count <= 40)
            #expect(Snippet.choose(from: text, matching: Set(terms.prefix(3).map(\.text)), around: 40).count <= 40)
            let wrapped = InjectionFence.wrap(text, nonce: "n")
            #expect(InjectionFence.strip("a" + wrapped + "b") == "ab")
            _ = Envelope.clean(text)
            _ = CaptureGate.decision(userText: text)
            _ = Attachments.describe(text)
            _ = TokenEstimate.count(text)
            let summary = Summary.line(userText: text, toolName: text, toolInput: text, outcome: text, agentText: text)
            #expect(summary.count <= Summary.maximumCharacters)
            let tags = Tags.derive(
                userText: text, agentText: text, toolName: text, toolInput: text, toolOutput: text,
                errors: ErrorSignatures.extract(from: text))
            #expect(tags.count <= Tags.maximumCount)
        }
    }

    @Test func bytesThatAreNotUTF8HarmNothing() {
        var random = Random(state: 11)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            bytes.withUnsafeBufferPointer { buffer in
                Terms.forEachTerm(in: buffer) { term, range, _ in
                    #expect(!term.isEmpty && range.upperBound <= buffer.count)
                    return true
                }
            }
        }
    }

    /// A word gives the same terms alone and inside a text: what is indexed can be asked for.
    @Test func indexAndQueryAgree() {
        var random = Random(state: 13)
        for _ in 0..<5_000 {
            let words = (0..<4).map { _ in Self.text(&random).filter { !$0.isWhitespace && $0 != "\u{0}" } }
            let whole = Set(Terms.terms(in: words.joined(separator: " \n ")).map(\.text))
            for word in words {
                let alone = Set(Terms.queryTerms(in: word).map(\.text))
                #expect(alone.isSubset(of: whole), "\(word.debugDescription)")
            }
        }
    }
}
