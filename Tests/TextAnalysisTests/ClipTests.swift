import Testing
import TextAnalysis

/// Shortening, describing and choosing.
struct ClipTests {
    @Test func shortTextIsUntouched() {
        #expect(Clip.headTail("abc", limit: 3) == "abc")
        #expect(Clip.headTail("👩‍👩‍👧‍👦🇩🇪", limit: 2) == "👩‍👩‍👧‍👦🇩🇪")
    }

    @Test(arguments: [1, 2, 10, 29, 30, 31, 50, 100, 999])
    func clippedTextKeepsTheLimit(limit: Int) {
        for unit in ["a", "数", "👩‍👩‍👧‍👦", "e\u{301}", "ab\r\n"] {
            let text = String(repeating: unit, count: 1_500)
            let clipped = Clip.headTail(text, limit: limit)
            #expect(clipped.count <= limit)
            #expect(text.hasPrefix(clipped.prefix { $0 != "\n" }))
        }
    }

    @Test func headAndTailStay() {
        let text = (1...2_000).map(String.init).joined(separator: " ")
        let clipped = Clip.headTail(text, limit: 200)
        #expect(clipped.count == 200)
        #expect(clipped.hasPrefix("1 2 3 "))
        #expect(clipped.hasSuffix(" 1999 2000"))
        #expect(clipped.contains("\n…[cut 8717 characters]…\n"))
        let parts = clipped.split(separator: "\n")
        #expect(parts[0].count > parts[2].count)
    }

    @Test func filesAreDescribedAndLinksStay() {
        let blob = "iVBORw0KGgo" + String(repeating: "Ab1+", count: 4_096)
        #expect(Attachments.describe("see data:image/png;base64,\(blob) ok") == "see [image/png, 12 KB] ok")
        #expect(Attachments.describe("\"\(blob)\"") == "\"[image/png, 12 KB]\"")
        #expect(Attachments.describe("https://x.y/z.png") == "https://x.y/z.png")
        let link = "https://x.y/" + String(repeating: "aB3/", count: 100)
        #expect(Attachments.describe(link) == link)
        let hash = String(repeating: "0123456789abcdef", count: 20)
        #expect(Attachments.describe(hash) == hash)
        let lines = Array(repeating: String(repeating: "aB3x", count: 19), count: 6).joined(separator: "\n")
        #expect(Attachments.describe("blob:\n\(lines)==\nend") == "blob:\n[base64, 342 B]\nend")
        #expect(Attachments.describe("data: yes, data:x") == "data: yes, data:x")
    }

    @Test func tokensAreEstimated() {
        #expect(TokenEstimate.count("") == 0)
        #expect(TokenEstimate.count("abcde") == 2)
        #expect(TokenEstimate.count("数据库 abc") == 4)
    }

    @Test func snippetShowsTheSentencesThatMatch() {
        let filler = (1...40).map { "Sentence number \($0) is about nothing." }.joined(separator: " ")
        let text = filler + " Install libpq-dev to build psycopg2. " + filler
        let terms = Set(Terms.queryTerms(in: "psycopg2 libpq-dev").map(\.text))
        let snippet = Snippet.choose(from: text, matching: terms, around: 120)
        #expect(snippet.contains("Install libpq-dev to build psycopg2."))
        #expect(snippet.count <= 120)
        #expect(snippet.hasPrefix("…"))
        #expect(snippet.hasSuffix("…"))
    }

    @Test func snippetPrefersHeavierTerms() {
        let text =
            "Alpha beta gamma delta. " + String(repeating: "Filler words here. ", count: 30) + "The needle is omega."
        let snippet = Snippet.choose(from: text, weights: ["alpha": 1, "beta": 1, "omega": 9], around: 60)
        #expect(snippet.contains("needle is omega"))
    }

    @Test func snippetJoinsDistantSentences() {
        let filler = String(repeating: "Nothing to see here. ", count: 20)
        let text = "Alpha is first. " + filler + "Omega is last. " + filler
        let snippet = Snippet.choose(from: text, matching: ["alpha", "omega"], around: 100)
        #expect(snippet.contains("Alpha is first."))
        #expect(snippet.contains("Omega is last."))
        #expect(snippet.count <= 100)
    }

    @Test func snippetCutsLongSentences() {
        let text = String(repeating: "数据库连接超时需要重试", count: 100) + "缓存" + String(repeating: "其他内容", count: 100)
        let snippet = Snippet.choose(from: text, matching: ["缓存"], around: 80)
        #expect(snippet.contains("缓存"))
        #expect(snippet.count <= 80)
    }

    @Test func aStepIsSummedUpOnOneLine() {
        #expect(
            Summary.line(
                userText: nil, toolName: "Bash", toolInput: #"{"command":"pip install\npsycopg2"}"#,
                outcome: "error: pg_config missing", agentText: nil)
                == "Bash: pip install psycopg2 → error: pg_config missing")
        #expect(
            Summary.line(userText: "# Fix\nit", toolName: nil, toolInput: nil, outcome: nil, agentText: "Done.\nx")
                == "Fix → Done.")
        let long = String(repeating: "word ", count: 200)
        let line = Summary.line(userText: long, toolName: nil, toolInput: nil, outcome: nil, agentText: long)
        #expect(line.count <= Summary.maximumCharacters)
        #expect(!line.contains("\n"))
    }
}
