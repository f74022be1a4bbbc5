import MemoryModel
import QuestionReading
import Testing

/// A day as `2023-05-08` in milliseconds.
private func day(_ text: String) -> Timestamp {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    var days = 0
    for year in min(1970, parts[0])..<max(1970, parts[0]) {
        let length = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
        days += parts[0] >= 1970 ? length : -length
    }
    let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for month in 0..<(parts[1] - 1) { days += lengths[month] }
    return Timestamp(days + parts[2] - 1) * 86_400_000
}

@Suite struct TimeExpressionsTests {
    /// A Thursday, 13:00.
    private static let now = day("2023-06-15") + 13 * 3_600_000

    private static func found(_ text: String) -> [String] {
        TimeExpressions.ranges(in: text, at: now).map(Self.shown)
    }

    /// First day, `..`, first day after; `~` before what is vague.
    private static func shown(_ range: TimeRange) -> String {
        (range.isVague ? "~" : "") + name(range.start) + ".." + name(range.end)
    }

    private static func name(_ time: Timestamp) -> String {
        if time <= Timestamps.range.lowerBound { return "" }
        if time >= Timestamps.range.upperBound { return "" }
        var low = 1990
        while low < 2060, day("\(low + 1)-01-01") <= time { low += 1 }
        var month = 1
        while month < 12, day("\(low)-\(month + 1)-01") <= time { month += 1 }
        let start = day("\(low)-\(month)-01")
        let number = Int((time - start) / 86_400_000) + 1
        let hours = Int((time - start) % 86_400_000 / 3_600_000)
        return "\(low)-\(month)-\(number)" + (hours == 0 ? "" : "T\(hours)")
    }

    @Test(
        "English dates",
        arguments: [
            ("What happened on 8 May 2023?", "2023-5-8..2023-5-9"),
            ("on 8 May, 2023", "2023-5-8..2023-5-9"),
            ("May 8th, 2023", "2023-5-8..2023-5-9"),
            ("the 8th of May", "2023-5-8..2023-5-9"),
            ("2023-05-08", "2023-5-8..2023-5-9"),
            ("due 15-March-2024", "2024-3-15..2024-3-16"),
            ("since March-15-2023 it runs", "2023-3-15..2023-6-15T13"),
            ("12/31/2022", "2022-12-31..2023-1-1"),
            ("31.12.2022", "2022-12-31..2023-1-1"),
            ("in 05/2023", "2023-5-1..2023-6-1"),
            ("What did she read in May?", "2023-5-1..2023-6-1"),
            ("in july", "2022-7-1..2022-8-1"),
            ("in August 2022", "2022-8-1..2022-9-1"),
            ("in 2022", "2022-1-1..2023-1-1"),
            ("Q3 2024", "2024-7-1..2024-10-1"),
            ("early May", "2023-5-1..2023-5-11T8"),
            ("at the end of 2022", "2022-9-1T8..2023-1-1"),
            ("in the 1990s", "1990-1-1..2000-1-1"),
            ("last winter", "2022-12-1..2023-3-1"),
        ])
    func englishDates(_ text: String, _ expected: String) {
        #expect(Self.found(text) == [expected])
    }

    @Test(
        "English times from now",
        arguments: [
            ("What did I do yesterday?", "2023-6-14..2023-6-15"),
            ("last week", "2023-6-5..2023-6-12"),
            ("last month", "2023-5-1..2023-6-1"),
            ("last May", "2023-5-1..2023-6-1"),
            ("last July", "2022-7-1..2022-8-1"),
            ("last Tuesday", "2023-6-13..2023-6-14"),
            ("last Friday", "2023-6-9..2023-6-10"),
            ("next Friday", "2023-6-16..2023-6-17"),
            ("next month", "2023-7-1..2023-8-1"),
            ("last weekend", "2023-6-10..2023-6-12"),
            ("last year", "2022-1-1..2023-1-1"),
            ("two weeks ago", "2023-5-29..2023-6-5"),
            ("3 days ago", "2023-6-12..2023-6-13"),
            ("a year ago", "2022-1-1..2023-1-1"),
            ("three days after 8 May", "2023-5-11..2023-5-12"),
            ("the week before June 3", "2023-5-27..2023-6-3"),
            ("the Friday before 20 May 2023", "2023-5-19..2023-5-20"),
            ("the day before yesterday", "2023-6-13..2023-6-14"),
            ("the weekend after 8 May 2023", "2023-5-13..2023-5-15"),
            ("this morning", "2023-6-15T5..2023-6-15T12"),
            ("last night", "2023-6-14T18..2023-6-15T6"),
            ("in the last three days", "2023-6-12..2023-6-16"),
            ("have you seen her recently", "~2023-5-16..2023-6-16"),
            ("the other day", "~2023-6-5..2023-6-16"),
            ("a few days ago", "~2023-6-9..2023-6-15"),
        ])
    func englishFromNow(_ text: String, _ expected: String) { #expect(Self.found(text) == [expected]) }

    @Test(
        "English spans",
        arguments: [
            ("between 3 May and 5 June 2023", "2023-5-3..2023-6-6"),
            ("from March to May", "2023-3-1..2023-6-1"),
            ("Nov 1 - Nov 15, 2021", "2021-11-1..2021-11-16"),
            ("May 8-10, 2023", "2023-5-8..2023-5-11"),
            ("8 to 10 May", "2023-5-8..2023-5-11"),
            ("before 2022", "..2022-1-1"),
            ("after 2021", "2022-1-1.."),
            ("since 2022", "2022-1-1..2023-6-15T13"),
            ("until 1 May 2023", "..2023-5-2"),
        ])
    func englishSpans(_ text: String, _ expected: String) {
        #expect(Self.found(text) == [expected])
    }

    @Test(
        "Chinese times",
        arguments: [
            ("2024年4月1日", "2024-4-1..2024-4-2"),
            ("二零二二年十二月三十一日", "2022-12-31..2023-1-1"),
            ("4月做了什么", "2023-4-1..2023-5-1"),
            ("八月份过生日", "2022-8-1..2022-9-1"),
            ("5月8号", "2023-5-8..2023-5-9"),
            ("昨天", "2023-6-14..2023-6-15"),
            ("前天下午", "2023-6-13T12..2023-6-13T18"),
            ("大前天", "2023-6-12..2023-6-13"),
            ("明天", "2023-6-16..2023-6-17"),
            ("昨晚", "2023-6-14T18..2023-6-15T6"),
            ("上周", "2023-6-5..2023-6-12"),
            ("上周三", "2023-6-7..2023-6-8"),
            ("下周六下午", "2023-6-24T12..2023-6-24T18"),
            ("周三", "2023-6-14..2023-6-15"),
            ("星期天", "2023-6-11..2023-6-12"),
            ("上个月", "2023-5-1..2023-6-1"),
            ("上个月5号", "2023-5-5..2023-5-6"),
            ("去年", "2022-1-1..2023-1-1"),
            ("去年夏天", "2022-6-1..2022-9-1"),
            ("前年3月", "2021-3-1..2021-4-1"),
            ("三天前", "2023-6-12..2023-6-13"),
            ("两周后", "2023-6-26..2023-7-3"),
            ("十个月以前", "2022-7-31..2022-8-31"),
            ("2年前", "2021-1-1..2022-1-1"),
            ("半年前", "2022-11-30..2022-12-31"),
            ("最近", "~2023-5-16..2023-6-16"),
            ("过去三天", "2023-6-12..2023-6-16"),
            ("几天前", "~2023-6-9..2023-6-14"),
            ("从三月到五月", "2023-3-1..2023-6-1"),
            ("2022年以前", "..2022-1-1"),
            ("2021年之后", "2022-1-1.."),
            ("2024年上半年", "2024-1-1..2024-7-1"),
            ("本周", "2023-6-12..2023-6-19"),
        ])
    func chinese(_ text: String, _ expected: String) { #expect(Self.found(text) == [expected]) }

    @Test(
        "What is no time",
        arguments: [
            "It may rain", "They march on", "June said hello", "port 2022", "May I come in?", "the third one",
            "version 1.2.3", "He sat down", "the sun", "12345", "in 5 steps", "a day", "8号楼", "三个人", "上面", "下来",
            "周围", "前面的人", "月亮", "一天", "以前", "10:30", "a/b", "5/8", "from here to there", "between them",
            "since we met", "明白", "今后", "大家", "后来", "for 3 days", "本来", "这样", "半天", "不", "最好",
        ])
    func nothing(_ text: String) { #expect(Self.found(text) == []) }

    @Test("Several times are all found, with their words")
    func several() {
        let ranges = TimeExpressions.ranges(
            in: "How long from 3 May 2023, when we met, until the launch last week? 昨天呢", at: Self.now)
        #expect(ranges.map(\.text) == ["from 3 May 2023", "last week", "昨天"])
    }

    @Test(
        "A row's events resolve against its own time, to the nearest",
        arguments: [
            ("I went yesterday", "2023-6-14..2023-6-15"),
            ("We fly in July", "2023-7-1..2023-8-1"),
            ("The exam is on 3 July", "2023-7-3..2023-7-4"),
            ("I met her in March", "2023-3-1..2023-4-1"),
            ("一月结婚的", "2023-1-1..2023-2-1"),
            ("See you on Friday", "~2023-6-9..2023-6-10"),
        ])
    func events(_ text: String, _ expected: String) {
        #expect(TimeExpressions.eventRanges(in: text, at: Self.now).map(Self.shown) == [expected])
    }

    @Test("The asker's clock decides which day it is")
    func offset() {
        let late = day("2023-06-15") + 23 * 3_600_000
        let east = TimeExpressions.ranges(in: "today", at: late, offset: 120)
        #expect(east.first?.start == day("2023-06-16") - 2 * 3_600_000)
        #expect(TimeExpressions.ranges(in: "today", at: late).first?.start == day("2023-06-15"))
    }
}
