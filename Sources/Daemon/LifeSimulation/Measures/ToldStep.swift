import MemoryModel
package import StepReading
import TextAnalysis

/// One step that a learned text tells an agent to take.
package struct ToldStep: Sendable, Equatable {
    package var text: String
    package var action: Told

    package enum Told: Sendable, Equatable {
        /// Stems of the commands in it.
        case command([[String]])
        /// Something is to be edited; the whole line says what.
        case edit
        /// Words without a command, of this kind where one is known.
        case words(ActionKind?)
    }

    /// The steps of a text, a line or a command in backticks each. Headings and empty lines are none.
    ///
    /// - Parameter programs: that are known to be run, beside those everybody knows.
    package static func steps(in text: String, programs: Set<String>) -> [ToldStep] {
        text.split(whereSeparator: \.isNewline).flatMap { line in steps(ofLine: bare(line), programs: programs) }
    }

    private static func steps(ofLine line: String, programs: Set<String>) -> [ToldStep] {
        guard !line.isEmpty, !line.hasPrefix("#"), !line.hasPrefix("```") else { return [] }
        let spans = line.spans
        let lower = line.lowercased()
        var found: [ToldStep] = []
        for (span, before) in spans where isCommand(span, after: before, programs: programs) {
            found.append(ToldStep(text: span, action: .command(stems(of: span))))
        }
        let edits = editVerbs.contains { lower.hasPrefix($0) || lower.contains(" \($0)") }
        if edits, found.isEmpty,
            spans.contains(where: { isPath($0.text) })
                || line.split(separator: " ").contains(where: { isPath(String($0)) })
        {
            return [ToldStep(text: line, action: .edit)]
        }
        guard found.isEmpty else { return found }
        if spans.isEmpty {
            let parts = line.split(separator: ",").flatMap { $0.split(separator: ";") }.map { bare($0) }
            for part in parts {
                let words = part.hasPrefix("then ") ? String(part.dropFirst(5)) : part
                let stems = stems(of: words)
                if let program = stems.first?.first, programs.contains(program) {
                    found.append(ToldStep(text: words, action: .command(stems)))
                }
            }
            guard found.isEmpty else { return found }
        }
        if line.hasSuffix(":") || line.hasSuffix("：") { return [] }
        let kind = ActionKind.allCases.first { $0 != .other && lower.contains($0.phrase) }
        return [ToldStep(text: line, action: .words(kind))]
    }

    /// Whether what stands in backticks is run: a known program, or a word before it says so.
    private static func isCommand(_ span: String, after before: String, programs: Set<String>) -> Bool {
        let stems = stems(of: span)
        guard let program = stems.first?.first, !program.isEmpty else { return false }
        if programs.contains(program), !isPath(span) || span.contains(" ") || programs.contains(span) { return true }
        guard !isPath(span) || span.contains(" ") else { return false }
        return orders.contains(before)
    }

    static func stems(of text: String) -> [[String]] {
        // Parameters are written in many ways; brackets mean something else to a shell.
        var plain = ""
        for character in text where !"<>{}[]".contains(character) { plain.append(character) }
        return ShellCommand.parse(plain).filter { !$0.isAssignment }.map(\.stem)
    }

    static func isPath(_ text: String) -> Bool {
        var text = text.trimming("`,;:()")
        if text.hasSuffix(".") { text.removeLast() }
        guard !text.contains(" "), text.count > 2, !text.contains("://") else { return false }
        if text.contains("/") { return true }
        guard let dot = text.lastIndex(of: "."), dot != text.startIndex || text.count > 4 else { return false }
        let ending = text[text.index(after: dot)...]
        return (1...12).contains(ending.count) && ending.allSatisfy(\.isLetter)
    }

    /// Without bullet, number and space.
    private static func bare(_ line: Substring) -> String {
        var rest = line.drop { $0 == " " || $0 == "\t" || $0 == "-" || $0 == "*" || $0 == "•" }
        let digits = rest.prefix { $0.isNumber }
        if !digits.isEmpty, let mark = rest.dropFirst(digits.count).first, ".)、".contains(mark) {
            rest = rest.dropFirst(digits.count + 1).drop { $0 == " " }
        }
        return String(rest).trimming(" \r\t")
    }

    private static let editVerbs = [
        "edit", "change", "update", "set ", "write", "add ", "correct", "align", "adjust", "modify", "make `", "put ",
        "replace", "create", "extend", "改", "写", "加",
    ]
    private static let orders: Set<String> = [
        "run", "execute", "then", "with", "use", "prefer", "by", "first", "again", "try", "do", "call", "运行", "执行", "用",
    ]
}

extension String {
    /// What stands in backticks, with the word before it in small letters.
    var spans: [(text: String, before: String)] {
        let parts = split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return [] }
        return stride(from: 1, to: parts.count - (parts.count.isMultiple(of: 2) ? 1 : 0), by: 2).map { place in
            let before =
                parts[place - 1].split { $0 == " " || $0 == "," || $0 == ":" }.last.map { $0.lowercased() } ?? ""
            return (String(parts[place]), before)
        }
    }

    func trimming(_ characters: String) -> String {
        var rest = self[...]
        while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
        while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
