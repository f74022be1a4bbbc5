import Synchronization

/// The tokens of this process behind a lock, with the clock that `SessionTokens` is not allowed to read.
final class TokenStore: Sendable {
    private let tokens = Mutex(SessionTokens())

    func issueLink() -> String {
        tokens.withLock { $0.issueLink(now: .now) }
    }

    func redeem(link: String) -> String? {
        tokens.withLock { $0.redeem(link: link, now: .now) }
    }

    func admits(session: String) -> Bool {
        tokens.withLock { $0.admits(session: session, now: .now) }
    }
}
