import DaemonClient
import JSONText

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Text for people on standard output: aligned tables, and colours where a person looks.
enum Output {
    static func write(_ text: String) {
        Descriptor.writeAll(1, Array(text.utf8))
    }

    static func writeError(_ text: String) {
        Descriptor.writeAll(2, Array(text.utf8))
    }

    static let isTerminal = isatty(1) == 1
    static let isErrorTerminal = isatty(2) == 1
    static let isInputTerminal = isatty(0) == 1

    private static let hasColours =
        isTerminal && FrontContext.variable("NO_COLOR") == nil && FrontContext.variable("TERM") != "dumb"

    static func bold(_ text: String) -> String { hasColours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    static func dim(_ text: String) -> String { hasColours ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    static func green(_ text: String) -> String { hasColours ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
    static func red(_ text: String) -> String { hasColours ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

    /// Columns as wide as their widest cell, two spaces apart; numbers (`alignRight`) to the right.
    static func table(_ rows: [[String]], header: [String]? = nil, alignRight: Set<Int> = []) -> String {
        let all = (header.map { [$0] } ?? []) + rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in all.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0 }
        var text = ""
        for (number, row) in all.enumerated() {
            let cells = row.enumerated().map { column, cell -> String in
                let padding = String(repeating: " ", count: widths[column] - width(cell))
                if alignRight.contains(column) { return padding + cell }
                return column == row.count - 1 ? cell : cell + padding
            }
            let line = cells.joined(separator: "  ")
            text += (header != nil && number == 0 ? bold(line) : line) + "\n"
        }
        return text
    }

    /// Columns of a terminal a text takes: wide characters of East Asian scripts take two, escapes none.
    static func width(_ text: String) -> Int {
        var width = 0
        var isEscape = false
        for character in text {
            guard let scalar = character.unicodeScalars.first else { continue }
            if isEscape {
                isEscape = character != "m"
            } else if scalar.value == 0x1B {
                isEscape = true
            } else {
                width += isWide(scalar.value) ? 2 : 1
            }
        }
        return width
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// The text on one line and at most so many columns wide. Control characters of stored text never reach a
    /// terminal.
    static func oneLine(_ text: String, columns: Int) -> String {
        var result = ""
        var used = 0
        for character in text.split(whereSeparator: \.isWhitespace).joined(separator: " ") {
            guard let scalar = character.unicodeScalars.first, scalar.value >= 0x20, scalar.value != 0x7F,
                !(0x80..<0xA0).contains(scalar.value)
            else { continue }
            let step = isWide(scalar.value) ? 2 : 1
            if used + step > columns - 1 { return result + "…" }
            result.append(character)
            used += step
        }
        return result
    }

    static var columns: Int {
        var size = winsize()
        guard isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 120 }
        return Int(size.ws_col)
    }

    /// Bytes as people read them: `1.5 MB`.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        var unit = 0
        while value >= 1000, unit < 4 {
            value /= 1000
            unit += 1
        }
        if unit == 0 { return "\(count) B" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) " + ["kB", "MB", "GB", "TB"][unit - 1]
    }

    /// A length of time as people read it: `2 d 3 h`, `5 min`, `12 s`.
    static func duration(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86_400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }

    static func ago(_ time: Int64?) -> String {
        guard let time else { return "never" }
        return duration(milliseconds: wallClockMilliseconds() - time) + " ago"
    }
}
