import MemoryMath
package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Days and months as the clock on the wall has them: a day may have 23 or 25 hours.
package struct LocalCalendar: Sendable {
    /// Seconds by which local time is ahead of UTC at a moment.
    private let offset: @Sendable (Timestamp) -> Int

    package init(offset: @escaping @Sendable (Timestamp) -> Int) {
        self.offset = offset
    }

    /// The machine's time zone.
    package static let system = LocalCalendar { moment in
        tzset()
        var seconds = time_t(moment.floored(to: 1000))
        var local = tm()
        guard localtime_r(&seconds, &local) != nil else { return 0 }
        return Int(local.tm_gmtoff)
    }

    package static let utc = LocalCalendar { _ in 0 }

    /// The day or month a moment is in: from its first moment up to the first of the next.
    package func span(_ period: BudgetPeriod, at moment: Timestamp) -> Range<Timestamp> {
        let day = dayNumber(at: moment)
        switch period {
        case .day: return beginning(ofDay: day)..<beginning(ofDay: day + 1)
        case .month:
            let date = CivilDate(days: Int(day))
            let next =
                date.month == 12
                ? CivilDate(year: date.year + 1, month: 1, day: 1)
                : CivilDate(year: date.year, month: date.month + 1, day: 1)
            let first = CivilDate(year: date.year, month: date.month, day: 1)
            return beginning(ofDay: Int64(first.days))..<beginning(ofDay: Int64(next.days))
        }
    }

    /// The beginnings of the last days, the oldest first, and the end of today: bounds for a chart.
    ///
    /// - Parameter count: days, today among them.
    package func dayBounds(last count: Int, at moment: Timestamp) -> [Timestamp] {
        let today = dayNumber(at: moment)
        return (today - Int64(count) + 1...today + 1).map(beginning)
    }

    /// `2026-03-01 09:00`.
    package func text(_ moment: Timestamp) -> String {
        let local = moment + Int64(offset(moment)) * 1000
        let date = CivilDate(days: Int(local.floored(to: Self.day)))
        let minutes = Int(local - Int64(date.days) * Self.day) / 60_000
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(padded(date.month))-\(padded(date.day)) \(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    /// Days since 1970-01-01 by the local date.
    private func dayNumber(at moment: Timestamp) -> Int64 {
        (moment + Int64(offset(moment)) * 1000).floored(to: Self.day)
    }

    /// The first moment of a local date. Where clocks are changed at midnight that need not read 00:00.
    private func beginning(ofDay number: Int64) -> Timestamp {
        let midnight = number * Self.day
        // Local time is between 12 hours behind and 14 ahead of UTC: both moments are near, before and after it.
        let offsets = [offset(midnight - 15 * Self.hour), offset(midnight + 13 * Self.hour)]
        let candidates = offsets.map { midnight - Int64($0) * 1000 }
        return candidates.sorted().first { $0 + Int64(offset($0)) * 1000 >= midnight } ?? candidates[0]
    }

    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
}

extension Int64 {
    /// The quotient rounded down, also below zero.
    fileprivate func floored(to divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
