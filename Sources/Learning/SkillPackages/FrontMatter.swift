/// The front matter of a `SKILL.md`: the part of YAML that such files use. Plain, quoted and block texts by key, and
/// one level of keys below `metadata`; of anything else only the key is noted.
struct FrontMatter {
    private(set) var fields: [String: String] = [:]
    private(set) var metadata: [String: String] = [:]
    /// In their order, without those of `metadata`.
    private(set) var keys: [String] = []
    /// What stands behind it.
    let body: String

    struct Fault: Error, Equatable {
        let reason: String
    }

    /// - Throws: when the text has no front matter, or a key twice.
    init(_ text: String) throws(Fault) {
        let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, Self.isFence(first) else {
            throw Fault(reason: "it does not begin with front matter between lines of ---")
        }
        lines.removeFirst()
        guard let end = lines.firstIndex(where: Self.isFence) else {
            throw Fault(reason: "its front matter is not closed by a line of ---")
        }
        body = lines[(end + 1)...].joined(separator: "\n")
        var rest = lines[..<end]
        while let line = rest.popFirst() {
            guard let (key, value) = Self.pair(line), line.first != " " else { continue }
            guard !keys.contains(key) else { throw Fault(reason: "its front matter has two lines of \(key)") }
            keys.append(key)
            let block = rest.prefix { $0.allSatisfy(\.isWhitespace) || $0.first == " " || $0.first == "\t" }
            rest = rest.dropFirst(block.count)
            if key == "metadata" {
                for line in block {
                    if let (key, value) = Self.pair(line) { metadata[key] = Self.scalar(value, further: []) }
                }
            } else {
                fields[key] = Self.scalar(value, further: block)
            }
        }
    }

    private static func isFence(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
    }

    private static func pair(_ line: Substring) -> (String, Substring)? {
        let line = trimmed(line)
        guard !line.hasPrefix("#"), !line.hasPrefix("-"), let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...]
        guard value.isEmpty || value.first == " " || value.first == "\t" else { return nil }
        let key = trimmed(line[..<colon])
        return key.isEmpty ? nil : (unquoted(key), trimmed(value))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }

    /// - Parameter further: the indented lines below.
    private static func scalar(_ value: Substring, further: ArraySlice<Substring>) -> String {
        let lines = further.map(trimmed)
        if value.first == "|" { return lines.joined(separator: "\n") }
        if value.first == ">" || value.isEmpty { return folded(lines) }
        if value.first == "\"" || value.first == "'" { return unquoted(Substring(folded([value] + lines))) }
        // A comment begins at ` #`.
        let plain = value.split(separator: " ", omittingEmptySubsequences: false)
        return folded([Substring(plain.prefix { !$0.hasPrefix("#") }.joined(separator: " "))] + lines)
    }

    private static func folded(_ lines: [Substring]) -> String {
        lines.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func unquoted(_ text: Substring) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return String(text) }
        var result = String.UnicodeScalarView()
        var rest = text.dropFirst().unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "'", quote == "'" {
                guard rest.first == "'" else { break }
                rest = rest.dropFirst()
                result.append("'")
            } else if scalar == "\"", quote == "\"" {
                break
            } else if scalar == "\\", quote == "\"", let mark = rest.popFirst() {
                result.append(escaped(mark, &rest))
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func escaped(
        _ mark: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
    ) -> Unicode.Scalar {
        switch mark {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "x", "u", "U":
            let digits = String(String.UnicodeScalarView(rest.prefix(mark == "x" ? 2 : mark == "u" ? 4 : 8)))
            guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
            rest = rest.dropFirst(digits.unicodeScalars.count)
            return scalar
        default: return mark
        }
    }
}
