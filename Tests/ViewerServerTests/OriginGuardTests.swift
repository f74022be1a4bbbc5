import Testing

@testable import ViewerServer

@Suite struct OriginGuardTests {
    private func check(_ host: String?, _ origin: String? = nil, isAllowed: Bool) {
        let name = "\(host ?? "no host"), \(origin ?? "no origin")"
        #expect(OriginGuard(port: 18802).allows(host: host, origin: origin) == isAllowed, "\(name)")
    }

    @Test func ownNamesAreAllowed() {
        check("127.0.0.1:18802", isAllowed: true)
        check("localhost:18802", isAllowed: true)
        check("LocalHost:18802", isAllowed: true)
        check("[::1]:18802", isAllowed: true)
    }

    @Test func foreignNamesAndPortsAreRefused() {
        check(nil, isAllowed: false)
        check("", isAllowed: false)
        check("127.0.0.1", isAllowed: false)
        check("127.0.0.1:18803", isAllowed: false)
        check("rebound.example:18802", isAllowed: false)
        check("127.0.0.1:18802.example", isAllowed: false)
        check("\u{212A}localhost:18802", isAllowed: false)
    }

    @Test func anOriginMustBeOurOwn() {
        check("127.0.0.1:18802", "http://127.0.0.1:18802", isAllowed: true)
        check("localhost:18802", "http://localhost:18802", isAllowed: true)
        check("127.0.0.1:18802", "http://localhost:18802", isAllowed: false)
        check("127.0.0.1:18802", "http://127.0.0.1:18803", isAllowed: false)
        check("127.0.0.1:18802", "https://127.0.0.1:18802", isAllowed: false)
        check("127.0.0.1:18802", "https://site.example", isAllowed: false)
        check("127.0.0.1:18802", "null", isAllowed: false)
    }
}
