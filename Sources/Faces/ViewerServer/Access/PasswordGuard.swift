/// Lets passwords be tried, one at a time and not many: after a few wrong ones in a row each next one has to wait twice
/// as long, up to a limit.
actor PasswordGuard {
    enum Verdict: Sendable, Equatable {
        case right
        case wrong
        /// Seconds until the next may be tried.
        case wait(Int)
    }

    private static let freeTries = 4
    private static let longestWait = 300

    private var failures = 0
    private var isBusy = false
    private var blockedUntil: ContinuousClock.Instant?

    func check(_ password: String, against hash: PasswordHash) async -> Verdict {
        let now = ContinuousClock.now
        if isBusy { return .wait(1) }
        if let blockedUntil, now < blockedUntil {
            return .wait(Int((blockedUntil - now).components.seconds) + 1)
        }
        isBusy = true
        let isRight = await hash.matches(password)
        isBusy = false
        failures = isRight ? 0 : failures + 1
        blockedUntil = failures >= Self.freeTries ? .now + .seconds(Self.wait(after: failures)) : nil
        return isRight ? .right : .wrong
    }

    /// Seconds after so many wrong passwords in a row.
    static func wait(after failures: Int) -> Int {
        min(longestWait, 1 << min(20, max(0, failures - freeTries + 1)))
    }
}
