extension Speakers {
    /// Those of `known` whom the question names: whole, by first name, by a Chinese given name, or by a short form (three
    /// letters that begin the name, or a usual one). Case does not matter, but for names that are words as well.
    package static func asked(in question: String, among known: Set<String>) -> Set<String> {
        let known = known.filter { !$0.isEmpty && $0.utf8.count <= maximumCharacters * 4 }
        guard !known.isEmpty else { return [] }
        let words = questionWords(question)
        var exact: Set<String> = []
        var used: Set<String> = []
        for name in known {
            for word in matches(of: name, in: words, question: question) {
                exact.insert(name)
                used.insert(word)
            }
        }
        // A short form speaks for nobody when somebody bears it as a name.
        for word in words where word.mayBeShort && !used.contains(word.text) {
            for name in known where !exact.contains(name) {
                guard let first = parts(of: name).first, first.utf8.count >= 3 else { continue }
                if isShortForm(word.text, of: first) || isShortForm(first, of: word.text) { exact.insert(name) }
            }
        }
        return exact
    }

    private struct QuestionWord {
        let text: String
        /// Written as a name is, so that a word that is also a name is meant as one.
        let mayBeCommonName: Bool
        let mayBeShort: Bool
    }

    private static func questionWords(_ question: String) -> [QuestionWord] {
        let items = Lexemes(question, limit: Lexemes.questionBytes).items
        let utf8 = Array(question.utf8.prefix(Lexemes.questionBytes))
        return items.compactMap { item in
            guard item.kind == .word else { return nil }
            var end = Int(item.end)
            if item.traits.contains(.possessive) {
                // Back over the `s` and the apostrophe, which may have several bytes.
                end -= 2
                while end > Int(item.start), utf8[end] & 0xC0 == 0x80 { end -= 1 }
            }
            let text = String(decoding: utf8[Int(item.start)..<max(end, Int(item.start))], as: UTF8.self).lowercased()
            let isNonASCII = utf8[Int(item.start)] >= 0x80
            let isCapitalised = item.traits.contains(.capitalised) || isNonASCII
            return QuestionWord(
                text: text,
                mayBeCommonName: item.word == 0 || (isCapitalised && !item.traits.contains(.opensSentence)),
                mayBeShort: isCapitalised && (item.word == 0 || !item.traits.contains(.opensSentence)))
        }
    }

    /// Names are compared in small letters, word by word.
    private static func parts(of name: String) -> [String] {
        name.lowercased().split(separator: " ").map(String.init)
    }

    /// The question's words that name this speaker.
    private static func matches(of name: String, in words: [QuestionWord], question: String) -> [String] {
        if name.unicodeScalars.allSatisfy(isHan) { return isHanNamed(name, in: question) ? [name] : [] }
        let parts = parts(of: name)
        guard let first = parts.first else { return [] }
        var found: [String] = []
        for word in words where word.mayBeCommonName {
            let isFirst = word.text == first && !isTitle(first)
            let isLast = parts.count > 1 && word.text == parts[parts.count - 1] && word.text.utf8.count > 2
            if isFirst || isLast { found.append(word.text) }
        }
        return found
    }

    private static func isTitle(_ word: String) -> Bool {
        ["dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof", "prof.", "sir"].contains(word)
    }

    /// Whole, or by the given name of two characters behind a family's name.
    private static func isHanNamed(_ name: String, in question: String) -> Bool {
        if occurs(name, in: question) { return true }
        guard name.count == 3, let family = name.first, NameWords.surnames.contains(family) else { return false }
        return occurs(String(name.dropFirst()), in: question)
    }

    private static func occurs(_ name: String, in question: String) -> Bool {
        let pattern = Array(name.utf8)
        let text = Array(question.utf8.prefix(Lexemes.questionBytes))
        guard let head = pattern.first, text.count >= pattern.count else { return false }
        for start in 0...(text.count - pattern.count)
        where text[start] == head && text[start..<start + pattern.count].elementsEqual(pattern) {
            return true
        }
        return false
    }

    private static func isShortForm(_ short: String, of name: String) -> Bool {
        guard short.utf8.count >= 3, short != name else { return false }
        if name.utf8.count > short.utf8.count, name.hasPrefix(short) { return true }
        return NameWords.shortForms[short]?.contains(name) ?? false
    }
}
