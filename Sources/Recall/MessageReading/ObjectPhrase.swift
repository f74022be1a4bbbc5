/// What stands behind “use” or “instead of”: a tool, a way, or an action, in a few words.
enum ObjectPhrase {
    /// More words are no name any more.
    private static let longest = 9

    /// - Parameter actionToo: whether an action may be meant, which runs to the end of its clause.
    /// - Returns: the words as they were written, and the token behind them; `nil` when there are none.
    static func read(
        _ tokens: MessageTokens, from start: Int, actionToo: Bool = false
    ) -> (text: String, end: Int)? {
        let items = tokens.items
        var first = start
        while first < items.count, leading.contains(items[first].text) { first += 1 }
        var end = first
        var wasLatin = false
        while end < items.count, !items[end].isMark, end - first < longest * (items[end].kind == .han ? 2 : 1) {
            let item = items[end]
            if item.kind == .word, stops.contains(item.text) || (!actionToo && purposes.contains(item.text)) { break }
            if item.kind == .han {
                if hanStops.match(tokens, at: end) != nil { break }
                if wasLatin, !actionToo, !nouns.contains(item.text) { break }
                if wasLatin, !actionToo { wasLatin = false }
            } else {
                wasLatin = true
            }
            end += 1
        }
        let behind = end
        while end > first, trailing.contains(items[end - 1].text) || isTail(items, from: first, to: end) { end -= 1 }
        guard end > first, !(end == first + 1 && pronouns.contains(items[first].text)) else { return nil }
        return (tokens.text(first..<end), behind)
    }

    /// “next time”, “from now on” at the end are not part of the name.
    private static func isTail(_ items: [MessageToken], from first: Int, to end: Int) -> Bool {
        for tail in tails where end - first > tail.count {
            if zip(items[(end - tail.count)..<end], tail).allSatisfy({ $0.text == $1 }) { return true }
        }
        return false
    }

    private static let leading: Set<String> = [
        "the", "a", "an", "any", "using", "running", "calling", "only", "just", "to", "use",
    ]
    private static let trailing: Set<String> = [
        "please", "instead", "anymore", "again", "here", "now", "then", "ever", "thanks", "though", "too", "always",
        "吧", "啊", "呢", "了", "哦", "呀", "嘛", "哈", "啦",
    ]
    private static let tails: [[String]] = [
        ["next", "time"], ["from", "now", "on"], ["in", "the", "future"], ["in", "future"], ["at", "all"],
        ["any", "more"],
        ["going", "forward"], ["by", "default"],
    ]
    private static let pronouns: Set<String> = [
        "it", "that", "this", "them", "one", "these", "those", "something", "him",
    ]
    private static let stops: Set<String> = [
        "because", "since", "so", "but", "when", "if", "while", "unless", "which", "it's", "they", "please", "instead",
        "rather", "not", "never", "don't", "over", "from", "until", "you", "i", "we", "and", "as",
    ]
    private static let purposes: Set<String> = ["for", "to", "that", "it"]
    private static let nouns: Set<String> = [
        "脚", "本", "命", "令", "工", "具", "模", "式", "文", "件", "库", "语", "言", "版", "镜", "像", "分", "支",
    ]
    private static let hanStops = PhraseRules<Bool>([
        .init(
            true,
            [
                "因为", "所以", "来", "而不", "而非", "不要", "别", "不用", "不是", "代替", "取代", "替代", "就行", "就好", "就可以", "然后", "并且",
                "的话", "即可", "以后", "吧$", "了$",
            ])
    ])
}
