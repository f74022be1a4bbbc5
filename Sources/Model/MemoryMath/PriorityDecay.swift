#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Retrieval priority of a trace: `max(V, 0)·0.5^(age / halfLife)`. Negative values have priority 0: they sink, and stay as
/// evidence of what not to do.
package enum PriorityDecay {
    package static let halfLifeDays = 30.0

    /// - Parameters:
    ///   - value: V in [-1, 1].
    ///   - ageMilliseconds: time since the trace; negative ages count as 0.
    /// - Returns: a number in [0, 1].
    package static func priority(value: Double, ageMilliseconds: Int64) -> Double {
        let days = Double(max(0, ageMilliseconds)) / 86_400_000
        return max(value, 0) * pow(0.5, days / halfLifeDays)
    }
}
