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
            let date = CivilDate(dayNumber: day)
            let next =
                date.month == 12
                ? CivilDate(year: date.year + 1, month: 1, day: 1)
                : CivilDate(year: date.year, month: date.month + 1, day: 1)
            let first = CivilDate(year: date.year, month: date.month, day: 1)
            return beginning(ofDay: first.dayNumber)..<beginning(ofDay: next.dayNumber)
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
        let date = CivilDate(dayNumber: local.floored(to: Self.day))
        let minutes = (local - date.dayNumber * Self.day) / 60_000
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
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

/// A date of the Gregorian calendar.
private struct CivilDate {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Years that begin in March put the leap day last; 400 of them have 146,097 days. Years are found by taking off what
    /// leap days have added.
    init(dayNumber: Int64) {
        let sinceMarch = dayNumber + Self.marchOfYearZero
        let era = sinceMarch.floored(to: 146_097)
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01; five months from March have 153 days, whichever five follow each other.
    var dayNumber: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.floored(to: 400)
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - Self.marchOfYearZero
    }

    /// Days from the first of March in the year 0 to 1970-01-01.
    private static let marchOfYearZero: Int64 = 719_468
}

extension Int64 {
    /// The quotient rounded down, also below zero.
    fileprivate func floored(to divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
