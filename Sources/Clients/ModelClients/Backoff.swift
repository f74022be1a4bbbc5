import LanguageModels

/// How long to wait before an attempt is made again: a random share of a time that doubles (“full jitter”), so that
/// callers who failed together do not come back together.
struct Backoff: Sendable {
    var base = Duration.milliseconds(500)
    var longest = Duration.seconds(8)

    /// - Parameters:
    ///   - retry: 0 before the second attempt.
    ///   - chance: in [0, 1).
    func delay(before retry: Int, chance: Double) -> Duration {
        min(longest, base * (1 << min(retry, 16))) * chance
    }
}
