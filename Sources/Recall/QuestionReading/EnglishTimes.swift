import MemoryMath

/// English times: which reading a word begins, and days, weeks and other steps from now.
extension TimeParser {
    func englishAtom(at index: Int, depth: Int) -> TimeSpan? {
        guard depth < 3 else { return nil }
        switch kind(index) {
        case .none: return items[index].kind == .number ? numeric(at: index, depth: depth) : nil
        case .number: return counted(value(index), at: index + 1, depth: depth) ?? vaguePhrase(at: index)
        case .several: return several(at: index)
        case .month: return month(at: index)
        case .weekday: return weekday(at: index, depth: depth)
        case .day: return dayWord(at: index)
        case .dayPart:
            // “Tonight”; the others need a day.
            return value(index) == 3 && items[index].end - items[index].start > 5
                ? part(.night, of: today, next: index + 1) : nil
        case .step: return step(at: index)
        case .unit: return beside(at: index, depth: depth)
        case .the: return afterArticle(at: index, depth: depth)
        case .early, .mid, .late: return portion(at: index)
        case .vague: return days(today - 30, 31, next: index + 1, isVague: true)
        case .quarter: return quarter(at: index)
        default: return nil
        }
    }

    func dayWord(at index: Int) -> TimeSpan? {
        let target = today + value(index)
        guard kind(index + 1) == .dayPart, let part = DayPart(rawValue: Int32(value(index + 1))) else {
            return days(target, 1, next: index + 1)
        }
        return self.part(part, of: target, next: index + 2)
    }

    func weekday(at index: Int, depth: Int) -> TimeSpan? {
        let item = items[index]
        let isShort = item.end - item.start < 6
        let isLead = [.at, .step, .since, .until, .before, .after].contains(kind(index - 1))
        if isShort, !(isLead && item.traits.contains(.capitalised)) { return nil }
        if kind(index + 1) == .before || kind(index + 1) == .after { return beside(at: index, depth: depth) }
        if kind(index + 1) == .step, value(index + 1) == -1 {
            // “Tuesday last”, “Tuesday last week”.
            if unit(index + 2) == .week { return days(monday - 7 + value(index), 1, next: index + 3) }
        }
        let target = latest(value(index), before: today + 1)
        return days(target, 1, next: index + 1, isVague: leaning == .nearest)
    }

    func step(at index: Int) -> TimeSpan? {
        let steps = value(index)
        var place = index + 1
        if let number = digits(place) ?? (kind(place) == .number || kind(place) == .several ? value(place) : nil) {
            let isVague = kind(place) == .several
            place += 1
            if kind(place) == .of { place += 1 }
            guard let unit = unit(place), steps != 0, number > 0, number < 10_000 else { return nil }
            return stretch(number * steps, unit, next: place + 1, isVague: isVague)
        }
        switch kind(place) {
        case .unit: return unit(place).flatMap { calendar($0, steps, next: place + 1) }
        case .weekday:
            let wanted = value(place)
            let target =
                steps == 0
                ? monday + wanted : steps < 0 ? latest(wanted, before: today) : latest(wanted, before: today + 8)
            return days(target, 1, next: place + 1)
        case .month:
            guard steps != 0 || isMonth(place) else { return nil }
            let month = value(place)
            let year =
                steps == 0
                ? date.year
                : steps < 0
                    ? date.year - (month < date.month ? 0 : 1)
                    : date.year + (month > date.month ? 0 : 1)
            if let number = digits(place + 1), (1...31).contains(number) { return monthAndDay(at: place, year: year) }
            return months(year, month, next: place + 1)
        case .season: return season(value(place), steps, next: place + 1)
        case .dayPart:
            guard let part = DayPart(rawValue: Int32(value(place))), steps <= 0 else { return nil }
            return self.part(part, of: today + steps, next: place + 1)
        default: return nil
        }
    }

    func season(_ first: Int, _ steps: Int, next: Int) -> TimeSpan? {
        let ends = CivilDate(year: date.year, month: first, day: 1).adding(months: 3).days
        var year = date.year
        if steps < 0, ends > today { year -= 1 }
        if steps > 0, CivilDate(year: date.year, month: first, day: 1).days <= today { year += 1 }
        return months(year, first, count: 3, next: next)
    }

    /// “The last three weeks”: up to now.
    func stretch(_ count: Int, _ unit: TimeUnit, next: Int, isVague: Bool) -> TimeSpan? {
        guard let edge = distance(count, unit, from: today, next: next) else { return nil }
        if unit == .hour || unit == .minute {
            return TimeSpan(start: min(edge.start, now), end: max(edge.end, now), isVague: isVague, next: next)
        }
        let day = Int64(today) * CivilDate.dayLength
        return count < 0
            ? TimeSpan(start: edge.start, end: day + CivilDate.dayLength, isVague: isVague, next: next)
            : TimeSpan(start: day, end: edge.end, isVague: isVague, next: next)
    }
}
