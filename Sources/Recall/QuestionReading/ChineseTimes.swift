import MemoryMath

/// Chinese times: dates, weeks, steps and distances from now.
extension TimeParser {
    /// A time with what stands before and behind it: 从…到…, …以来, …之前.
    func chineseExpression(at index: Int) -> TimeSpan? {
        let opener = han(index)
        if opener == "从" || opener == "自" {
            guard let first = atom(at: index + 1), let span = joined(first, from: index + 1, isOpen: true) else {
                return nil
            }
            return span.next > first.next ? span : since(span) ?? span
        }
        if opener == "在" || opener == "于" { return nil }
        guard let first = chineseAtom(at: index) else { return nil }
        return chineseTail(first, from: index)
    }

    /// What follows a time and makes it a span.
    func chineseTail(_ first: TimeSpan, from index: Int) -> TimeSpan? {
        if let span = joined(first, from: index, isOpen: false), span.next > first.next { return span }
        if let span = since(first) { return span }
        let place = first.next
        switch han(place) {
        case "以", "之":
            switch han(place + 1) {
            case "前": return skip(modified(.before, first), 2)
            case "后": return skip(modified(.after, first), 2)
            default: return first
            }
        case "前" where first.end <= now || first.namesYear: return skip(modified(.before, first), 1)
        case "后": return skip(modified(.after, first), 1)
        default: return first
        }
    }

    private func since(_ span: TimeSpan) -> TimeSpan? {
        let place = span.next
        if hanText("以来", at: place) { return skip(modified(.since, span), 2) }
        if hanText("开始", at: place) { return skip(modified(.since, span), 2) }
        if han(place) == "起" { return skip(modified(.since, span), 1) }
        return nil
    }

    private func skip(_ span: TimeSpan, _ count: Int) -> TimeSpan {
        var result = span
        result.next += count
        return result
    }

    func chineseAtom(at index: Int) -> TimeSpan? {
        guard index < items.count else { return nil }
        let first = han(index)
        switch first {
        case "昨", "今", "明", "前", "后", "大", "去":
            return chineseDay(at: index) ?? chineseYearWord(at: index)
                ?? chineseVague(at: index)
        case "上", "下", "这", "本": return chineseStep(at: index) ?? chineseVague(at: index)
        case "周", "星", "礼": return chineseWeekday(at: index, week: nil)
        case "最", "近", "不", "刚", "过", "半", "几", "好": return chineseVague(at: index)
        default: break
        }
        if first != "\0" || digits(index) != nil { return chineseNumbered(at: index) }
        return nil
    }

    /// 昨天, 前天下午, 大后天, 今晚.
    private func chineseDay(at index: Int) -> TimeSpan? {
        let isGreat = han(index) == "大"
        let place = isGreat ? index + 1 : index
        let steps: Int
        switch han(place) {
        case "昨" where !isGreat: steps = -1
        case "今" where !isGreat: steps = 0
        case "明" where !isGreat: steps = 1
        case "前": steps = isGreat ? -3 : -2
        case "后": steps = isGreat ? 3 : 2
        default: return nil
        }
        switch han(place + 1) {
        case "天":
            // 前天 is a day, 前天才 is not; 后天 of birth is rare.
            if let part = chinesePart(at: place + 2) { return self.part(part.0, of: today + steps, next: part.1) }
            return days(today + steps, 1, next: place + 2)
        case "日" where abs(steps) <= 1 && !isGreat: return days(today + steps, 1, next: place + 2)
        case "晚",
            "夜" where abs(steps) <= 1:
            return part(.night, of: today + steps, next: place + (han(place + 2) == "上" ? 3 : 2))
        case "早",
            "晨" where abs(steps) <= 1:
            return part(.morning, of: today + steps, next: place + 2)
        default: return nil
        }
    }

    func chinesePart(at index: Int) -> (DayPart, Int)? {
        switch (han(index), han(index + 1)) {
        case ("早", "上"), ("上", "午"), ("早", "晨"), ("凌", "晨"): (.morning, index + 2)
        case ("中", "午"): (.noon, index + 2)
        case ("下", "午"): (.afternoon, index + 2)
        case ("傍", "晚"), ("晚", "上"): (.evening, index + 2)
        case ("夜", "里"), ("深", "夜"), ("夜", "晚"): (.night, index + 2)
        default: nil
        }
    }

    /// 去年, 前年, 明年3月, 今年夏天.
    private func chineseYearWord(at index: Int) -> TimeSpan? {
        guard han(index + 1) == "年" else { return nil }
        let steps: Int
        switch han(index) {
        case "去": steps = -1
        case "今": steps = 0
        case "明": steps = 1
        case "前": steps = -2
        case "后": steps = 2
        default: return nil
        }
        return withinYear(date.year + steps, at: index + 2)
    }

    /// What of a year is meant: a month, a day, a season, a half, its beginning or end, or all of it.
    func withinYear(_ year: Int, at index: Int) -> TimeSpan? {
        let place = han(index) == "的" ? index + 1 : index
        if let (month, next) = chineseNumber(at: place), han(next) == "月", (1...12).contains(month) {
            return withinMonth(year, month, at: next + 1, namesYear: true)
        }
        switch (han(place), han(place + 1)) {
        case ("上", "半"): return months(year, 1, count: 6, next: place + (han(place + 2) == "年" ? 3 : 2))
        case ("下", "半"): return months(year, 7, count: 6, next: place + (han(place + 2) == "年" ? 3 : 2))
        case ("春", "天"), ("春", "季"): return months(year, 3, count: 3, next: place + 2)
        case ("夏", "天"), ("夏", "季"): return months(year, 6, count: 3, next: place + 2)
        case ("秋", "天"), ("秋", "季"): return months(year, 9, count: 3, next: place + 2)
        case ("冬", "天"), ("冬", "季"): return months(year, 12, count: 3, next: place + 2)
        case ("年", "初"), ("初", _):
            return months(year, 1, count: 3, next: place + (han(place) == "年" ? 2 : 1))
        case ("年", "底"), ("年", "末"), ("底", _), ("末", _):
            return months(year, 10, count: 3, next: place + (han(place) == "年" ? 2 : 1))
        default: return self.year(year, next: index)
        }
    }

    /// 上旬, 初, 底, a day, or all of a month.
    func withinMonth(_ year: Int, _ month: Int, at index: Int, namesYear: Bool) -> TimeSpan? {
        let place = han(index) == "份" ? index + 1 : index
        if let (number, next) = chineseNumber(at: place), han(next) == "日" || han(next) == "号" {
            // A day without a year may be another year's than its month.
            let chosen = namesYear || !(1...31).contains(number) ? year : impliedYear(month: month, day: number)
            guard let date = CivilDate(year: chosen, month: month, day: number).valid else { return nil }
            if let part = chinesePart(at: next + 1) {
                var span = self.part(part.0, of: date.days, next: part.1)
                span.namesYear = namesYear
                return span
            }
            return day(date, next: next + 1, namesYear: namesYear)
        }
        let first = CivilDate(year: year, month: month, day: 1)
        switch (han(place), han(place + 1)) {
        case ("上", "旬"): return days(first.days, 10, next: place + 2, namesYear: namesYear)
        case ("中", "旬"): return days(first.days + 10, 10, next: place + 2, namesYear: namesYear)
        case ("下", "旬"):
            return days(first.days + 20, CivilDate.length(year, month) - 20, next: place + 2, namesYear: namesYear)
        case ("初", _): return days(first.days, 10, next: place + 1, namesYear: namesYear)
        case ("底", _), ("末", _):
            return days(first.days + 20, CivilDate.length(year, month) - 20, next: place + 1, namesYear: namesYear)
        default: return months(year, month, next: place, namesYear: namesYear)
        }
    }

    /// 上周, 上上个月, 下周三, 这个周末, 本月5号.
    private func chineseStep(at index: Int) -> TimeSpan? {
        var place = index + 1
        var steps: Int
        switch han(index) {
        case "上": steps = -1
        case "下": steps = 1
        default: steps = 0
        }
        if steps != 0, han(place) == han(index) {
            steps *= 2
            place += 1
        }
        let hasMeasure = han(place) == "个" || han(place) == "一"
        if hasMeasure { place += 1 }
        switch han(place) {
        case "周", "星", "礼": return chineseWeekday(at: place, week: steps)
        case "月" where han(index) != "这" || hasMeasure:
            let month = CivilDate(year: date.year, month: date.month, day: 1).adding(months: steps)
            return withinMonth(month.year, month.month, at: place + 1, namesYear: true)
        case "季" where han(place + 1) == "度": return calendar(.quarter, steps, next: place + 2)
        case "年" where han(index) == "本" || hasMeasure: return calendar(.year, steps, next: place + 1)
        case "半" where steps != 0 && han(place + 1) == "年": return withinYear(date.year, at: index)
        default: return nil
        }
    }

    /// 周三, 星期天, 周末; with a week the day of that one, else the whole week when no day stands there.
    private func chineseWeekday(at index: Int, week: Int?) -> TimeSpan? {
        var place = index + 1
        if han(index) != "周" {
            guard hanText("星期", at: index) || hanText("礼拜", at: index) else { return nil }
            place += 1
        }
        let wanted: Int?
        switch han(place) {
        case "日", "天": wanted = 6
        case "末" where han(index) == "周":
            return days(monday + 5 + 7 * (week ?? 0), 2, next: place + 1, isVague: week == nil && leaning == .nearest)
        default: wanted = Self.numeral(han(place)).flatMap { (1...6).contains($0) ? $0 - 1 : nil }
        }
        guard let wanted else { return week.flatMap { calendar(.week, $0, next: place) } }
        // 周一 to 周六; 周一个 is a week of something.
        let target = week.map { monday + 7 * $0 + wanted } ?? latest(wanted, before: today + 1)
        if let part = chinesePart(at: place + 1) { return self.part(part.0, of: target, next: part.1) }
        return days(target, 1, next: place + 1, isVague: week == nil && leaning == .nearest)
    }
}
