import JSONText
import MemoryMath

/// How long a provider asks to be left alone.
enum RetryDelay {
    /// From the headers, whichever the provider has: `retry-after-ms`, `Retry-After` (seconds or a date, which counts
    /// from the answer's own `Date`), and the reset of the limit that is used up.
    static func asked(by reply: WireReply) -> Duration? {
        if let text = reply.header("retry-after-ms"), let milliseconds = Double(text) {
            return bounded(milliseconds / 1000)
        }
        if let text = reply.header("retry-after") {
            if let seconds = Double(text.filter { $0 != " " }) { return bounded(seconds) }
            if let delay = distance(to: HTTPDate.seconds(text), in: reply) { return delay }
        }
        return limits.compactMap { limit -> Duration? in
            guard let left = reply.header(limit.remaining).flatMap(Double.init), left <= 0,
                let reset = reply.header(limit.reset)
            else { return nil }
            return written(reset) ?? distance(to: HTTPDate.seconds(reset), in: reply)
                ?? epoch(reset).flatMap { distance(to: $0, in: reply) }
        }.max()
    }

    /// `1.5s`, `6m0s`, `20ms`, `1h2m`; `nil` for anything else.
    static func written(_ text: String) -> Duration? {
        var total = 0.0
        var number = ""
        var unit = ""
        var parts = 0
        func seconds() -> Double? {
            guard let value = Double(number), let factor = units[unit] else { return nil }
            return value * factor
        }
        for character in text {
            if character.isNumber || character == "." {
                if !unit.isEmpty {
                    guard let part = seconds() else { return nil }
                    total += part
                    parts += 1
                    (number, unit) = ("", "")
                }
                number.append(character)
            } else {
                unit.append(character)
            }
        }
        guard let last = seconds() else { return nil }
        return bounded(total + last)
    }

    private static let units = ["ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0]

    private static let limits: [(remaining: String, reset: String)] =
        ["requests", "tokens"].map { ("x-ratelimit-remaining-\($0)", "x-ratelimit-reset-\($0)") }
        + [("x-ratelimit-remaining", "x-ratelimit-reset")]

    /// Seconds since 1970, which some write in milliseconds.
    private static func epoch(_ text: String) -> Int64? {
        guard let value = Double(text), value.isFinite, value > 1e9, value < 1e15 else { return nil }
        return Int64(value >= 1e11 ? value / 1000 : value)
    }

    private static func distance(to seconds: Int64?, in reply: WireReply) -> Duration? {
        guard let seconds, let now = reply.header("date").flatMap(HTTPDate.seconds) else { return nil }
        return bounded(Double(seconds) - Double(now))
    }

    /// Nobody is waited for longer than a day, and no past is waited for.
    private static func bounded(_ seconds: Double) -> Duration? {
        guard seconds.isFinite else { return nil }
        return .milliseconds(Int64((min(max(seconds, 0), 86400) * 1000).rounded(.up)))
    }
}

/// Dates as HTTP writes them (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// Seconds since 1970-01-01T00:00:00Z; `nil` for another form.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(whereSeparator: { " ,:".contains($0) })
        guard parts.count == 8, parts[7] == "GMT", let day = Int64(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]),
            (1970...9999).contains(year),
            let hour = Int64(parts[4]), (0...23).contains(hour), let minute = Int64(parts[5]),
            (0...59).contains(minute),
            let second = Int64(parts[6]), (0...60).contains(second)
        else { return nil }
        let days = Int64(CivilDate(year: Int(year), month: month + 1, day: Int(day)).days)
        return days * 86400 + hour * 3600 + minute * 60 + second
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
