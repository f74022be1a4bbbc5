/// Tells sentences that say what to do from sentences that say how things are. English and Chinese.
///
/// It refuses rather one statement too many: what is refused here is still said by a policy.
enum Refusal {
    /// - Returns: why it is no statement; `nil` for a statement.
    static func reason(for sentence: String) -> String? {
        let text = sentence.filter { !"*_#>".contains($0) || $0 == "_" }.drop { " -•".contains($0) }
        guard text.contains(where: \.isLetter) else { return "It says nothing." }
        if text.contains("?") || text.contains("？") { return "It is a question." }
        return english(text) ?? chinese(text)
    }

    // MARK: English

    private static func english(_ text: Substring) -> String? {
        let flat = " " + text.lowercased().replacing("’", with: "'").filter { !"()\"".contains($0) } + " "
        for phrase in RefusalWords.advice where flat.contains(phrase) {
            return "It advises (“\(phrase.trimmed)”)."
        }
        if flat.holds(" first ") || flat.hasPrefix(" first,"), flat.holds(" then ") {
            return "It orders steps (“first … then”)."
        }
        for clause in clauses(of: text) {
            if let verb = imperative(clause) { return "It tells to do something (“\(verb)”)." }
        }
        return nil
    }

    /// Parts that could stand as sentences of their own.
    private static func clauses(of text: Substring) -> [[String]] {
        var clauses: [[String]] = []
        var current: [String] = []
        var isCode = false
        for word in text.split(separator: " ") {
            var word = String(word)
            let ends = word.last.map { ",;:.!—–".contains($0) } ?? false
            let isJoin = !isCode && ["then", "and", "instead", "otherwise", "so"].contains(word.lowercased())
            if word.filter({ $0 == "`" }).count % 2 == 1 { isCode.toggle() }
            if isJoin || (word == "—" || word == "–" || word == "-") {
                clauses.append(current)
                current = []
                continue
            }
            while let last = word.last, ",;:.!".contains(last) { word.removeLast() }
            if !word.isEmpty { current.append(word) }
            if ends, !isCode {
                clauses.append(current)
                current = []
            }
        }
        clauses.append(current)
        return clauses.filter { !$0.isEmpty }
    }

    /// The verb of a clause that begins with one and has no other: “Run the tests”, and not “Run logs are kept”.
    private static func imperative(_ clause: [String]) -> String? {
        var words = clause.map { $0.lowercased() }[...]
        while let first = words.first, RefusalWords.adverbs.contains(first) { words = words.dropFirst() }
        guard let verb = words.first else { return nil }
        if RefusalWords.bans.contains(verb) || verb == "do" && words.dropFirst().first == "not" { return verb }
        // “Use of the wheel is forbidden”: before `of` stands a noun.
        guard RefusalWords.verbs.contains(verb), words.dropFirst().first != "of" else { return nil }
        for word in words.dropFirst().prefix(5) {
            if RefusalWords.determiners.contains(word) { return verb }
            if RefusalWords.finite.contains(word) { return nil }
        }
        return verb
    }

    // MARK: Chinese

    private static func chinese(_ text: Substring) -> String? {
        guard text.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) }) else { return nil }
        let flat = text.filter { $0 != " " }
        for word in RefusalWords.chineseAdvice where flat.contains(word) { return "It advises (“\(word)”)." }
        if let first = flat.firstRange(of: "先"),
            ["再", "然后", "之后再", "最后"].contains(where: flat[first.upperBound...].contains)
        {
            return "It orders steps (“先…再”)."
        }
        for clause in flat.split(whereSeparator: { "，。；！,;!：".contains($0) }) {
            var clause = clause
            for word in ["然后", "接着", "最后", "就", "再", "则", "直接", "立即"] where clause.hasPrefix(word) {
                clause = clause.dropFirst(word.count)
            }
            if let ban = RefusalWords.chineseBans.first(where: clause.hasPrefix) {
                return "It tells to do something (“\(ban)”)."
            }
            guard let verb = RefusalWords.chineseVerbs.first(where: clause.hasPrefix) else { continue }
            let isNoun = RefusalWords.chineseNouns.contains(where: clause.hasPrefix)
            let states = RefusalWords.chineseStates.contains(where: clause.contains)
            if !isNoun && !states { return "It tells to do something (“\(verb)”)." }
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
