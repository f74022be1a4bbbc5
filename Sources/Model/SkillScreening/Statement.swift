/// One command or one line of code, with what was continued on later lines, read as what it does: empty quotes and
/// escapes within words are gone, and variables that were set to plain text nearby stand for that text.
struct Statement {
    /// Indices into the source's lines.
    let lines: ClosedRange<Int>
    let text: [UInt8]
    let hits: [PhraseAutomaton.Hit]
    let signs: ConceptSet
    let role: SourceLine.Role
    let isFenced: Bool
    let isWarned: Bool
    /// Whether reading it took variables, quotes or escapes apart.
    let wasDisguised: Bool

    func has(_ concepts: Concept...) -> Bool { concepts.allSatisfy(signs.contains) }
    func hasAny(_ concepts: Concept...) -> Bool { concepts.contains(where: signs.contains) }
    func first(_ concept: Concept) -> PhraseAutomaton.Hit? { hits.first { $0.concept == concept } }

    func contains(_ word: String) -> Bool { ByteRuns.contains(text[...], word) }
}

enum ByteRuns {
    static func contains(_ text: ArraySlice<UInt8>, _ word: String) -> Bool { first(of: word, in: text) != nil }

    static func first(of word: String, in text: ArraySlice<UInt8>) -> Int? {
        let pattern = Array(word.utf8)
        guard let head = pattern.first, text.count >= pattern.count else { return nil }
        for index in text.startIndex...(text.endIndex - pattern.count)
        where text[index] == head && text[index..<index + pattern.count].elementsEqual(pattern) { return index }
        return nil
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

/// Reads lines as statements.
struct StatementReader {
    private var variables: [[UInt8]: [UInt8]] = [:]
    private static let mostVariables = 300
    private static let longest = 8 * 1024

    static func statements(of lines: [SourceLine], each: (Statement) -> Void) {
        var reader = StatementReader()
        var index = 0
        while index < lines.count {
            var end = index
            var text = lines[index].folded
            while end + 1 < lines.count, end - index < 24, text.count < 4_096,
                continues(text, into: lines[end + 1], from: lines[end])
            {
                end += 1
                if text.last == UInt8(ascii: "\\") || text.last == UInt8(ascii: "`") && lines[index].role != .prose {
                    text.removeLast()
                }
                text.append(0x20)
                text += lines[end].folded
            }
            if !text.isEmpty { each(reader.statement(text, lines: index...end, of: lines)) }
            index = end + 1
        }
    }

    private static func continues(_ text: [UInt8], into next: SourceLine, from line: SourceLine) -> Bool {
        guard next.role == line.role, next.isFenced == line.isFenced, !next.folded.isEmpty else { return false }
        if line.role == .prose {
            // Markdown marks tables with bars; a command in prose goes on only when it says so.
            return text.last == UInt8(ascii: "\\")
        }
        let trimmed = text.last == 0x20 ? text.dropLast() : text[...]
        if let last = trimmed.last, last == UInt8(ascii: "\\") || last == UInt8(ascii: "|") || last == UInt8(ascii: "(")
        {
            return true
        }
        if trimmed.suffix(2).elementsEqual("&&".utf8) || trimmed.last == UInt8(ascii: ",")
            || trimmed.last == UInt8(ascii: "`")
        {
            return true
        }
        let start = next.folded.drop { $0 == 0x20 }
        return start.first == UInt8(ascii: "|")
            || start.first == UInt8(ascii: ".") && start.dropFirst().first.map(ByteRuns.isWord) == true
    }

    private mutating func statement(_ folded: [UInt8], lines range: ClosedRange<Int>, of lines: [SourceLine])
        -> Statement
    {
        let first = lines[range.lowerBound]
        var text = folded
        var wasDisguised = false
        if first.role != .prose || first.folded.contains(UInt8(ascii: "`")) || first.folded.contains(UInt8(ascii: "$"))
        {
            let plain = Self.plain(folded)
            wasDisguised = plain.count != folded.count
            text = expanded(plain)
            if text.count != plain.count { wasDisguised = true }
            remember(plain)
        }
        if text.count > Self.longest { text = Array(text.prefix(Self.longest)) + text.suffix(Self.longest) }
        let hits = CommandLexicon.automaton.hits(in: text)
        return Statement(
            lines: range, text: text, hits: hits, signs: ConceptSet(hits.map(\.concept)), role: first.role,
            isFenced: first.isFenced, isWarned: lines[range].contains(where: \.isWarned), wasDisguised: wasDisguised)
    }

    // MARK: Disguises

    /// Within quotes a backslash means something, and in a path of Windows.
    ///
    /// `c''url`, `c\url`, `c""url`, `c^url`, `${IFS}`, `"cu"+"rl"`, `'cu' + 'rl'`.
    static func plain(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { "'\"\\^$+`".utf8.contains($0) }) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        let isPath = ["reg add", "hkcu", "hklm", ":\\"].contains { ByteRuns.contains(text[...], $0) }
        var index = 0
        var isQuoted = false
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { isQuoted.toggle() }
            let next = index + 1 < text.count ? text[index + 1] : 0
            let isInner = result.last.map(ByteRuns.isWord) == true
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                // An empty pair within a word, or around one letter of it.
                if next == byte, isInner, index + 2 < text.count, ByteRuns.isWord(text[index + 2]) {
                    index += 2
                    continue
                }
                if isInner, index + 3 < text.count, text[index + 2] == byte, ByteRuns.isWord(next),
                    ByteRuns.isWord(text[index + 3]),
                    result.dropLast().last != UInt8(ascii: "=")
                {
                    result.append(next)
                    index += 3
                    continue
                }
                if let end = joint(text, at: index) {
                    index = end
                    continue
                }
            } else if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "^"), isInner, (0x61...0x7A).contains(next),
                index + 2 < text.count, ByteRuns.isWord(text[index + 2]), !isQuoted, !isPath
            {
                index += 1
                continue
            } else if byte == UInt8(ascii: "`"), isInner, (0x61...0x7A).contains(next), index + 2 < text.count,
                (0x61...0x7A).contains(text[index + 2])
            {
                // PowerShell's tick; code spans of Markdown do not stand within words.
                index += 1
                continue
            } else if byte == UInt8(ascii: "$"), text[index...].starts(with: "${ifs}".utf8) {
                result.append(0x20)
                index += 6
                continue
            } else if byte == UInt8(ascii: "$"), text[index...].starts(with: "$ifs".utf8) {
                result.append(0x20)
                index += text[(index + 4)...].starts(with: "$9".utf8) ? 6 : 4
                continue
            } else if byte == UInt8(ascii: "$"), next == UInt8(ascii: "@") || next == UInt8(ascii: "*"), isInner,
                index + 2 < text.count, ByteRuns.isWord(text[index + 2])
            {
                index += 2
                continue
            }
            result.append(byte)
            index += 1
        }
        return result
    }

    /// The end of `" + "` at a closing quote.
    private static func joint(_ text: [UInt8], at index: Int) -> Int? {
        var end = index + 1
        while end < text.count, end - index < 4, text[end] == 0x20 { end += 1 }
        guard end < text.count,
            text[end] == UInt8(ascii: "+") || text[end] == UInt8(ascii: ".") && text[end - 1] == 0x20
        else { return nil }
        end += 1
        while end < text.count, end - index < 8, text[end] == 0x20 { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: "'") || text[end] == UInt8(ascii: "\"") else { return nil }
        return end + 1
    }

    // MARK: Variables

    /// `name=value`, `$name = "value"`, `const name = 'value'`, `export name=value`; several on a line.
    private mutating func remember(_ text: [UInt8]) {
        guard variables.count < Self.mostVariables else { return }
        var index = 0
        var found = 0
        while found < 12, let equals = text[index...].firstIndex(of: UInt8(ascii: "=")) {
            index = equals + 1
            guard equals > 0, index < text.count, text[index] != UInt8(ascii: "="),
                !"=!<>+-*/".utf8.contains(text[equals - 1])
            else { continue }
            var end = equals
            if text[end - 1] == 0x20 { end -= 1 }
            var start = end
            while start > 0, ByteRuns.isWord(text[start - 1]) { start -= 1 }
            guard start < end, end - start < 40 else { continue }
            let isBound = start == 0 || " ;$&({`".utf8.contains(text[start - 1])
            guard isBound else { continue }
            var value = index
            if text[value] == 0x20 { value += 1 }
            guard value < text.count else { continue }
            let quote = text[value]
            var stop: Int
            if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                value += 1
                stop = text[value...].prefix(302).firstIndex(of: quote) ?? text.count
            } else {
                guard equals + 1 == value else { continue }
                stop =
                    text[value...].firstIndex {
                        $0 == 0x20 || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "`")
                    } ?? text.count
            }
            guard stop > value, stop - value <= 300, !ByteRuns.contains(text[value..<stop], "$("),
                !text[value..<stop].contains(UInt8(ascii: "`"))
            else { continue }
            variables[Array(text[start..<end])] = expanded(Array(text[value..<stop]), once: true)
            index = max(index, min(stop, text.count))
            found += 1
        }
    }

    /// `$name`, `${name}` by what they were set to; a name of another language only where it is called or piped.
    private func expanded(_ text: [UInt8], once: Bool = false) -> [UInt8] {
        guard !variables.isEmpty, text.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "$"), result.count < Self.longest else {
                result.append(text[index])
                index += 1
                continue
            }
            var start = index + 1
            let isBraced = start < text.count && text[start] == UInt8(ascii: "{")
            if isBraced { start += 1 }
            var end = start
            while end < text.count, end - start < 40, ByteRuns.isWord(text[end]) { end += 1 }
            let isClosed = !isBraced || end < text.count && text[end] == UInt8(ascii: "}")
            if end > start, isClosed, let value = variables[Array(text[start..<end])] {
                result += value.prefix(once ? 300 : 600)
                index = isBraced ? end + 1 : end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
