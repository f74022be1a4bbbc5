import MemoryMath
import MemoryModel

/// A time as it is being read: local milliseconds, half-open.
struct TimeSpan {
    var start: Int64
    var end: Int64
    var isVague = false
    /// Behind it the next lexeme.
    var next: Int
    /// Whether the words themselves fix the year.
    var namesYear = false
}

/// Reads times from lexemes. English and Chinese have a grammar each, with spans and modifiers around them here.
struct TimeParser {
    /// Which of several a month or day without a year is.
    enum Leaning {
        case past, nearest
    }

    let items: UnsafeBufferPointer<Lexeme>
    let words = TimeWords.shared
    /// Local milliseconds.
    let now: Int64
    let today: Int
    let date: CivilDate
    let leaning: Leaning

    init(items: UnsafeBufferPointer<Lexeme>, now: Int64, leaning: Leaning) {
        self.items = items
        self.now = now
        self.leaning = leaning
        today = CivilDate.days(of: now)
        date = CivilDate(days: today)
    }

    // MARK: Lexemes

    @inline(__always) func kind(_ index: Int) -> TimeWord.Kind {
        index >= 0 && index < items.count ? words.kind(items[index]) : .none
    }

    @inline(__always) func value(_ index: Int) -> Int { Int(words.value(items[index])) }

    func unit(_ index: Int) -> TimeUnit? {
        kind(index) == .unit ? TimeUnit(rawValue: words.value(items[index])) : nil
    }

    func isMark(_ index: Int, _ mark: Unicode.Scalar) -> Bool {
        index >= 0 && index < items.count && items[index].isMark(mark)
    }

    /// Digits, when there are such.
    func digits(_ index: Int) -> Int? {
        guard index >= 0, index < items.count, items[index].kind == .number, items[index].value >= 0 else { return nil }
        return Int(items[index].value)
    }

    /// The Han character here.
    func han(_ index: Int) -> Unicode.Scalar {
        guard index >= 0, index < items.count, items[index].kind == .han else { return "\0" }
        return Unicode.Scalar(UInt32(items[index].value)) ?? "\0"
    }

    func touches(_ index: Int) -> Bool {
        index > 0 && index < items.count && items[index - 1].end == items[index].start
    }

    // MARK: Spans of days

    func days(_ first: Int, _ count: Int, next: Int, isVague: Bool = false, namesYear: Bool = false) -> TimeSpan {
        TimeSpan(
            start: Int64(first) * CivilDate.dayLength, end: Int64(first + count) * CivilDate.dayLength,
            isVague: isVague,
            next: next, namesYear: namesYear)
    }

    func day(_ date: CivilDate, next: Int, namesYear: Bool = true) -> TimeSpan {
        days(date.days, 1, next: next, namesYear: namesYear)
    }

    /// Whole months; nothing outside the calendar.
    func months(_ year: Int, _ month: Int, count: Int = 1, next: Int, namesYear: Bool = true) -> TimeSpan? {
        let first = CivilDate(year: year, month: 1, day: 1).adding(months: month - 1)
        guard CivilDate.years.contains(first.year) else { return nil }
        let start = first.days
        return days(start, first.adding(months: count).days - start, next: next, namesYear: namesYear)
    }

    func year(_ year: Int, next: Int) -> TimeSpan? { months(year, 1, count: 12, next: next) }

    /// The year a month without one is of.
    func impliedYear(month: Int, day: Int = 1) -> Int {
        let candidates = leaning == .past ? [date.year, date.year - 1] : [date.year, date.year - 1, date.year + 1]
        func distance(_ year: Int) -> Int { CivilDate(year: year, month: month, day: day).days - today }
        if leaning == .past { return candidates.first { distance($0) <= 0 } ?? date.year }
        // A month's middle stands for it.
        let middle = day == 1 ? 14 : 0
        return candidates.min { abs(distance($0) + middle) < abs(distance($1) + middle) } ?? date.year
    }

    /// 0 for Monday.
    func weekday(of day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }
    var monday: Int { today - weekday(of: today) }

    /// The latest such day of the week before `day`.
    func latest(_ weekday: Int, before day: Int) -> Int {
        let back = (self.weekday(of: day) - weekday + 7) % 7
        return day - (back == 0 ? 7 : back)
    }

    /// The calendar unit that lies so many units from now.
    func calendar(_ unit: TimeUnit, _ steps: Int, next: Int) -> TimeSpan? {
        guard abs(steps) < 20_000 else { return nil }
        switch unit {
        case .day: return days(today + steps, 1, next: next)
        case .week: return days(monday + 7 * steps, 7, next: next)
        case .fortnight: return days(monday + 14 * steps, 14, next: next)
        case .weekend: return days(monday + 5 + 7 * steps, 2, next: next)
        case .month: return months(date.year, date.month + steps, next: next)
        case .quarter: return months(date.year, (date.month - 1) / 3 * 3 + 1 + 3 * steps, count: 3, next: next)
        case .year: return year(date.year + steps, next: next)
        case .decade: return months((date.year / 10 + steps) * 10, 1, count: 120, next: next)
        case .hour, .minute: return nil
        }
    }

    /// So many units from a day, as exactly as people count: weeks to three days, months to two weeks, years to the year.
    func distance(_ count: Int, _ unit: TimeUnit, from day: Int, next: Int) -> TimeSpan? {
        guard abs(count) < 100_000 else { return nil }
        switch unit {
        case .day: return days(day + count, 1, next: next)
        case .week, .weekend: return days(day + 7 * count - 3, 7, next: next)
        case .fortnight: return days(day + 14 * count - 3, 7, next: next)
        case .month, .quarter:
            let target = CivilDate(days: day).adding(months: unit == .month ? count : 3 * count)
            guard CivilDate.years.contains(target.year) else { return nil }
            return days(target.days - 15, 31, next: next)
        case .year: return year(CivilDate(days: day).year + count, next: next)
        case .decade: return months(CivilDate(days: day).year + 10 * count - 2, 1, count: 60, next: next)
        case .hour, .minute:
            let length: Int64 = unit == .hour ? 3_600_000 : 60_000
            let middle = now + Int64(count) * length
            return TimeSpan(start: middle - length, end: middle + length, next: next)
        }
    }

    func part(_ part: DayPart, of day: Int, next: Int) -> TimeSpan {
        let hours: (Int64, Int64) =
            switch part {
            case .morning: (5, 12)
            case .noon: (11, 14)
            case .afternoon: (12, 18)
            case .evening: (17, 24)
            case .night: (18, 30)
            }
        let start = Int64(day) * CivilDate.dayLength
        return TimeSpan(start: start + hours.0 * 3_600_000, end: start + hours.1 * 3_600_000, next: next)
    }

    /// The first, middle or last third.
    func third(_ kind: TimeWord.Kind, of span: TimeSpan) -> TimeSpan {
        let length = (span.end - span.start) / 3
        var result = span
        if kind != .early { result.start = kind == .mid ? span.start + length : span.end - length }
        if kind != .late { result.end = kind == .mid ? span.end - length : span.start + length }
        return result
    }

    // MARK: Spans and modifiers

    static let beginning = Timestamps.range.lowerBound - CivilDate.dayLength
    static let ending = Timestamps.range.upperBound + CivilDate.dayLength

    /// The time that begins at this lexeme, with “since”, “between … and …” and the like.
    func expression(at index: Int) -> TimeSpan? {
        let kind = kind(index)
        switch kind {
        case .none:
            guard items[index].kind != .mark, items[index].kind != .word else { return nil }
            if items[index].kind == .han { return chineseExpression(at: index) }
            if let first = chineseAtom(at: index) { return chineseTail(first, from: index) }
            return ranged(from: index)
        case .since, .until, .before, .after:
            guard let span = ranged(from: index + 1) ?? chineseAtom(at: index + 1) else { return nil }
            return modified(kind, span)
        case .between, .from: return ranged(from: index + 1, isOpen: true)
        default: return ranged(from: index)
        }
    }

    func modified(_ kind: TimeWord.Kind, _ span: TimeSpan) -> TimeSpan {
        var result = span
        switch kind {
        case .since: result.end = max(now, span.end)
        case .until: result.start = Self.beginning
        case .before: (result.start, result.end) = (Self.beginning, span.start)
        default: (result.start, result.end) = (span.end, Self.ending)
        }
        return result
    }

    /// A time, or one to another: “3 May to 5 June”, “Nov 1 - Nov 15, 2023”; after “between” with “and” as well.
    private func ranged(from index: Int, isOpen: Bool = false) -> TimeSpan? {
        guard let first = atom(at: index) else { return nil }
        return joined(first, from: index, isOpen: isOpen)
    }

    func joined(_ first: TimeSpan, from index: Int, isOpen: Bool) -> TimeSpan? {
        let joint = first.next
        guard joint < items.count else { return first }
        let joins =
            kind(joint) == .to || kind(joint) == .until || isMark(joint, "-") || isMark(joint, "~")
            || han(joint) == "到" || han(joint) == "至"
            || isOpen && (kind(joint) == .and || "和与".unicodeScalars.contains(han(joint)))
        guard joins, let second = atom(at: joint + 1) else { return first }
        var start = first.start
        if second.namesYear, !first.namesYear, start >= second.end || second.start - start > 366 * CivilDate.dayLength {
            // The year stands behind the second and is meant for both.
            let other = TimeParser(items: items, now: second.end - 1, leaning: .past)
            start = other.atom(at: index)?.start ?? start
        } else if !second.namesYear, second.end <= start {
            let other = TimeParser(items: items, now: second.end - 1, leaning: .past)
            start = other.atom(at: index)?.start ?? start
        }
        guard start < second.end else { return first }
        return TimeSpan(
            start: start, end: second.end, isVague: first.isVague || second.isVague, next: second.next,
            namesYear: first.namesYear || second.namesYear)
    }

    /// One time without modifiers.
    func atom(at index: Int, depth: Int = 0) -> TimeSpan? {
        guard index < items.count else { return nil }
        if items[index].kind == .han { return chineseAtom(at: index) }
        if items[index].kind == .number, let span = chineseAtom(at: index) { return span }
        return englishAtom(at: index, depth: depth)
    }
}
