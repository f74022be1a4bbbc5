package import MemoryModel

/// A stretch of time that a text speaks of.
package struct TimeRange: Sendable, Hashable {
    /// Half-open, in milliseconds; within `Timestamps.range`, where “before” and “after” have no other end.
    package let start: Timestamp
    package let end: Timestamp
    /// The words that say it.
    package let text: String
    /// “Recently”, “a few days ago”, a weekday that may be the last or the next.
    package let isVague: Bool

    package init(start: Timestamp, end: Timestamp, text: String, isVague: Bool = false) {
        self.start = start
        self.end = end
        self.text = text
        self.isVague = isVague
    }
}

/// Finds times in English and Chinese text and resolves them against the time of the text.
///
/// Weeks begin on Monday. It does not read hours and minutes, festivals, or times that only other sentences fix
/// (“the following week”).
package enum TimeExpressions {
    /// More are not looked for.
    static let maximumRanges = 16

    /// Times of a question. A month or a day without a year is the latest that does not lie after `at`.
    ///
    /// - Parameters:
    ///   - at: when it is asked.
    ///   - offset: of the asker's clock from UTC, in minutes.
    package static func ranges(in text: String, at: Timestamp, offset: Int = 0) -> [TimeRange] {
        find(in: text, at: at, offset: offset, limit: Lexemes.questionBytes, leaning: .past)
    }

    /// Times of the events a row speaks of. A month or a day without a year is the nearest to the row's own time: people
    /// also write of what is to come.
    package static func eventRanges(in text: String, at: Timestamp, offset: Int = 0) -> [TimeRange] {
        find(in: text, at: at, offset: offset, limit: Lexemes.rowBytes, leaning: .nearest)
    }

    private static func find(
        in text: String, at: Timestamp, offset: Int, limit: Int, leaning: TimeParser.Leaning
    ) -> [TimeRange] {
        let shift = Int64(max(-1_440, min(1_440, offset))) * 60_000
        let local = max(Timestamps.range.lowerBound, min(Timestamps.range.upperBound, at)) + shift
        var text = text
        return text.withUTF8 { bytes in
            Lexemes(bytes, limit: limit).items.withUnsafeBufferPointer { items in
                let parser = TimeParser(items: items, now: local, leaning: leaning)
                var result: [TimeRange] = []
                var index = 0
                while index < items.count, result.count < maximumRanges {
                    guard let span = parser.expression(at: index) else {
                        index += 1
                        continue
                    }
                    let start = max(span.start - shift, Timestamps.range.lowerBound)
                    let end = min(span.end - shift, Timestamps.range.upperBound)
                    if start < end {
                        let source = Int(items[index].start)..<Int(items[span.next - 1].end)
                        let matched = String(decoding: UnsafeBufferPointer(rebasing: bytes[source]), as: UTF8.self)
                        result.append(TimeRange(start: start, end: end, text: matched, isVague: span.isVague))
                    }
                    index = span.next
                }
                return result
            }
        }
    }
}
