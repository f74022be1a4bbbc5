import MemoryMath

/// English dates in words and digits.
extension TimeParser {
    /// Of “1990s”.
    private static let pluralWord = Lexicon.shared.number(of: "s")

    func numeric(at index: Int, depth: Int) -> TimeSpan? {
        guard let number = digits(index) else { return nil }
        if let span = dateInDigits(number, at: index) { return span }
        if let span = dayThenMonth(number, at: index) { return span }
        if let span = counted(number, at: index + 1, depth: depth) { return span }
        guard (1900...2099).contains(number), items[index].end - items[index].start == 4 else { return nil }
        if index + 1 < items.count, items[index + 1].kind == .word, touches(index + 1),
            items[index + 1].word != 0, items[index + 1].word == Self.pluralWord, number % 10 == 0
        {
            return months(number, 1, count: 120, next: index + 2)
        }
        if kind(index + 1) == .month, let rest = monthAndDay(at: index + 1, year: number) { return rest }
        return mayBeYear(index) ? year(number, next: index + 1) : nil
    }

    /// A number is a year where a word before it says so: sums and ports are numbers too.
    private func mayBeYear(_ index: Int) -> Bool {
        if touches(index + 1), !(items[index + 1].kind == .mark && !isMark(index + 1, "%")) { return false }
        switch kind(index - 1) {
        case .at, .since, .until, .before, .after, .between, .from, .to, .and, .of, .early, .mid, .late, .about, .month,
            .season, .step:
            return true
        case .the: return false
        default:
            return isMark(index - 1, "-") && kind(index - 2) == .mid || isMark(index - 1, "(") && isMark(index + 1, ")")
        }
    }

    private func dateInDigits(_ number: Int, at index: Int) -> TimeSpan? {
        guard index + 2 < items.count, items[index + 1].kind == .mark, touches(index + 1), touches(index + 2),
            let second = digits(index + 2)
        else { return nil }
        let mark = items[index + 1].value
        guard mark == 0x2D || mark == 0x2F || mark == 0x2E else { return nil }
        let third: Int? =
            index + 4 < items.count && items[index + 3].kind == .mark && items[index + 3].value == mark
                && touches(index + 3) && touches(index + 4) ? digits(index + 4) : nil
        let isYear = (1900...2099).contains(number)
        if let third {
            var date: CivilDate?
            if isYear {
                date = CivilDate(year: number, month: second, day: third).valid
            } else if (1900...2099).contains(third) {
                let dayFirst = mark == 0x2E || number > 12
                date = CivilDate(year: third, month: dayFirst ? second : number, day: dayFirst ? number : second).valid
            }
            return date.map { day($0, next: index + 5) }
        }
        guard mark != 0x2E else { return nil }
        if isYear, (1...12).contains(second), items[index + 2].end - items[index + 2].start <= 2 {
            return months(number, second, next: index + 3)
        }
        if (1...12).contains(number), (1900...2099).contains(second) { return months(second, number, next: index + 3) }
        return nil
    }

    /// “8 May 2023”, “8th of May”, “8-10 May”, “15-March-2024”.
    func dayThenMonth(_ number: Int, at index: Int) -> TimeSpan? {
        guard (1...31).contains(number) else { return nil }
        var place = index + 1
        var last = number
        if isMark(place, "-") || kind(place) == .to || kind(place) == .and, let other = digits(place + 1),
            (number...31).contains(other), kind(place + 2) == .month
        {
            last = other
            place += 2
        }
        if kind(place) == .of || isMark(place, "-") { place += 1 }
        guard kind(place) == .month, isMonth(place, isBeside: true) else { return nil }
        return dates(value(place), number, last, yearAt: place + 1)
    }

    func month(at index: Int) -> TimeSpan? { isMonth(index) ? monthAndDay(at: index, year: nil) : nil }

    /// “May 8th, 2023”, “May 2023”, “May of 2023”, “May”.
    func monthAndDay(at index: Int, year: Int?) -> TimeSpan? {
        let month = value(index)
        var place = index + 1
        if isMark(place, "."), touches(place) || isMark(place, "-") { place += 1 }
        if isMark(place, "-"), touches(place) { place += 1 }
        if kind(place) == .the { place += 1 }
        if let number = digits(place), (1...31).contains(number), !isMark(place + 1, ":") {
            var last = number
            if isMark(place + 1, "-") || kind(place + 1) == .to, let other = digits(place + 2),
                (number...31).contains(other), kind(place + 3) != .month
            {
                last = other
                place += 2
            }
            return dates(month, number, last, yearAt: place + 1, year: year)
        }
        if let year { return months(year, month, next: index + 1) }
        place = index + 1
        if kind(place) == .of || isMark(place, ",") { place += 1 }
        if isMark(place, "'") || isMark(place, "-") { place += 1 }
        if let number = yearNumber(place) { return months(number, month, next: place + 1) }
        return months(impliedYear(month: month), month, next: index + 1, namesYear: false)
    }

    func yearNumber(_ index: Int) -> Int? {
        guard let number = digits(index) else { return nil }
        if (1900...2099).contains(number), items[index].end - items[index].start == 4 { return number }
        return isMark(index - 1, "'") && touches(index) && number < 100 ? 2000 + number : nil
    }

    private func dates(_ month: Int, _ first: Int, _ last: Int, yearAt index: Int, year: Int? = nil) -> TimeSpan? {
        var next = index
        var named = year
        if named == nil {
            var place = index
            if isMark(place, ",") || isMark(place, "-") || kind(place) == .of { place += 1 }
            if let number = yearNumber(place) {
                named = number
                next = place + 1
            }
        }
        let chosen = named ?? impliedYear(month: month, day: first)
        guard let start = CivilDate(year: chosen, month: month, day: first).valid,
            let end = CivilDate(year: chosen, month: month, day: last).valid
        else { return nil }
        return days(start.days, end.days - start.days + 1, next: next, namesYear: named != nil)
    }

    /// Whether a word that can be a month is one: “may” and “march” are verbs, June and April are people.
    func isMonth(_ index: Int, isBeside: Bool = false) -> Bool {
        let item = items[index]
        let length = item.end - item.start
        let isAmbiguous = length == 3 || [3, 4, 6, 8].contains(value(index))
        if !isAmbiguous { return true }
        let isVerb = [3, 5].contains(value(index))
        let isCapital = item.traits.contains(.capitalised)
        if isBeside { return isCapital || !isVerb }
        let behind = isMark(index + 1, "-") && touches(index + 1) ? index + 2 : index + 1
        if let number = digits(behind), number <= 31 || number >= 1900 { return isCapital || !isVerb }
        switch kind(index - 1) {
        case .at, .since, .until: return true
        case .step: return isCapital || value(index - 1) != 0
        case .before, .after, .between, .from, .to, .and, .of, .early, .mid, .late, .about: return isCapital
        default: return false
        }
    }

    func quarter(at index: Int) -> TimeSpan? {
        guard let number = digits(index + 1), (1...4).contains(number), touches(index + 1) else { return nil }
        var place = index + 2
        if kind(place) == .of || isMark(place, ",") || isMark(place, "-") { place += 1 }
        if let year = yearNumber(place) { return months(year, 3 * number - 2, count: 3, next: place + 1) }
        let year = impliedYear(month: 3 * number - 2)
        return months(year, 3 * number - 2, count: 3, next: index + 2, namesYear: false)
    }
}
