import MemoryMath

/// Chinese times that begin with a number, distances from now, and what is vague.
extension TimeParser {
    /// 2024年4月1日, 4月, 8号, 三天前, 两周后.
    func chineseNumbered(at index: Int) -> TimeSpan? {
        guard let (number, next) = chineseNumber(at: index) else { return nil }
        switch han(next) {
        case "年":
            if (1900...2099).contains(number) { return withinYear(number, at: next + 1) }
            if (0...99).contains(number), next - index == (digits(index) == nil ? 2 : 1),
                let (month, after) = chineseNumber(at: next + 1),
                han(after) == "月", (1...12).contains(month)
            {
                return withinYear(2000 + number, at: next + 1)
            }
        case "月" where (1...12).contains(number):
            return withinMonth(impliedYear(month: number), number, at: next + 1, namesYear: false)
        case "号" where (1...31).contains(number), "日" where (1...31).contains(number):
            guard !"楼线店房门院机球桌馆路".unicodeScalars.contains(han(next + 1)) else { return nil }
            var month = CivilDate(year: date.year, month: date.month, day: 1)
            if number > date.day, leaning == .past { month = month.adding(months: -1) }
            return CivilDate(year: month.year, month: month.month, day: number).valid.map {
                day($0, next: next + 1, namesYear: false)
            }
        default: break
        }
        return distanceFromNow(number, unitAt: next, isVague: false)
    }

    /// 天前, 个月以后: `index` is behind the number.
    func distanceFromNow(_ number: Int, unitAt index: Int, isVague: Bool) -> TimeSpan? {
        var number = number
        guard case (let unit, var place)? = chineseUnit(at: index), number > 0, number < 100_000 else { return nil }
        if han(place) == "半" { place += 1 }
        if unit == .year, number >= 1900 { return nil }
        if unit == .day, han(index) == "日" { return nil }
        if han(place) == "以" || han(place) == "之" { place += 1 }
        switch han(place) {
        case "前": number = -number
        case "后": break
        default: return nil
        }
        var span = distance(number, unit, from: today, next: place + 1)
        span?.isVague = isVague
        if isVague, let edge = distance(3 * number, unit, from: today, next: place + 1), let near = span {
            span?.start = min(edge.start, near.start)
            span?.end = max(edge.end, near.end)
        }
        return span
    }

    /// 最近, 近期, 前几天, 这段时间, 过去三个月, 半年前, 几天前.
    func chineseVague(at index: Int) -> TimeSpan? {
        switch han(index) {
        case "半":
            guard let (unit, next) = chineseUnit(at: index + 1) else { return nil }
            let isBefore = han(next) == "前" || hanText("以前", at: next) || hanText("之前", at: next)
            let isAfter = han(next) == "后" || hanText("以后", at: next) || hanText("之后", at: next)
            guard isBefore || isAfter else { return nil }
            let behind = next + (han(next) == "前" || han(next) == "后" ? 1 : 2)
            let sign = isBefore ? -1 : 1
            switch unit {
            case .year: return distance(6 * sign, .month, from: today, next: behind)
            case .month: return distance(2 * sign, .week, from: today, next: behind)
            case .day: return days(today, 1, next: behind)
            default: return nil
            }
        case "几", "好": return distanceFromNow(2, unitAt: index + (hanText("好几", at: index) ? 2 : 1), isVague: true)
        case "最", "近", "过":
            var place = index + 1
            if han(index) == "最" {
                guard han(place) == "近" else { return nil }
                place += 1
            } else if han(index) == "过" {
                guard han(place) == "去" else { return nil }
                place += 1
            }
            if han(place) == "的" || han(place) == "这" { place += 1 }
            let isFew = han(place) == "几"
            if let (number, next) = isFew ? (3, place + 1) : chineseNumber(at: place),
                let (unit, behind) = chineseUnit(at: next)
            {
                return stretch(-number, unit, next: behind, isVague: isFew)
            }
            switch (han(index), han(index + 1)) {
            case ("最", _), ("近", "期"), ("近", "来"), ("近", "日"):
                return days(today - 30, 31, next: index + 2, isVague: true)
            default: return nil
            }
        case "刚": return han(index + 1) == "才" ? days(today, 1, next: index + 2, isVague: true) : nil
        case "不":
            return hanText("不久前", at: index) ? days(today - 30, 31, next: index + 3, isVague: true) : nil
        case "前":
            if hanText("前不久", at: index) { return days(today - 30, 31, next: index + 3, isVague: true) }
            if hanText("前几天", at: index) || hanText("前两天", at: index) || hanText("前些天", at: index) {
                return days(today - 10, 10, next: index + 3, isVague: true)
            }
            if hanText("前段时间", at: index) || hanText("前一阵", at: index) || hanText("前阵子", at: index) {
                return days(today - 60, 60, next: index + 3 + (han(index + 3) == "间" ? 1 : 0), isVague: true)
            }
            return nil
        case "这":
            if hanText("这几天", at: index) || hanText("这两天", at: index) {
                return days(today - 4, 5, next: index + 3, isVague: true)
            }
            if hanText("这段时间", at: index) { return days(today - 45, 46, next: index + 4, isVague: true) }
            return nil
        default: return nil
        }
    }
}
