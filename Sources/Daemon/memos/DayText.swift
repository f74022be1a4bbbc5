#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Days as people type them.
enum DayText {
    /// When the day begins here, in milliseconds since 1970; `nil` for what is no `2026-03-01` of the calendar.
    static func milliseconds(_ text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            let year = Int32(parts[0]), let month = Int32(parts[1]), let day = Int32(parts[2]), year >= 1970
        else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday, time.tm_isdst) = (year - 1900, month - 1, day, -1)
        let seconds = mktime(&time)
        // A day that is not there becomes another one.
        guard seconds != -1, time.tm_mday == day, time.tm_mon == month - 1 else { return nil }
        return Int64(seconds) * 1000
    }
}
