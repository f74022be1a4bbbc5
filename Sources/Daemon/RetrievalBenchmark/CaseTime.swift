package import MemoryModel

/// Times as retrieval sets write them, as UTC: `1:56 pm on 8 May, 2023`, `March-15-2024`, `2024-04-01 08:30`,
/// `2024-04-01`, `2024年04月01日 周一 08:30`.
package enum CaseTime {
    /// Milliseconds since 1970; `nil` for what is none of these forms or no day of the calendar.
    package static func milliseconds(_ text: String) -> Timestamp? {
        let parts = parts(of: text)
        let numbers = parts.compactMap(\.number)
        if numbers.count == parts.count {
            guard numbers.count == 3 || numbers.count == 5, numbers[0] >= 1000 else { return nil }
            return time(numbers[0], numbers[1], numbers[2], numbers.dropFirst(3).first, numbers.dropFirst(4).first)
        }
        let words = parts.compactMap(\.word)
        if parts.count == 3, let month = words.first.flatMap(Self.month), numbers.count == 2, parts[0].word != nil {
            return time(numbers[1], month, numbers[0], nil, nil)
        }
        if parts.count == 7, words.count == 3, numbers.count == 4, words[1] == "on", (1...12).contains(numbers[0]),
            ["am", "pm"].contains(words[0]), let month = month(words[2])
        {
            let hour = numbers[0] % 12 + (words[0] == "pm" ? 12 : 0)
            return time(numbers[3], month, numbers[2], hour, numbers[1])
        }
        return nil
    }

    private enum Part {
        case number(Int)
        case word(String)

        var number: Int? { if case .number(let value) = self { value } else { nil } }
        var word: String? { if case .word(let value) = self { value } else { nil } }
    }

    /// Runs of digits and of Latin letters; everything else separates.
    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var run = ""
        func end() {
            if !run.isEmpty { parts.append(Int(run).map(Part.number) ?? .word(run)) }
            run = ""
        }
        for character in text.lowercased() {
            let isDigit = ("0"..."9").contains(character)
            guard isDigit || ("a"..."z").contains(character) else {
                end()
                continue
            }
            if let first = run.first, ("0"..."9").contains(first) != isDigit { end() }
            run.append(character)
        }
        end()
        return parts
    }

    private static func month(_ name: String) -> Int? { months.firstIndex(of: name).map { $0 + 1 } }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func time(_ year: Int, _ month: Int, _ day: Int, _ hour: Int?, _ minute: Int?) -> Timestamp? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9999).contains(year), (1...12).contains(month), (1...lengths[month - 1]).contains(day),
            (0...23).contains(hour ?? 0), (0...59).contains(minute ?? 0)
        else { return nil }
        // Days from civil: Howard Hinnant, “chrono-compatible low-level date algorithms”.
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Timestamp(((days * 24 + (hour ?? 0)) * 60 + (minute ?? 0)) * 60_000)
    }
}
