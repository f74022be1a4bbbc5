/// How long to leave a hub alone after failures: from 2 seconds to a quarter of an hour, doubling, half of it by chance,
/// so that members who lost their hub together do not come back together.
package struct HubBackoff: Sendable {
    package static let base = Duration.seconds(2)
    package static let longest = Duration.seconds(900)

    /// - Parameters:
    ///   - failures: in a row, at least 1.
    ///   - chance: in [0, 1).
    package static func delay(after failures: Int, chance: Double) -> Duration {
        let whole = min(longest, base * (1 << min(max(failures, 1) - 1, 16)))
        return max(base, whole * (0.5 + chance / 2))
    }
}
