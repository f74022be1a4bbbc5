import TextAnalysis

/// Sentences out of what was seen: on one line, without secrets, cut to a length.
enum Wording {
    /// At most `limit` characters, cut at a word where one ends in the last third, with `…` where something is missing.
    static func cut(_ text: String, to limit: Int) -> String {
        let line = oneLine(text)
        guard line.count > limit else { return line }
        let head = line.prefix(limit - 1)
        let word = head.lastIndex(of: " ").map { head[..<$0] } ?? head
        return (word.count * 3 > limit * 2 ? word : head) + "…"
    }

    /// White space and control characters become single spaces.
    static func oneLine(_ text: String) -> String {
        text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
            .joined(separator: " ")
    }

    /// Words of the user as an example: the first sentence that says something, without secrets and without what would
    /// be Markdown.
    static func example(_ text: String) -> String? {
        let plain = InjectionFence.strip(String(text.prefix(4000)))
        guard let line = plain.split(whereSeparator: \.isNewline).map({ oneLine(String($0)) }).first(where: isSaid)
        else { return nil }
        let words = Redactor.redact(line).text.filter { !"`“”<>".contains($0) }
        return cut(words, to: 160)
    }

    private static func isSaid(_ line: String) -> Bool {
        !line.hasPrefix("```") && line.unicodeScalars.count { $0.properties.isAlphabetic } >= 2
    }

    /// As a code span; a command that has backquotes itself gets more of them.
    static func code(_ command: String) -> String {
        let line = oneLine(command)
        return line.contains("`") ? "`` \(line) ``" : "`\(line)`"
    }

    static func list(_ items: [String], or last: String = "or") -> String {
        guard items.count > 1, let final = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(last) " + final
    }

    /// A sentence's first letter small or large, unless a name or code begins it.
    static func lowercasedStart(_ text: String) -> String {
        let second = text.dropFirst().first
        guard second.map({ $0.isLowercase || $0 == " " }) ?? false else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    static func uppercasedStart(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// With a full stop, if no other mark ends it.
    static func sentence(_ text: String) -> String {
        guard let last = text.last else { return text }
        return ".!?…。！？:".contains(last) ? text : text + "."
    }

    static func withoutStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// What can be compared of a sentence, whatever its case, spacing and end.
    static func key(_ text: String) -> String { withoutStop(oneLine(text)).lowercased() }
}

/// The terms of a text that carry what it is about. Chinese counts by pairs of characters.
enum Content {
    static func terms(in text: String) -> Set<String> {
        Set(
            Terms.queryTerms(in: String(text.prefix(8000))).lazy
                .filter { !$0.isStopword && $0.kind != .han1 && $0.kind != .number }.map(\.text))
    }

    /// Cosine of two sets of terms, in [0, 1].
    static func cosine(_ a: Set<String>, _ b: Set<String>) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        return Double(a.intersection(b).count) / (Double(a.count) * Double(b.count)).squareRoot()
    }
}
