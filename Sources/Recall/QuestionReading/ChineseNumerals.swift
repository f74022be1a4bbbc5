/// Numbers in Chinese characters or digits.
extension TimeParser {
    /// The number that begins here and behind it the next lexeme: `12`, `十二`, `二零二四`, `两`, `半` as a half.
    func chineseNumber(at index: Int) -> (value: Int, next: Int)? {
        if let number = digits(index) { return items[index].traits.contains(.ordinal) ? nil : (number, index + 1) }
        var place = index
        var total = 0
        var section = 0
        var sawUnit = false
        // Longer ones are no times.
        while place < items.count, place - index < 6, items[place].kind == .han {
            switch han(place) {
            case "十":
                total += (section == 0 ? 1 : section) * 10
                section = 0
                sawUnit = true
            case "百":
                total += (section == 0 ? 1 : section) * 100
                section = 0
                sawUnit = true
            default:
                guard let digit = Self.numeral(han(place)) else {
                    return place == index ? nil : (total + section, place)
                }
                section = sawUnit ? digit : section * 10 + digit
            }
            place += 1
        }
        return place == index ? nil : (total + section, place)
    }

    static func numeral(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "零", "〇": 0
        case "一": 1
        case "二", "两": 2
        case "三": 3
        case "四": 4
        case "五": 5
        case "六": 6
        case "七": 7
        case "八": 8
        case "九": 9
        default: nil
        }
    }

    /// `天`, `周`, `个月` …: the unit behind a number, and the next lexeme.
    func chineseUnit(at index: Int) -> (unit: TimeUnit, next: Int)? {
        let place = han(index) == "个" ? index + 1 : index
        switch han(place) {
        case "天", "日": return (.day, place + 1)
        // 周年 is an anniversary.
        case "周": return han(place + 1) == "年" ? nil : (.week, place + 1)
        case "星" where han(place + 1) == "期": return (.week, place + 2)
        case "礼" where han(place + 1) == "拜": return (.week, place + 2)
        case "月": return place > index ? (.month, place + 1) : nil
        case "年": return (.year, place + 1)
        case "季" where han(place + 1) == "度": return (.quarter, place + 2)
        case "小" where han(place + 1) == "时": return (.hour, place + 2)
        case "钟" where han(place + 1) == "头": return (.hour, place + 2)
        case "分" where han(place + 1) == "钟": return (.minute, place + 2)
        default: return nil
        }
    }

    /// Whether these characters stand here.
    func hanText(_ text: String, at index: Int) -> Bool {
        var place = index
        for scalar in text.unicodeScalars {
            guard han(place) == scalar else { return false }
            place += 1
        }
        return true
    }
}
