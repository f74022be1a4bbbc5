/// One-time login links and the sessions they open.
///
/// A link is worth one login within its lifetime; a session lasts until the daemon ends or it has not been used for a
/// week. Everything is in memory: a restart asks for a new link. Time is passed in, randomness is the system's.
struct SessionTokens: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Token: Sendable {
        let value: String
        var expires: Instant
    }

    private let linkLifetime: Duration
    private let sessionLifetime: Duration
    private let capacity: Int
    private var links: [Token] = []
    private var sessions: [Token] = []

    init(linkLifetime: Duration = .seconds(60), sessionLifetime: Duration = .seconds(7 * 86_400), capacity: Int = 64) {
        self.linkLifetime = linkLifetime
        self.sessionLifetime = sessionLifetime
        self.capacity = capacity
    }

    mutating func issueLink(now: Instant) -> String {
        let token = Token(value: Self.randomToken(), expires: now + linkLifetime)
        Self.keep(token, in: &links, now: now, capacity: capacity)
        return token.value
    }

    /// Uses up the link and opens a session; `nil` when the link is unknown, used or too old.
    mutating func redeem(link: String, now: Instant) -> String? {
        guard let index = Self.index(of: link, in: links) else { return nil }
        let spent = links.remove(at: index)
        guard now < spent.expires else { return nil }
        let token = Token(value: Self.randomToken(), expires: now + sessionLifetime)
        Self.keep(token, in: &sessions, now: now, capacity: capacity)
        return token.value
    }

    /// Whether the session is alive; a use prolongs it.
    mutating func admits(session: String, now: Instant) -> Bool {
        guard let index = Self.index(of: session, in: sessions), now < sessions[index].expires else { return false }
        sessions[index].expires = now + sessionLifetime
        return true
    }

    /// Drops what has expired, then the oldest, so that asking for links without end costs nothing.
    private static func keep(_ token: Token, in tokens: inout [Token], now: Instant, capacity: Int) {
        tokens.removeAll { $0.expires <= now }
        if tokens.count >= capacity { tokens.removeFirst(tokens.count - capacity + 1) }
        tokens.append(token)
    }

    /// Looks at every token to its end, so that the time taken says nothing about how much of one was right.
    private static func index(of candidate: String, in tokens: [Token]) -> Int? {
        var found: Int?
        for (index, token) in tokens.enumerated() where isEqual(candidate, token.value) { found = index }
        return found
    }

    static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    /// 256 random bits as 64 hexadecimal digits.
    static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for _ in 0..<4 {
            let word = generator.next()
            for shift in stride(from: 60, through: 0, by: -4) { text.append(digits[Int(word >> UInt64(shift) & 15)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
