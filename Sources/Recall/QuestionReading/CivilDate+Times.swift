package import MemoryMath
package import MemoryModel

extension CivilDate {
    static let dayLength: Int64 = 86_400_000
    /// Years that times can have (`Timestamps.range`).
    static let years = 1...9999

    /// The UTC day of a time.
    package init(at time: Timestamp) {
        self.init(days: Int(time >= 0 ? time / Self.dayLength : (time - Self.dayLength + 1) / Self.dayLength))
    }

    /// The day when the calendar has it.
    var valid: CivilDate? {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1, day <= Self.length(year, month) else {
            return nil
        }
        return self
    }

    /// The same day so many months on, or the last of a shorter month.
    func adding(months: Int) -> CivilDate {
        let total = year * 12 + month - 1 + months
        let newYear = total >= 0 ? total / 12 : (total - 11) / 12
        let newMonth = total - newYear * 12 + 1
        return CivilDate(year: newYear, month: newMonth, day: min(day, Self.length(newYear, newMonth)))
    }

    static func length(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: return 30
        case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: return 31
        }
    }

    /// The day a time falls on. The time is in milliseconds of local time.
    static func days(of time: Timestamp) -> Int {
        Int(time >= 0 ? time / dayLength : (time - dayLength + 1) / dayLength)
    }
}
