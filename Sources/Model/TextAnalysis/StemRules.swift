/// Suffix tables of the stemmer, longest first where one ends in another.
enum StemRules {
    struct Rule: Sendable {
        let suffix: StaticString
        let replacement: StaticString
    }

    static let double: [Rule] = [
        Rule(suffix: "ization", replacement: "ize"), Rule(suffix: "ational", replacement: "ate"),
        Rule(suffix: "fulness", replacement: "ful"), Rule(suffix: "ousness", replacement: "ous"),
        Rule(suffix: "iveness", replacement: "ive"), Rule(suffix: "tional", replacement: "tion"),
        Rule(suffix: "biliti", replacement: "ble"), Rule(suffix: "lessli", replacement: "less"),
        Rule(suffix: "entli", replacement: "ent"), Rule(suffix: "ation", replacement: "ate"),
        Rule(suffix: "alism", replacement: "al"), Rule(suffix: "aliti", replacement: "al"),
        Rule(suffix: "ousli", replacement: "ous"), Rule(suffix: "iviti", replacement: "ive"),
        Rule(suffix: "fulli", replacement: "ful"), Rule(suffix: "enci", replacement: "ence"),
        Rule(suffix: "anci", replacement: "ance"), Rule(suffix: "abli", replacement: "able"),
        Rule(suffix: "izer", replacement: "ize"), Rule(suffix: "ator", replacement: "ate"),
        Rule(suffix: "alli", replacement: "al"), Rule(suffix: "bli", replacement: "ble"),
    ]

    static let third: [Rule] = [
        Rule(suffix: "ational", replacement: "ate"), Rule(suffix: "tional", replacement: "tion"),
        Rule(suffix: "alize", replacement: "al"), Rule(suffix: "icate", replacement: "ic"),
        Rule(suffix: "iciti", replacement: "ic"), Rule(suffix: "ical", replacement: "ic"),
        Rule(suffix: "ness", replacement: ""), Rule(suffix: "ful", replacement: ""),
    ]

    static let bare: [StaticString] = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al",
        "er", "ic",
    ]
}

/// Words that the suffix rules would treat wrongly.
enum StemExceptions {
    private struct Exception: Sendable {
        let word: StaticString
        let stem: StaticString
    }

    private static let words: [Exception] = [
        Exception(word: "skis", stem: "ski"), Exception(word: "skies", stem: "sky"),
        Exception(word: "idly", stem: "idl"), Exception(word: "gently", stem: "gentl"),
        Exception(word: "ugly", stem: "ugli"), Exception(word: "early", stem: "earli"),
        Exception(word: "only", stem: "onli"), Exception(word: "singly", stem: "singl"),
        Exception(word: "sky", stem: "sky"), Exception(word: "news", stem: "news"),
        Exception(word: "howe", stem: "howe"), Exception(word: "atlas", stem: "atlas"),
        Exception(word: "cosmos", stem: "cosmos"), Exception(word: "bias", stem: "bias"),
        Exception(word: "andes", stem: "andes"),
    ]

    private static let prefixes: [StaticString] = [
        "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
    ]

    static func apply(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Int? {
        guard count <= 6 else { return nil }
        for exception in words where equals(word, count, exception.word) {
            for offset in 0..<exception.stem.utf8CodeUnitCount { word[offset] = exception.stem.utf8Start[offset] }
            return exception.stem.utf8CodeUnitCount
        }
        return nil
    }

    /// How long the prefix is that R1 starts after by decree, or 0.
    static func regionPrefix(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
        for prefix in prefixes where prefix.utf8CodeUnitCount <= count {
            if equals(word, prefix.utf8CodeUnitCount, prefix) { return prefix.utf8CodeUnitCount }
        }
        return 0
    }

    /// "proceed", "exceed", "succeed" are whole words.
    static func keepsEed(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
        equals(word, count, "proc") || equals(word, count, "exc") || equals(word, count, "succ")
    }

    /// "inning", "outing" and their like are nouns.
    static func keepsIng(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
        guard (3...5).contains(count) else { return false }
        for stem: StaticString in ["inn", "out", "cann", "herr", "earr", "even"] where equals(word, count, stem) {
            return true
        }
        return false
    }

    private static func equals(_ word: UnsafeMutablePointer<UInt8>, _ count: Int, _ text: StaticString) -> Bool {
        guard text.utf8CodeUnitCount == count else { return false }
        for offset in 0..<count where word[offset] != text.utf8Start[offset] { return false }
        return true
    }
}
