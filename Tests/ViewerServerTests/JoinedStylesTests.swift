import Testing

@testable import ViewerServer

@Suite("Style sheets that import others")
struct JoinedStylesTests {
    private let files = ["/styles/base.css": "a {}", "/components/b/b.css": "b {}"]

    private func joined(_ text: String) -> String {
        JoinedStyles.joined(text, at: "/styles/app.css") { files[$0] }
    }

    @Test("come as one, each import in its layer")
    func one() {
        let text =
            "@layer base, parts;\n@import url(\"base.css\") layer(base);\n@import url(\"../components/b/b.css\") layer(parts);\n"
        #expect(joined(text) == "@layer base, parts;\n@layer base {\na {}\n}\n@layer parts {\nb {}\n}\n")
    }

    @Test(
        "stay as they are when an import is written otherwise or names no file",
        arguments: [
            "@import \"base.css\";", "@import url(\"none.css\") layer(x);", "@import url(\"base.css\");", "a { b: c }",
        ])
    func asTheyAre(_ line: String) {
        let text = "@import url(\"base.css\") layer(base);\n\(line)"
        #expect(line.hasPrefix("@import") ? joined(text) == text : joined(line) == line)
    }

    @Test("are served so")
    func served() {
        let assets = StaticAssets(files: [
            "/app.css": Array("@import url(\"a.css\") layer(a);".utf8), "/a.css": Array("a {}".utf8),
        ])
        #expect(assets.asset(at: "/app.css").map { String(decoding: $0.bytes, as: UTF8.self) } == "@layer a {\na {}\n}")
    }
}
