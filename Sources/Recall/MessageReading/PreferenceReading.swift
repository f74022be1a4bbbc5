/// What a person wants used and what left, as far as the words say it.
struct PreferenceReading {
    var prefer: String?
    var avoid: String?
    /// In [0, 1].
    var strength: Double
    /// Whether it changes what was just done, and not only says what to do.
    var isRevision: Bool

    /// Only the first sentences are read: further down, a message tells what its task needs.
    private static let sentences = 2

    static func of(_ tokens: MessageTokens) -> PreferenceReading? {
        var found = PreferenceReading(strength: 0, isRevision: false)
        let items = tokens.items
        let isShort = items.count { !$0.isMark } <= 30
        var index = 0
        var sentence = 0
        while index < items.count, isShort || sentence < sentences {
            if items[index].endsSentence { sentence += 1 }
            index = found.read(tokens, at: index)
        }
        guard found.prefer != nil || found.avoid != nil else { return nil }
        if found.prefer != nil, found.avoid != nil { found.strength = max(found.strength, 0.9) }
        return found
    }

    /// Reads what begins at a token; returns the next one to look at.
    private mutating func read(_ tokens: MessageTokens, at index: Int) -> Int {
        if let contrast = PreferencePhrases.contrasts.match(tokens, at: index), contrast.meaning {
            return readContrast(tokens, contrast.range)
        }
        guard let verb = PreferencePhrases.verbs.match(tokens, at: index), Self.isWanted(tokens, at: index)
        else { return index + 1 }
        let behind = verb.range.upperBound
        switch verb.meaning {
        case .other: return behind
        case .use, .prefer: return readUse(tokens, from: behind, verb: verb.meaning)
        case .leave, .refrain:
            let isAction = verb.meaning == .refrain
            guard avoid == nil, let object = ObjectPhrase.read(tokens, from: behind, actionToo: isAction) else {
                return behind
            }
            avoid = object.text
            strength = max(strength, Self.isStanding(tokens, at: index) ? 0.85 : 0.75)
            isRevision = true
            let next = object.end + 1
            // “stop using this and use that”
            if next < tokens.items.count, tokens.items[object.end].text == "and",
                let other = PreferencePhrases.verbs.match(tokens, at: next), other.meaning == .use
            {
                return readUse(tokens, from: other.range.upperBound, verb: .use)
            }
            return object.end
        }
    }

    private mutating func readUse(_ tokens: MessageTokens, from behind: Int, verb: PreferencePhrases.Verb) -> Int {
        guard prefer == nil, let object = ObjectPhrase.read(tokens, from: behind) else { return behind }
        let items = tokens.items
        let next = object.end < items.count && items[object.end].text == "," ? object.end + 1 : object.end
        if next < items.count {
            let word = items[next].text
            let isOver = next == object.end && (word == "over" || (verb == .prefer && word == "to"))
            let contrast = PreferencePhrases.contrasts.match(tokens, at: next)
            let start = isOver ? next + 1 : contrast?.range.upperBound
            if let start, let left = ObjectPhrase.read(tokens, from: start) {
                (prefer, avoid, strength, isRevision) = (object.text, avoid ?? left.text, 0.9, true)
                return left.end
            }
        }
        let closing = object.end < items.count ? items[object.end].text : ""
        let words = items.count { !$0.isMark }
        if avoid != nil || Self.hasContrast(tokens, from: object.end) {
            (prefer, strength, isRevision) = (object.text, max(strength, 0.9), true)
        } else if verb == .prefer || closing == "instead" || Self.isStanding(tokens, at: behind) {
            (prefer, strength) = (object.text, max(strength, 0.8))
            if closing == "instead" { isRevision = true }
        } else if items[0].text == "no" || items[0].text == "不" || Self.changes(items[behind - 1].text, tokens, behind)
        {
            (prefer, strength, isRevision) = (object.text, max(strength, 0.75), true)
        } else if words <= 5 || (items[0].kind == .han && words <= 9) {
            (prefer, strength) = (object.text, max(strength, 0.55))
        }
        return object.end
    }

    /// “instead of Y”: what is left; before it may stand what is used, without a verb: “pnpm instead of npm”.
    private mutating func readContrast(_ tokens: MessageTokens, _ range: Range<Int>) -> Int {
        let start = tokens.clauseStart(range.lowerBound)
        let isBare = range.lowerBound - start <= 2 && tokens.items.count <= 12
        guard prefer != nil || start == range.lowerBound || isBare, avoid == nil,
            let left = ObjectPhrase.read(tokens, from: range.upperBound)
        else { return range.upperBound }
        if prefer == nil, start < range.lowerBound {
            guard tokens.sentenceStart(start) == start, let used = ObjectPhrase.read(tokens, from: start),
                !ClauseSense.isSupposed(tokens, at: range.lowerBound)
            else { return range.upperBound }
            prefer = used.text
        } else if prefer == nil, !Self.hasUse(tokens, from: left.end) {
            return range.upperBound
        }
        avoid = left.text
        (strength, isRevision) = (0.9, true)
        return left.end
    }

    /// Whether a request begins here: nothing but what people say before one stands before it.
    private static func isWanted(_ tokens: MessageTokens, at index: Int) -> Bool {
        if isQuestion(tokens, at: index) { return false }
        return tokens.items[tokens.clauseStart(index)..<index].allSatisfy { item in
            switch item.kind {
            case .word: PreferencePhrases.leads.contains(item.text)
            case .han: item.text.allSatisfy(PreferencePhrases.leadsChinese.contains)
            case .name, .quoted, .mark: false
            }
        }
    }

    /// “Should I use this?” asks; “can you use this?” wants.
    private static func isQuestion(_ tokens: MessageTokens, at index: Int) -> Bool {
        let end = tokens.sentenceEnd(index)
        guard end < tokens.items.count, tokens.items[end].text == "?" else { return false }
        return !tokens.items[tokens.clauseStart(index)..<index].contains { $0.text == "you" || $0.text == "we" }
    }

    private static func isStanding(_ tokens: MessageTokens, at index: Int) -> Bool {
        (tokens.sentenceStart(index)..<max(index, tokens.sentenceEnd(index))).contains {
            PreferencePhrases.standing.match(tokens, at: $0)?.meaning == true
        }
    }

    private static func hasContrast(_ tokens: MessageTokens, from index: Int) -> Bool {
        (index..<max(index, tokens.sentenceEnd(index))).contains {
            PreferencePhrases.contrasts.match(tokens, at: $0)?.meaning == true
        }
    }

    /// Whether the rest of the sentence says what to use.
    private static func hasUse(_ tokens: MessageTokens, from index: Int) -> Bool {
        (index..<max(index, tokens.sentenceEnd(index))).contains { place in
            guard let verb = PreferencePhrases.verbs.match(tokens, at: place)?.meaning else { return false }
            return verb == .use || verb == .prefer
        }
    }

    /// Whether the verb itself says that something else was used: 改用, 换成.
    private static func changes(_ last: String, _ tokens: MessageTokens, _ behind: Int) -> Bool {
        guard behind >= 2 else { return false }
        let before = tokens.items[behind - 2].text
        return (before == "改" || before == "换") && (last == "用" || last == "成")
    }
}
