import JSONText

/// Times as hosts write them, as milliseconds since 1970: ISO 8601 text, or seconds, milliseconds, microseconds or
/// nanoseconds as a number. Knows no calendar but the Gregorian and no zone names; text without a zone is UTC.
enum Timestamp {
    static func milliseconds(_ value: JSON?) -> Int64? {
        switch value {
        case .integer(let number): fromNumber(Double(number)) == nil ? nil : fromInteger(number)
        case .double(let number): fromNumber(number)
        case .string(let text): parse(text)
        default: nil
        }
    }

    /// Whole numbers stay exact.
    private static func fromInteger(_ number: Int64) -> Int64 {
        switch number {
        case ..<100_000_000_000: number * 1000
        case ..<100_000_000_000_000: number
        case ..<100_000_000_000_000_000: number / 1000
        default: number / 1_000_000
        }
    }

    /// The unit follows from the size: as seconds, 10¹¹ lies in the year 5138.
    private static func fromNumber(_ number: Double) -> Int64? {
        guard number.isFinite, number > 0, number < 9e18 else { return nil }
        let milliseconds =
            switch number {
            case ..<1e11: number * 1000
            case ..<1e14: number
            case ..<1e17: number / 1e3
            default: number / 1e6
            }
        return Int64(milliseconds.rounded())
    }

    /// `2026-07-17T09:00:00.25+02:00`, with a blank for the `T`, without fraction, zone or time of day.
    static func parse(_ text: String) -> Int64? {
        var scanner = DigitScanner(bytes: Array(text.utf8))
        guard let fields = scanner.dateAndTime() else {
            return Double(text).flatMap(fromNumber)
        }
        let offset = scanner.zone() ?? 0
        let days = daysSince1970(year: fields.year, month: fields.month, day: fields.day)
        let seconds = days * 86400 + fields.hour * 3600 + fields.minute * 60 + fields.second - offset
        return Int64(seconds) * 1000 + Int64(fields.millisecond)
    }

    struct Fields: Equatable {
        var year = 1970
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var millisecond = 0
    }

    static func fields(_ text: String) -> Fields? {
        var scanner = DigitScanner(bytes: Array(text.utf8))
        return scanner.dateAndTime()
    }

    /// Counted from 1 March, so that the leap day is the last of its year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

private struct DigitScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func dateAndTime() -> Timestamp.Fields? {
        var fields = Timestamp.Fields()
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        (fields.year, fields.month, fields.day) = (year, month, day)
        guard take("T") || take("t") || take(" ") else { return fields }
        guard let hour = number(2), take(":"), let minute = number(2), hour < 25, minute < 60 else { return nil }
        (fields.hour, fields.minute) = (hour, minute)
        if take(":") {
            guard let second = number(2), second < 61 else { return nil }
            fields.second = second
            if take(".") || take(",") { fields.millisecond = fraction() }
        }
        return fields
    }

    /// Seconds east of Greenwich.
    mutating func zone() -> Int? {
        _ = take(" ")
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2) else { return nil }
        _ = take(":")
        return sign * (hours * 3600 + (number(2) ?? 0) * 60)
    }

    private mutating func fraction() -> Int {
        var value = 0
        var digits = 0
        while position < bytes.count, bytes[position] &- 0x30 < 10 {
            if digits < 3 { value = value * 10 + Int(bytes[position] - 0x30) }
            digits += 1
            position += 1
        }
        while digits < 3 {
            value *= 10
            digits += 1
        }
        return value
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += digits
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }
}
