import MemoryMath
package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether a question asks for a time; the words it has for that are among `QuestionCues`.
package enum TimeQuestion {
    /// “When”, “what date”, “how long”, 什么时候, 几号, 多久.
    package static func asks(_ question: String) -> Bool { QuestionCues(of: question).contains(.asksTime) }
}

/// How well a row fits the times a question speaks of.
package enum TimeMatch {
    /// A row written in the time asked for whose own words tell of other times.
    private static let elsewhere = 0.6
    /// What is vague on one side or the other.
    private static let vague = 0.5
    /// The greatest share of a near miss.
    private static let nearMiss = 0.5

    /// The best of all pairs of a time of the question with the row's own time or an event it tells of; 0 when the
    /// question speaks of no time.
    ///
    /// An event scores by overlap: the share of the shorter that lies in the other, lessened by the fourth root of how
    /// much longer the event is than what was asked for, so that “2023” answers “in May” weakly. What misses by d scores
    /// `0.5 · exp(−d / τ)`, τ half the length asked for, but a day at least and 90 at most.
    ///
    /// - Returns: 0 to 1.
    package static func score(question: [TimeRange], rowTime: Timestamp?, events: [TimeRange]) -> Double {
        var best = 0.0
        for range in question where range.start < range.end {
            var score = 0.0
            if let rowTime {
                let own = point(rowTime, range)
                let isDenied = events.contains { !$0.isVague } && !events.contains { meets($0, range) }
                score = own * (isDenied ? elsewhere : 1)
            }
            for event in events where event.start < event.end {
                score = max(score, overlap(event, range) * (event.isVague ? vague : 1))
            }
            best = max(best, score * (range.isVague ? vague : 1))
        }
        return best
    }

    private static func meets(_ a: TimeRange, _ b: TimeRange) -> Bool { a.start < b.end && b.start < a.end }

    private static func point(_ time: Timestamp, _ range: TimeRange) -> Double {
        if time >= range.start, time < range.end { return 1 }
        let away = time < range.start ? length(time, range.start) : length(range.end, time)
        return miss(away, range)
    }

    private static func overlap(_ event: TimeRange, _ range: TimeRange) -> Double {
        guard meets(event, range) else {
            return miss(
                event.end <= range.start ? length(event.end, range.start) : length(range.end, event.start), range)
        }
        let common = length(max(event.start, range.start), min(event.end, range.end))
        let asked = length(range.start, range.end)
        let told = length(event.start, event.end)
        let breadth = told > asked ? pow(asked / told, 0.25) : 1
        return common / min(asked, told) * breadth
    }

    private static func miss(_ away: Double, _ range: TimeRange) -> Double {
        let day = Double(CivilDate.dayLength)
        let scale = min(max(length(range.start, range.end) / 2, day), 90 * day)
        return nearMiss * exp(-away / scale)
    }

    /// Milliseconds from one time to a later one, which may be further apart than an integer holds.
    private static func length(_ from: Timestamp, _ to: Timestamp) -> Double { Double(to) - Double(from) }
}
