import MemoryMath

/// English times that lie so far from now or from another time, and parts of a time.
extension TimeParser {
    /// “Three days ago”, “3 days after 8 May”, “in two weeks”, “two weeks from now”. `index` is behind the number.
    func counted(_ number: Int, at index: Int, depth: Int) -> TimeSpan? {
        if kind(index) == .several { return several(at: index) }
        guard let unit = unit(index), number < 100_000 else { return nil }
        let place = index + 1
        switch kind(place) {
        case .ago: return distance(-number, unit, from: today, next: place + 1)
        case .before, .after:
            guard let anchor = atom(at: place + 1, depth: depth + 1) else { return nil }
            let isBefore = kind(place) == .before
            let day = CivilDate.days(of: isBefore ? anchor.start : anchor.end - 1)
            return distance(isBefore ? -number : number, unit, from: day, next: anchor.next)
        case .from where place + 1 < items.count && items[place + 1].word == Self.nowWord:
            return distance(number, unit, from: today, next: place + 2)
        default: break
        }
        // “In two weeks”; but “in two weeks of work” and “in a day” are durations, and so vague.
        guard index >= 2, kind(index - 2) == .at, items[index - 2].end - items[index - 2].start == 2,
            items[index - 2].word == Self.inWord, number > 1, kind(place) != .of
        else { return nil }
        var span = distance(number, unit, from: today, next: place)
        span?.isVague = true
        return span
    }

    /// Words that mean time only inside a phrase.
    static let bindingWords = ["in", "now", "other", "s", "time", "while"]

    private static let nowWord = Lexicon.shared.number(of: "now")
    private static let inWord = Lexicon.shared.number(of: "in")
    private static let whileWord = Lexicon.shared.number(of: "while")
    private static let timeWord = Lexicon.shared.number(of: "time")
    private static let otherWord = Lexicon.shared.number(of: "other")

    /// “A few weeks ago”, “several days ago”.
    func several(at index: Int) -> TimeSpan? {
        var place = index + 1
        if kind(place) == .of { place += 1 }
        if let unit = unit(place), kind(place + 1) == .ago {
            let about = value(index)
            guard let far = distance(-2 * about, unit, from: today, next: place + 2),
                let near = distance(-max(1, about / 2), unit, from: today, next: place + 2)
            else { return nil }
            return TimeSpan(start: far.start, end: near.end, isVague: about > 2, next: place + 2)
        }
        return vaguePhrase(at: index)
    }

    /// “A while ago”, “some time ago”.
    func vaguePhrase(at index: Int) -> TimeSpan? {
        guard index + 2 < items.count, kind(index + 2) == .ago, items[index + 1].word != 0,
            items[index + 1].word == Self.whileWord || items[index + 1].word == Self.timeWord
        else { return nil }
        return days(today - 365, 358, next: index + 3, isVague: true)
    }

    /// “Week before June 3”, “day after tomorrow”, “Friday before 20 May”, “week of May 8”.
    func beside(at index: Int, depth: Int) -> TimeSpan? {
        let isWeekday = kind(index) == .weekday
        let joint = kind(index + 1)
        guard joint == .before || joint == .after || joint == .of else { return nil }
        guard index + 2 < items.count else { return nil }
        if joint == .before, kind(index + 2) == .step, value(index + 2) == -1, unit(index + 3) == nil,
            let unit = unit(index)
        {
            // “The week before last”.
            return calendar(unit, -2, next: index + 3)
        }
        guard let anchor = atom(at: index + 2, depth: depth + 1) else { return nil }
        let first = CivilDate.days(of: anchor.start)
        let last = CivilDate.days(of: anchor.end - 1)
        if isWeekday {
            if joint == .of { return nil }
            let target = joint == .before ? latest(value(index), before: first) : latest(value(index), before: last + 8)
            return days(target, 1, next: anchor.next)
        }
        guard let unit = unit(index) else { return nil }
        let length: Int =
            switch unit {
            case .day: 1
            case .week: 7
            case .fortnight: 14
            case .month: 30
            case .year: 365
            default: 0
            }
        if unit == .weekend {
            let saturday = joint == .before ? latest(5, before: first) : latest(5, before: last + 8)
            return days(saturday, 2, next: anchor.next)
        }
        guard length > 0 else { return nil }
        switch joint {
        case .before: return days(first - length, length, next: anchor.next)
        case .after: return days(last + 1, length, next: anchor.next)
        default:
            guard unit == .week else { return nil }
            return days(first - weekday(of: first), 7, next: anchor.next)
        }
    }

    func afterArticle(at index: Int, depth: Int) -> TimeSpan? {
        if index + 2 < items.count, items[index + 1].word != 0, items[index + 1].word == Self.otherWord,
            unit(index + 2) == .day
        {
            return days(today - 10, 11, next: index + 3, isVague: true)
        }
        switch kind(index + 1) {
        case .step: return step(at: index + 1)
        case .unit, .weekday: return beside(at: index + 1, depth: depth)
        case .early, .mid, .late: return portion(at: index + 1)
        case .season where kind(index - 1) == .at && items[index - 1].word == Self.inWord:
            let first = value(index + 1)
            if kind(index + 2) == .of, let year = yearNumber(index + 3) {
                return months(year, first, count: 3, next: index + 4)
            }
            return months(impliedYear(month: first), first, count: 3, next: index + 2, namesYear: false)
        default: break
        }
        if let number = digits(index + 1), items[index + 1].traits.contains(.ordinal) {
            return dayThenMonth(number, at: index + 1)
        }
        return nil
    }

    /// “Early May”, “mid-June”, “the end of 2022”.
    func portion(at index: Int) -> TimeSpan? {
        let portion = kind(index)
        var place = index + 1
        if kind(place) == .of || isMark(place, "-") { place += 1 }
        if kind(place) == .the { place += 1 }
        guard place > index, place < items.count else { return nil }
        let whole: TimeSpan? =
            switch kind(place) {
            case .month: month(at: place)
            case .step: step(at: place)
            case .unit where kind(place - 1) == .the: unit(place).flatMap { calendar($0, 0, next: place + 1) }
            case .none: yearNumber(place).flatMap { year($0, next: place + 1) }
            default: nil
            }
        return whole.map { third(portion, of: $0) }
    }
}
