/// Words that work once and soon: login links, and the forms that ask for a password.
///
/// In memory only: a restart asks for new ones. Time is passed in.
struct LoginLinks: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Link: Sendable {
        let word: String
        let expires: Instant
    }

    private let lifetime: Duration
    private let capacity: Int
    private var links: [Link] = []

    init(lifetime: Duration = .seconds(60), capacity: Int = 64) {
        self.lifetime = lifetime
        self.capacity = capacity
    }

    /// Drops what has expired, then the oldest, so that asking for links without end costs nothing.
    mutating func issue(now: Instant) -> String {
        let link = Link(word: AccessSecret.random(), expires: now + lifetime)
        links.removeAll { $0.expires <= now }
        if links.count >= capacity { links.removeFirst(links.count - capacity + 1) }
        links.append(link)
        return link.word
    }

    /// Uses the link up; whether it was worth anything.
    mutating func redeem(_ word: String, now: Instant) -> Bool {
        // Every link is looked at to its end, so that the time taken says nothing about how much of one was right.
        var found: Int?
        for (index, link) in links.enumerated() where AccessSecret.isEqual(word, link.word) { found = index }
        guard let found else { return false }
        return now < links.remove(at: found).expires
    }
}
