/// What words say about time, as data.
struct TimeWord: Sendable {
    enum Kind: UInt8, Sendable {
        case none
        /// Value: 1 to 12.
        case month
        /// Value: 0 for Monday to 6.
        case weekday
        /// Value: a `TimeUnit`.
        case unit
        /// Value: the number.
        case number
        /// Value: days from today.
        case day
        /// `last`, `next`, `this`; value: -1, 1, 0.
        case step
        case ago, later, after, before, since, until, between, from, to, and, at, early, mid, late, of, the, vague
        /// Value: a `DayPart`.
        case dayPart
        /// Value: the first month.
        case season
        case quarter
        /// `a few`, `several`; value: about how many.
        case several
        case about
        case ever
    }

    let word: String
    let kind: Kind
    let value: Int32
}

enum TimeUnit: Int32, Sendable {
    case minute, hour, day, week, month, year, weekend, fortnight, decade, quarter
}

enum DayPart: Int32, Sendable {
    case morning, afternoon, evening, night, noon
}

struct TimeWords: Sendable {
    static let shared = TimeWords()

    private let kinds: [TimeWord.Kind]
    private let values: [Int32]

    private init() {
        let lexicon = Lexicon.shared
        var kinds = [TimeWord.Kind](repeating: .none, count: lexicon.count)
        var values = [Int32](repeating: 0, count: lexicon.count)
        for entry in Self.all {
            let number = Int(lexicon.number(of: entry.word))
            kinds[number] = entry.kind
            values[number] = entry.value
        }
        self.kinds = kinds
        self.values = values
    }

    @inline(__always) func kind(_ item: Lexeme) -> TimeWord.Kind { kinds[Int(item.word)] }
    @inline(__always) func value(_ item: Lexeme) -> Int32 { values[Int(item.word)] }

    static let all: [TimeWord] =
        numbered(.month, 1, months) + numbered(.month, 1, shortMonths) + [
            TimeWord(word: "sept", kind: .month, value: 9)
        ]
        + numbered(.weekday, 0, weekdays) + numbered(.weekday, 0, shortWeekdays)
        + [
            entry("tues", .weekday, 1), entry("thur", .weekday, 3), entry("thurs", .weekday, 3),
        ] + numbered(.number, 1, numbers) + others

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let shortMonths = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let shortWeekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let numbers = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ]
    private static let others: [TimeWord] = [
        entry("a", .number, 1), entry("an", .number, 1), entry("couple", .several, 2), entry("few", .several, 3),
        entry("several", .several, 4), entry("some", .several, 3), entry("many", .several, 8),
        entry("minute", .unit, .minute), entry("minutes", .unit, .minute), entry("hour", .unit, .hour),
        entry("hours", .unit, .hour), entry("day", .unit, .day), entry("days", .unit, .day),
        entry("week", .unit, .week), entry("weeks", .unit, .week), entry("wk", .unit, .week),
        entry("weekend", .unit, .weekend), entry("weekends", .unit, .weekend), entry("month", .unit, .month),
        entry("months", .unit, .month), entry("year", .unit, .year), entry("years", .unit, .year),
        entry("fortnight", .unit, .fortnight), entry("decade", .unit, .decade), entry("decades", .unit, .decade),
        entry("today", .day, 0), entry("yesterday", .day, -1), entry("tomorrow", .day, 1),
        entry("tonight", .dayPart, 3),
        entry("last", .step, -1), entry("past", .step, -1), entry("previous", .step, -1), entry("prior", .step, -1),
        entry("next", .step, 1), entry("coming", .step, 1), entry("upcoming", .step, 1), entry("following", .step, 1),
        entry("this", .step, 0), entry("current", .step, 0), entry("ago", .ago, 0), entry("later", .later, 0),
        entry("after", .after, 0), entry("before", .before, 0), entry("since", .since, 0), entry("until", .until, 0),
        entry("till", .until, 0), entry("by", .until, 0), entry("between", .between, 0), entry("from", .from, 0),
        entry("to", .to, 0), entry("through", .to, 0), entry("and", .and, 0), entry("in", .at, 0), entry("on", .at, 0),
        entry("at", .at, 0), entry("during", .at, 0), entry("around", .about, 0), entry("about", .about, 0),
        entry("early", .early, 0), entry("mid", .mid, 0), entry("late", .late, 0), entry("beginning", .early, 0),
        entry("start", .early, 0), entry("middle", .mid, 0), entry("end", .late, 0), entry("of", .of, 0),
        entry("the", .the, 0), entry("recently", .vague, 0), entry("lately", .vague, 0), entry("nowadays", .vague, 0),
        entry("morning", .dayPart, 0), entry("afternoon", .dayPart, 1), entry("evening", .dayPart, 2),
        entry("night", .dayPart, 3), entry("noon", .dayPart, 4), entry("spring", .season, 3),
        entry("summer", .season, 6),
        entry("autumn", .season, 9), entry("fall", .season, 9), entry("winter", .season, 12), entry("q", .quarter, 0),
        entry("quarter", .unit, .quarter),
    ]

    private static func numbered(_ kind: TimeWord.Kind, _ first: Int32, _ words: [String]) -> [TimeWord] {
        words.enumerated().map { TimeWord(word: $0.element, kind: kind, value: first + Int32($0.offset)) }
    }

    private static func entry(_ word: String, _ kind: TimeWord.Kind, _ value: Int32) -> TimeWord {
        TimeWord(word: word, kind: kind, value: value)
    }

    private static func entry(_ word: String, _ kind: TimeWord.Kind, _ unit: TimeUnit) -> TimeWord {
        TimeWord(word: word, kind: kind, value: unit.rawValue)
    }
}
