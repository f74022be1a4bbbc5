/// Markdown cut into notes: a section under its headings, or each item of a long list. Purely textual; what stands in a
/// fence is not read as Markdown.
enum NoteSections {
    struct Note: Equatable {
        /// From the outermost to the innermost.
        var headings: [String]
        var text: String
    }

    /// Above this many characters a section with a list becomes a note for each item.
    static let longest = 600

    static func split(_ text: String) -> [Note] {
        var notes: [Note] = []
        var headings: [(level: Int, title: String)] = []
        var lines: [Substring] = []
        var fence: Substring?

        func finish() {
            notes += section(lines, under: headings.map(\.title))
            lines = []
        }
        for line in withoutFrontMatter(text.split(separator: "\n", omittingEmptySubsequences: false)) {
            let line = line.last == "\r" ? line.dropLast() : line
            let begin = line.drop { $0 == " " }
            if begin.hasPrefix("```") || begin.hasPrefix("~~~") {
                fence = fence == nil ? begin.prefix(3) : begin.hasPrefix(fence ?? "") ? nil : fence
            } else if fence == nil, line == "§" || begin == "---" || begin == "***" {
                finish()
                continue
            } else if fence == nil, let heading = heading(line) {
                finish()
                headings.removeAll { $0.level >= heading.level }
                headings.append(heading)
                continue
            }
            lines.append(line)
        }
        finish()
        return notes
    }

    private static func section(_ lines: [Substring], under headings: [String]) -> [Note] {
        let text = lines.joined(separator: "\n").trimmed
        guard !text.isEmpty else { return [] }
        let starts = lines.indices.filter { isItem(lines[$0]) }
        guard text.count > longest, starts.count > 1, let first = starts.first else {
            return [Note(headings: headings, text: text)]
        }
        let ends = starts.dropFirst() + [lines.endIndex]
        let parts = [lines[..<first]] + zip(starts, ends).map { lines[$0..<$1] }
        return parts.map { $0.joined(separator: "\n").trimmed }.filter { !$0.isEmpty }
            .map { Note(headings: headings, text: $0) }
    }

    private static func heading(_ line: Substring) -> (level: Int, title: String)? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level) else { return nil }
        let title = line.dropFirst(level)
        guard title.first == " " || title.first == "\t" else { return nil }
        return (level, String(title.drop { $0 == " " || $0 == "\t" }).trimmed)
    }

    /// An item of the outermost list.
    private static func isItem(_ line: Substring) -> Bool {
        if ["- ", "* ", "+ "].contains(where: line.hasPrefix) { return true }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count < 4 else { return false }
        let rest = line.dropFirst(digits.count)
        return rest.hasPrefix(". ") || rest.hasPrefix(") ")
    }

    /// What stands between two lines of three dashes at the very beginning says something about the file.
    private static func withoutFrontMatter(_ lines: [Substring]) -> ArraySlice<Substring> {
        guard lines.first?.drop(while: { $0 == "\u{FEFF}" }) == "---",
            let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "---\r" })
        else { return lines[...] }
        return lines[(end + 1)...]
    }
}
