/// English stemming after the published Porter2 ("Snowball English") rules, for words of the letters a–z.
/// Works in place on a buffer, so that indexing allocates nothing.
enum EnglishStem {
    /// Stems `word[0..<count]` in place and returns the new length, which is never larger than `count`.
    static func stem(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
        guard count > 2 else { return count }
        if let length = StemExceptions.apply(word, count: count) { return length }
        var stemmer = Stemmer(word: word, count: count)
        stemmer.run()
        return stemmer.count
    }
}

/// The state of stemming one word: the letters, and where the regions R1 and R2 of the published rules begin.
private struct Stemmer {
    let word: UnsafeMutablePointer<UInt8>
    var count: Int
    var region1 = 0
    var region2 = 0

    init(word: UnsafeMutablePointer<UInt8>, count: Int) {
        self.word = word
        self.count = count
    }

    mutating func run() {
        markConsonantY()
        findRegions()
        plural()
        pastAndParticiple()
        finalY()
        doubleSuffix()
        fullAndNess()
        bareSuffix()
        finalEAndL()
        for index in 0..<count where word[index] == Self.consonantY { word[index] = UInt8(ascii: "y") }
    }

    // MARK: Letters and regions

    /// A `y` that acts as a consonant is written in upper case while the rules run.
    private static let consonantY = UInt8(ascii: "Y")

    private func isVowel(_ index: Int) -> Bool {
        switch word[index] {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            return true
        default: return false
        }
    }

    private func markConsonantY() {
        for index in 0..<count
        where word[index] == UInt8(ascii: "y") && (index == 0 || isVowel(index - 1)) {
            word[index] = Self.consonantY
        }
    }

    private mutating func findRegions() {
        let prefix = StemExceptions.regionPrefix(word, count: count)
        region1 = prefix > 0 ? prefix : afterVowelAndConsonant(from: 0)
        region2 = afterVowelAndConsonant(from: region1)
    }

    private func afterVowelAndConsonant(from start: Int) -> Int {
        var index = start
        while index < count, !isVowel(index) { index += 1 }
        while index < count, isVowel(index) { index += 1 }
        return min(index + 1, count)
    }

    private func ends(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard length <= count else { return false }
        let start = suffix.utf8Start
        for offset in 0..<length where word[count - length + offset] != start[offset] { return false }
        return true
    }

    private func hasVowel(before end: Int) -> Bool {
        for index in 0..<max(end, 0) where isVowel(index) { return true }
        return false
    }

    private func endsInShortSyllable() -> Bool {
        if count == 2 { return isVowel(0) && !isVowel(1) }
        guard count > 2 else { return false }
        if ends("past") { return true }
        let last = word[count - 1]
        return !isVowel(count - 1) && last != UInt8(ascii: "w") && last != UInt8(ascii: "x")
            && last != Self.consonantY && isVowel(count - 2) && !isVowel(count - 3)
    }

    private mutating func replace(_ length: Int, with text: StaticString) {
        count -= length
        for offset in 0..<text.utf8CodeUnitCount { word[count + offset] = text.utf8Start[offset] }
        count += text.utf8CodeUnitCount
    }

    // MARK: Steps

    private mutating func plural() {
        guard word[count - 1] == UInt8(ascii: "s") || word[count - 1] == UInt8(ascii: "d") else { return }
        if ends("sses") {
            count -= 2
        } else if ends("ied") || ends("ies") {
            count -= count > 4 ? 2 : 1
        } else if ends("us") || ends("ss") {
            return
        } else if ends("s"), hasVowel(before: count - 2) {
            count -= 1
        }
    }

    private mutating func pastAndParticiple() {
        let eed = ends("eedly") ? 5 : ends("eed") ? 3 : 0
        if eed > 0 {
            if count - eed >= region1, !StemExceptions.keepsEed(word, count: count - eed) {
                replace(eed, with: "ee")
            }
            return
        }
        let length = ends("ingly") ? 5 : ends("edly") ? 4 : ends("ing") ? 3 : ends("ed") ? 2 : 0
        guard length > 0, hasVowel(before: count - length) else { return }
        if ends("ing") {
            if count == 5, word[1] == UInt8(ascii: "y"), !isVowel(0) {
                // "dying" is of "die".
                count = 3
                word[1] = UInt8(ascii: "i")
                word[2] = UInt8(ascii: "e")
                return
            }
            if StemExceptions.keepsIng(word, count: count - 3) { return }
        }
        count -= length
        if ends("at") || ends("bl") || ends("iz") {
            replace(0, with: "e")
        } else if endsInDouble() {
            let isShortWord = count == 3 && isVowel(0) && word[0] != UInt8(ascii: "i") && word[0] != UInt8(ascii: "u")
            if !isShortWord { count -= 1 }
        } else if region1 >= count, endsInShortSyllable() {
            replace(0, with: "e")
        }
    }

    private func endsInDouble() -> Bool {
        guard count >= 2, word[count - 1] == word[count - 2] else { return false }
        switch word[count - 1] {
        case UInt8(ascii: "b"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "m"),
            UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        default: return false
        }
    }

    private mutating func finalY() {
        guard count > 2 else { return }
        let last = word[count - 1]
        if last == UInt8(ascii: "y") || last == Self.consonantY, !isVowel(count - 2) {
            word[count - 1] = UInt8(ascii: "i")
        }
    }

    private mutating func doubleSuffix() {
        for rule in StemRules.double where ends(rule.suffix) {
            let length = rule.suffix.utf8CodeUnitCount
            if count - length >= region1 { replace(length, with: rule.replacement) }
            return
        }
        if ends("ogist") {
            if count - 5 >= region1 { replace(5, with: "og") }
        } else if ends("ogi") {
            if count - 3 >= region1, count > 3, word[count - 4] == UInt8(ascii: "l") { count -= 1 }
        } else if ends("li"), count - 2 >= region1, count > 2 {
            switch word[count - 3] {
            case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "g"), UInt8(ascii: "h"),
                UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                count -= 2
            default: return
            }
        }
    }

    private mutating func fullAndNess() {
        for rule in StemRules.third where ends(rule.suffix) {
            let length = rule.suffix.utf8CodeUnitCount
            if count - length >= region1 { replace(length, with: rule.replacement) }
            return
        }
        if ends("ative"), count - 5 >= region2 { count -= 5 }
    }

    private mutating func bareSuffix() {
        for suffix in StemRules.bare where ends(suffix) {
            if count - suffix.utf8CodeUnitCount >= region2 { count -= suffix.utf8CodeUnitCount }
            return
        }
        if ends("ion"), count - 3 >= region2, count > 3,
            word[count - 4] == UInt8(ascii: "s") || word[count - 4] == UInt8(ascii: "t")
        {
            count -= 3
        }
    }

    private mutating func finalEAndL() {
        guard count > 0 else { return }
        if word[count - 1] == UInt8(ascii: "e") {
            count -= 1
            if count >= region2 || (count >= region1 && !endsInShortSyllable()) { return }
            count += 1
        } else if count > 1, word[count - 1] == UInt8(ascii: "l"), word[count - 2] == UInt8(ascii: "l"),
            count - 1 >= region2
        {
            count -= 1
        }
    }
}
