import Testing
import TextAnalysis

/// Secrets go, everything else stays.
struct RedactorTests {
    /// The secret must be gone, also in part, and what is around it must stay.
    private func check(_ text: String, hides secret: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let redaction = Redactor.redact(text)
        #expect(!redaction.text.contains(secret), "\(text)", sourceLocation: sourceLocation)
        #expect(!redaction.text.contains(secret.suffix(max(secret.count - 4, 4))), sourceLocation: sourceLocation)
        #expect(!redaction.findings.isEmpty, sourceLocation: sourceLocation)
        #expect(Redactor.redact(redaction.text).text == redaction.text, sourceLocation: sourceLocation)
    }

    @Test func seedsAreEnough() {
        #expect(RedactionSeeds.tokens.count + RedactionSeeds.passwords.count + RedactionSeeds.apiKeys.count >= 60)
    }

    @Test(arguments: RedactionSeeds.tokens)
    func tokensOfKnownFormAreHiddenInEveryShape(token: String) {
        for shape in RedactionSeeds.tokenShapes { check(shape(token), hides: token) }
    }

    @Test(arguments: RedactionSeeds.passwords)
    func passwordsAreHiddenInEveryShape(password: String) {
        for (index, shape) in RedactionSeeds.passwordShapes.enumerated() {
            let dropped: [Character] = index == 4 ? ["#", "@", "/"] : [5, 7, 9].contains(index) ? ["&"] : []
            check(shape(password), hides: password.filter { !dropped.contains($0) })
        }
    }

    @Test(arguments: RedactionSeeds.apiKeys)
    func keysAreHiddenInEveryShape(key: String) {
        for shape in RedactionSeeds.keyShapes { check(shape(key), hides: key) }
    }

    @Test func privateKeysAreHidden() {
        let body = (0..<6).map { RedactionSeeds.body(64, seed: $0) }
        for name in [
            "RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY", "PGP PRIVATE KEY BLOCK",
        ] {
            let dashes = "-----"
            let lines = ["\(dashes)BEGIN \(name)\(dashes)"] + body + ["\(dashes)END \(name)\(dashes)"]
            for separator in ["\n", "\\n", "\r\n"] {
                let text = "key: \"" + lines.joined(separator: separator) + "\" end"
                #expect(Redactor.redact(text).text == "key: \"[redacted:private-key]\" end")
            }
            check(lines.dropLast().joined(separator: "\n"), hides: body[5])
        }
    }

    @Test(arguments: [
        ("Cookie: session=abc123def456; theme=dark", "abc123def456"),
        ("Set-Cookie: sid=s%3Aabcdef123456.xyz; HttpOnly", "abcdef123456"),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
        ("\"authorization\": \"Basic dXNlcjpwYXNzd29yZA==\"", "dXNlcjpwYXNzd29yZA=="),
        ("curl -u admin:hunter2x https://x", "hunter2x"), ("sshpass -p hunter2x ssh host", "hunter2x"),
        ("machine h login bob password hunter2x", "hunter2x"), ("my password is hunter2x, ok?", "hunter2x"),
        ("数据库密码是 hunter2x", "hunter2x"), ("redis://:p4ssw0rdX@cache:6379/0", "p4ssw0rdX"),
        ("PASSWORD=swordfish", "swordfish"), ("password: hunter2x", "hunter2x"),
    ])
    func furtherShapesAreHidden(text: String, secret: String) {
        check(text, hides: secret)
    }

    @Test(arguments: CleanLines.mustStay)
    func placeholdersAndCodeStay(text: String) {
        #expect(Redactor.redact(text).text == text)
    }

    @Test func cleanTextIsLeftAlone() {
        #expect(CleanLines.all.count >= 300)
        let changed = CleanLines.all.filter { Redactor.redact($0).text != $0 }
        #expect(changed.count * 1_000 <= CleanLines.all.count * 5, "\(changed)")
        #expect(changed == [])
    }

    @Test func surroundingsStay() {
        let redaction = Redactor.redact("a password=hunter2! b")
        #expect(redaction.text == "a password=[redacted:password] b")
        #expect(redaction.findings.map(\.kind) == ["password"])
        #expect(redaction.findings.map(\.range) == [11..<19])
    }
}
