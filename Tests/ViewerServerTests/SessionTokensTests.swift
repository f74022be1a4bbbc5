import Testing

@testable import ViewerServer

/// Tokens with seconds for a clock; a class, because the macros of the tests do not call mutating functions.
private final class Tokens {
    private var tokens: SessionTokens
    private let start = ContinuousClock.now

    init(_ tokens: SessionTokens = SessionTokens()) {
        self.tokens = tokens
    }

    func link(at seconds: Int = 0) -> String { tokens.issueLink(now: start + .seconds(seconds)) }

    func redeem(_ link: String, at seconds: Int = 0) -> String? {
        tokens.redeem(link: link, now: start + .seconds(seconds))
    }

    func admits(_ session: String, at seconds: Int = 0) -> Bool {
        tokens.admits(session: session, now: start + .seconds(seconds))
    }
}

@Suite struct SessionTokensTests {
    @Test func aLinkOpensOneSessionOnce() throws {
        let tokens = Tokens()
        let link = tokens.link()
        let session = try #require(tokens.redeem(link))
        #expect(tokens.admits(session))
        #expect(tokens.redeem(link) == nil)
        #expect(!tokens.admits(link))
        #expect(!tokens.admits(""))
    }

    @Test func aLinkIsWorthAMinute() {
        let tokens = Tokens()
        let early = tokens.link()
        let late = tokens.link()
        #expect(tokens.redeem(early, at: 59) != nil)
        #expect(tokens.redeem(late, at: 60) == nil)
    }

    @Test func useProlongsASession() throws {
        let tokens = Tokens(SessionTokens(sessionLifetime: .seconds(100)))
        let session = try #require(tokens.redeem(tokens.link()))
        #expect(tokens.admits(session, at: 90))
        #expect(tokens.admits(session, at: 180))
        #expect(!tokens.admits(session, at: 280))
    }

    @Test func theOldestLinksGiveWay() {
        let tokens = Tokens(SessionTokens(capacity: 2))
        let links = (0..<3).map { _ in tokens.link() }
        #expect(links.map { tokens.redeem($0) != nil } == [false, true, true])
    }

    @Test func tokensHave256BitsAndDiffer() {
        let tokens = (0..<100).map { _ in SessionTokens.randomToken() }
        #expect(Set(tokens).count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func equalityIsExact() {
        #expect(SessionTokens.isEqual("abc", "abc"))
        #expect(!SessionTokens.isEqual("abc", "abd"))
        #expect(!SessionTokens.isEqual("abc", "abcd"))
        #expect(!SessionTokens.isEqual("", "a"))
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
