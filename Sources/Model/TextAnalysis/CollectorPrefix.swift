/// What a collector of logs puts before every line it passes on: `web-1  | `, `#14 3.2 `, `Mar  1 12:00:03 host sshd[9]: `,
/// `2026-03-01T12:00:00Z `. The program's own line begins behind it.
enum CollectorPrefix {
    static func end(in line: [UInt8]) -> Int {
        let source = ByteText(bytes: line)
        var position = 0
        for _ in 0..<3 {
            guard
                let next = service(source, position) ?? step(source, position) ?? syslog(source, position)
                    ?? moment(source, position)
            else { break }
            position = next
        }
        return position
    }

    /// `web-1  | `: a numbered service, so that a table's row is none.
    private static func service(_ source: ByteText, _ start: Int) -> Int? {
        let end = source.skip(from: start) { Byte.isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        guard end > start + 2, end - start < 64, Byte.isDigit(source.bytes[end - 1]) else { return nil }
        let number = source.bytes[start..<end].lastIndex { !Byte.isDigit($0) }
        guard let number, number > start, "-_".utf8.contains(source.bytes[number]) else { return nil }
        let bar = source.skip(from: end, where: Byte.isBlank)
        guard bar > end, bar < source.count, source.bytes[bar] == UInt8(ascii: "|") else { return nil }
        return bar + 1 < source.count && source.bytes[bar + 1] == 0x20 ? bar + 2 : bar + 1
    }

    /// `#14 12.345 `
    private static func step(_ source: ByteText, _ start: Int) -> Int? {
        guard source.starts(with: "#", at: start) else { return nil }
        let number = source.skip(from: start + 1, where: Byte.isDigit)
        guard number > start + 1, source.starts(with: " ", at: number) else { return nil }
        let whole = source.skip(from: number + 1, where: Byte.isDigit)
        guard whole > number + 1, source.starts(with: ".", at: whole) else { return nil }
        let end = source.skip(from: whole + 1, where: Byte.isDigit)
        return source.starts(with: " ", at: end) ? end + 1 : nil
    }

    private static let months: Set<String> = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mar  1 12:00:03 host program[12]: `
    private static func syslog(_ source: ByteText, _ start: Int) -> Int? {
        guard source.count > start + 18, months.contains(source.string(start..<start + 3)) else { return nil }
        let day = source.skip(from: start + 3, where: Byte.isBlank)
        let afterDay = source.skip(from: day, where: Byte.isDigit)
        let clock = source.skip(from: afterDay, where: Byte.isBlank)
        let afterClock = source.skip(from: clock) {
            Byte.isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        }
        guard afterDay > day, afterClock >= clock + 8, source.starts(with: " ", at: afterClock) else { return nil }
        let host = source.skip(from: afterClock + 1) { $0 > 0x20 }
        let program = source.skip(from: host + 1) { $0 > 0x20 }
        guard program <= source.count, program > host + 2, source.bytes[program - 1] == UInt8(ascii: ":") else {
            return nil
        }
        return min(program + 1, source.count)
    }

    /// `2026-03-01T12:00:00.123Z `, `[12:00:03] `
    private static func moment(_ source: ByteText, _ start: Int) -> Int? {
        let isBracketed = source.starts(with: "[", at: start)
        let first = isBracketed ? start + 1 : start
        let end = source.skip(from: first) { Byte.isDigit($0) || "-:.TZ+".utf8.contains($0) }
        guard end >= first + 8, Byte.isDigit(source.bytes[first]) else { return nil }
        let colons = source.bytes[first..<end].count { $0 == UInt8(ascii: ":") }
        let hasDate = end >= first + 19 && source.bytes[first + 4] == UInt8(ascii: "-")
        guard colons >= 2, isBracketed || hasDate else { return nil }
        if isBracketed { return source.starts(with: "] ", at: end) ? end + 2 : nil }
        return source.starts(with: " ", at: end) ? end + 1 : nil
    }
}
