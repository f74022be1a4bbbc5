/// A word, a Han character, a name or a mark of what somebody wrote.
struct MessageToken: Sendable {
    enum Kind: Sendable {
        /// Letters of an alphabet, with apostrophes and hyphens inside.
        case word
        /// One Han character.
        case han
        /// Anything with digits or signs in it: a path, a version, a flag.
        case name
        /// What stands in quotes or between backticks. It is spoken of and says nothing itself.
        case quoted
        /// A punctuation mark or the end of a line.
        case mark
    }

    let kind: Kind
    /// In small letters; of a mark its ASCII form; empty for what is quoted.
    let text: String
    /// Scalars of the text, without quotes.
    let range: Range<Int>
    /// Whether white space stands before it.
    let isSpaced: Bool

    var isMark: Bool { kind == .mark }

    /// Whether a sentence ends here.
    var endsSentence: Bool { isMark && text != "," && text != ":" }
}

/// A message taken apart for all that reads it. Code blocks, indented lines and quoted lines are left out: they are not
/// what the person says.
struct MessageTokens: Sendable {
    /// Further scalars are not read: a message says what it is at its beginning.
    static let limit = 4_000

    let items: [MessageToken]
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars.prefix(Self.limit))
        var scanner = MessageScanner(scalars)
        items = scanner.scan()
    }

    private init(items: [MessageToken], scalars: [Unicode.Scalar]) {
        self.items = items
        self.scalars = scalars
    }

    /// Only the tokens before `end`.
    func prefix(_ end: Int) -> MessageTokens {
        MessageTokens(items: Array(items[..<min(end, items.count)]), scalars: scalars)
    }

    /// The words of these tokens as they were written, without quotes, on one line.
    func text(_ range: Range<Int>) -> String {
        guard let first = items[range].first, let last = items[range].last else { return "" }
        var text = String.UnicodeScalarView()
        for scalar in scalars[first.range.lowerBound..<last.range.upperBound] {
            switch scalar {
            case "`", "\"", "“", "”", "「", "」": continue
            case "\n", "\t", "\r": text.append(" ")
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// The first token of the clause that `index` is in.
    func clauseStart(_ index: Int) -> Int {
        var start = index
        while start > 0, !items[start - 1].isMark { start -= 1 }
        return start
    }

    /// The first token of the sentence that `index` is in.
    func sentenceStart(_ index: Int) -> Int {
        var start = index
        while start > 0, !items[start - 1].endsSentence { start -= 1 }
        return start
    }

    /// Behind the last token of the sentence that `index` is in: its end mark, or the end.
    func sentenceEnd(_ index: Int) -> Int {
        var end = index
        while end < items.count, !items[end].endsSentence { end += 1 }
        return end
    }

    /// Whether a clause begins here, but for what people say before they say something: “oh well, but please …”.
    func opensClause(_ index: Int) -> Bool {
        var before = index - 1
        while before >= 0, !items[before].isMark {
            if items[index].kind == .han, items[before + 1].isSpaced { return true }
            guard Self.interjections.contains(items[before].text) else { return false }
            before -= 1
        }
        return true
    }

    /// Whether the message begins here, in the same sense.
    func opensMessage(_ index: Int) -> Bool {
        items[..<index].allSatisfy { $0.text == "," || $0.text == "\n" || Self.interjections.contains($0.text) }
    }

    /// Whether a clause ends before this token.
    func closesClause(_ index: Int) -> Bool {
        guard index < items.count else { return true }
        let item = items[index]
        return item.isMark || Self.finals.contains(item.text) || (item.isSpaced && items[index - 1].kind == .han)
    }

    private static let interjections: Set<String> = [
        "oh", "ah", "hm", "hmm", "um", "uh", "well", "ok", "okay", "hey", "sorry", "but", "and", "so", "then",
        "actually",
        "please", "just", "yes", "yeah", "yep", "wow", "wait", "sure", "btw",
        "嗯", "啊", "哦", "呃", "哎", "唉", "那", "但", "请", "好", "的", "你",
    ]
    private static let finals: Set<String> = [
        "please", "thanks", "now", "then", "though", "again", "here", "pls", "so", "but", "and",
        "了", "啊", "吧", "呢", "呀", "哦", "哈", "啦", "的", "嘛", "但",
    ]
}
