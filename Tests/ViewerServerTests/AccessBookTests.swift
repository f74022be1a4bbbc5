import JSONText
import Testing

@testable import ViewerServer

private let day: Int64 = 86_400_000

@Suite struct LoginLinksTests {
    /// A class, because the macros of the tests do not call mutating functions.
    private final class Links {
        private var links: LoginLinks
        private let start = ContinuousClock.now

        init(_ links: LoginLinks = LoginLinks()) { self.links = links }

        func issue() -> String { links.issue(now: start) }

        func redeem(_ word: String, at seconds: Int = 0) -> Bool {
            links.redeem(word, now: start + .seconds(seconds))
        }
    }

    @Test func aLinkWorksOnce() {
        let links = Links()
        let link = links.issue()
        #expect(!links.redeem(""))
        #expect(links.redeem(link))
        #expect(!links.redeem(link))
    }

    @Test func aLinkIsWorthAMinute() {
        let links = Links()
        let (early, late) = (links.issue(), links.issue())
        #expect(links.redeem(early, at: 59))
        #expect(!links.redeem(late, at: 60))
    }

    @Test func theOldestLinksGiveWay() {
        let links = Links(LoginLinks(capacity: 2))
        let words = (0..<3).map { _ in links.issue() }
        #expect(words.map { links.redeem($0) } == [false, true, true])
    }
}

@Suite struct AccessBookTests {
    @Test("a session lives while it is used, and a week beyond")
    func useProlongsASession() {
        var book = AccessBook()
        let secret = book.openSession(label: "Firefox, Linux", now: 0)
        let (first, second) = (book.session(of: secret, now: 6 * day), book.session(of: secret, now: 12 * day))
        let late = book.session(of: secret, now: 19 * day)
        #expect(first != nil && second != nil && late == nil)
        let wrong = book.session(of: "", now: 0)
        #expect(wrong == nil)
    }

    @Test("the book holds no secret")
    func secretsAreNotKept() throws {
        var book = AccessBook()
        let session = book.openSession(label: "x", now: 0)
        let made = book.makeToken(name: "script", scopes: [.read], expires: nil, now: 0)
        let token = try #require(made)
        #expect(token.secret.hasPrefix("memos_"))
        #expect(!book.json.text.contains(session))
        #expect(!book.json.text.contains(token.secret.dropFirst(6)))
    }

    @Test("what is written is read back the same")
    func roundTrip() throws {
        var book = AccessBook(password: PasswordHash(iterations: 3, salt: "s", hash: "h"))
        _ = book.openSession(label: "Firefox, Linux", now: 5)
        let made = book.makeToken(name: "a", scopes: [.read, .write], expires: day, now: 5)
        let secret = try #require(made?.secret)
        _ = book.token(of: secret, now: 7)
        let read = try AccessBook(json: JSON(parsing: book.json.text))
        #expect(read == book)
        #expect(AccessBook(json: .null) == AccessBook())
    }

    @Test("ended sessions and tokens let nobody in")
    func endings() throws {
        var book = AccessBook()
        let secret = book.openSession(label: "x", now: 0)
        let opened = book.session(of: secret, now: 0)
        let id = try #require(opened?.id)
        let ended = book.endSession(id)
        let again = book.endSession("vs_none")
        let after = book.session(of: secret, now: 0)
        #expect(ended && !again && after == nil)
        let made = book.makeToken(name: "a", scopes: [.read], expires: 10, now: 0)
        let token = try #require(made)
        let (alive, over) = (book.token(of: token.secret, now: 9), book.token(of: token.secret, now: 10))
        #expect(alive != nil && over == nil)
        let revoked = book.endToken(token.token.id)
        #expect(revoked && book.tokens.isEmpty)
    }

    @Test("the session that was not used for longest gives way")
    func sessionsAreBounded() {
        var book = AccessBook()
        let first = book.openSession(label: "x", now: 0)
        let second = book.openSession(label: "x", now: 1)
        _ = book.session(of: first, now: 100)
        for time in 2...AccessBook.sessionCapacity { _ = book.openSession(label: "x", now: Int64(time)) }
        #expect(book.sessions.count == AccessBook.sessionCapacity)
        let (kept, gone) = (book.session(of: first, now: 200), book.session(of: second, now: 200))
        #expect(kept != nil && gone == nil)
    }

    @Test func secretsHave256BitsAndDiffer() {
        let secrets = (0..<100).map { _ in AccessSecret.random() }
        #expect(Set(secrets).count == 100)
        #expect(secrets.allSatisfy { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func equalityIsExact() {
        #expect(AccessSecret.isEqual("abc", "abc"))
        #expect(!AccessSecret.isEqual("abc", "abd"))
        #expect(!AccessSecret.isEqual("abc", "abcd"))
        #expect(!AccessSecret.isEqual("", "a"))
    }
}

@Suite struct SessionCookieTests {
    private func check(_ header: String?, _ expected: [String]) {
        #expect(SessionCookie(port: 18802).sessions(in: header) == expected, "\(header ?? "none")")
    }

    @Test func theCookieOfThisPortIsFoundAmongOthers() {
        check(nil, [])
        check("memos_session_18802=abc", ["abc"])
        check("a=b; memos_session_18803=no; memos_session_18802 = abc ;c", ["abc"])
        check("memos_session_18802=one; memos_session_18802=two", ["one", "two"])
        check("xmemos_session_18802=no", [])
    }

    @Test func theCookieStaysInThisSiteAndOutOfScripts() {
        let header = SessionCookie(port: 1).header(session: "s")
        #expect(header == "memos_session_1=s; HttpOnly; SameSite=Strict; Path=/")
    }
}

@Suite struct BrowserLabelTests {
    private func check(_ userAgent: String?, _ expected: String) {
        #expect(BrowserLabel.label(userAgent: userAgent) == expected)
    }

    @Test func browsersAreNamed() {
        check("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux")
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
                + "Safari/537.36 Edg/140.0.0.0", "Edge, Windows")
        check(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
                + "Safari/605.1.15", "Safari, macOS")
        check("curl/8.5.0", "curl")
        check("<script>", "unknown")
        check(nil, "unknown")
    }
}
