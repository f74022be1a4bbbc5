/// Whether words are meant as said: not supposed, not asked, not somebody else's, not denied.
enum ClauseSense {
    /// Whether the clause before `index` only supposes, wants or reports what follows: “if it fails”, “make sure it works”,
    /// “users say that it is broken”; or a question asks whether it is so.
    static func isSupposed(_ tokens: MessageTokens, at index: Int) -> Bool {
        let items = tokens.items
        var position = start(of: index, in: tokens)
        while position < index {
            if let match = suppositions.match(tokens, at: position), match.range.upperBound <= index { return true }
            position += 1
        }
        return isAsked(tokens, at: index, items: items)
    }

    /// The first token of the clause; a “but” ends one without a mark.
    private static func start(of index: Int, in tokens: MessageTokens) -> Int {
        let start = tokens.clauseStart(index)
        return (start..<index).last { isContrast(tokens, at: $0) } ?? start
    }

    private static func isAsked(_ tokens: MessageTokens, at index: Int, items: [MessageToken]) -> Bool {
        let start = tokens.sentenceStart(index)
        let end = tokens.sentenceEnd(index)
        guard end > start else { return false }
        // “Why does it still fail?” says that it does.
        if reproaches.contains(items[start].text) { return false }
        if items[start].text == "为", start + 2 < items.count, items[start + 2].text == "么" { return false }
        let last = items[end - 1].text
        if last == "吗" || last == "么" { return true }
        guard end < items.count, items[end].text == "?" else { return false }
        return questionWords.contains(items[tokens.clauseStart(index)].text)
    }

    /// Whether what follows is denied within its clause: “this is not great”, “不是很好”.
    static func isDenied(_ tokens: MessageTokens, at index: Int) -> Bool {
        let start = max(start(of: index, in: tokens), index - 4)
        guard start < index else { return false }
        for position in start..<index {
            let item = tokens.items[position]
            if item.kind == .word, denials.contains(item.text) { return true }
            if item.kind == .han, index - position <= 2, hanDenials.contains(item.text) { return true }
        }
        return false
    }

    /// Where what was said before is taken back in part.
    static let contrasts: Set<String> = [
        "but", "however", "although", "though", "yet", "except", "unfortunately", "但", "却",
    ]

    static func isContrast(_ tokens: MessageTokens, at index: Int) -> Bool {
        let text = tokens.items[index].text
        if contrasts.contains(text) { return true }
        guard index + 1 < tokens.items.count else { return false }
        let next = tokens.items[index + 1].text
        return (text == "不" && next == "过") || (text == "可" && next == "是") || (text == "只" && next == "是")
            || (text == "然" && next == "而")
    }

    private static let reproaches: Set<String> = ["why"]
    private static let questionWords: Set<String> = [
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "has", "have", "should",
        "any",
        "isn't", "doesn't", "what", "which", "where", "who",
    ]
    private static let denials: Set<String> = [
        "not", "never", "no", "isn't", "isnt", "wasn't", "aren't", "doesn't", "doesnt", "don't", "dont", "didn't",
        "didnt",
        "won't", "can't", "cannot", "cant", "hardly", "barely", "without", "nothing", "far", "longer", "nowhere",
    ]
    private static let hanDenials: Set<String> = ["不", "没", "未", "别", "無", "沒"]

    private static let suppositions = PhraseRules<Bool>([
        .init(
            true,
            [
                "if", "whether", "tell me when", "when it", "once", "until", "unless", "ensure", "ensures", "ensuring",
                "make sure",
                "making sure", "verify", "check", "confirm", "so that", "should", "would", "could", "may", "might",
                "see if", "sure that", "expect", "expected", "hope", "hopefully", "assert", "asserts", "users",
                "customers", "customer", "user says", "user reports", "reported", "reports", "complain", "complained",
                "people say", "someone says", "ticket", "find out", "find out why", "figure out", "investigate",
                "explain",
                "in case", "cases where", "where the", "that says", "saying", "message", "until it",
                "如果", "要是", "假如", "确保", "是否", "直到", "检查", "验证", "确认", "万一", "看看", "用户反馈", "用户说", "客户说",
                "用户报告", "应该", "希望", "避免", "排查", "为了", "当",
            ])
    ])
}
