/// How well a score tells questions that the memory answers from questions it does not.
package struct AbstentionFigures: Sendable, Equatable {
    /// Chance that an answered question scores above an unanswered one, ties counting half: the area under the ROC curve.
    package var area: Double
    /// Share of the unanswered questions that would still be answered at the threshold that keeps 90 % of the answered.
    package var falseInjection: Double
    /// That threshold: a score at or above it is kept.
    package var threshold: Double

    /// `nil` when one side is empty.
    package init?(answered: [Double], unanswered: [Double]) {
        guard !answered.isEmpty, !unanswered.isEmpty else { return nil }
        let kept = answered.sorted(by: >)
        threshold = kept[(kept.count * Self.keptPercent + 99) / 100 - 1]
        falseInjection = Double(unanswered.count { [threshold] in $0 >= threshold }) / Double(unanswered.count)
        area = Self.area(answered, unanswered)
    }

    /// From the sum of ranks (Mann and Whitney), equal scores sharing the mean of theirs.
    private static func area(_ answered: [Double], _ unanswered: [Double]) -> Double {
        let all = (answered.map { ($0, true) } + unanswered.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var ranks = 0.0
        var start = 0
        while start < all.count {
            var end = start
            while end < all.count, all[end].0 == all[start].0 { end += 1 }
            // Ranks from 1: start + 1 … end.
            ranks += Double(all[start..<end].count(where: \.1)) * Double(start + 1 + end) / 2
            start = end
        }
        let (n, m) = (Double(answered.count), Double(unanswered.count))
        return (ranks - n * (n + 1) / 2) / (n * m)
    }

    private static let keptPercent = 90
}

/// Latencies in milliseconds at their percentiles (nearest rank).
package struct LatencyFigures: Sendable, Equatable {
    package var p50: Double
    package var p95: Double
    package var p99: Double

    /// `nil` without any.
    package init?(_ milliseconds: [Double]) {
        guard !milliseconds.isEmpty else { return nil }
        let sorted = milliseconds.sorted()
        func at(_ percent: Int) -> Double { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
        (p50, p95, p99) = (at(50), at(95), at(99))
    }
}
