/// Finds taboos in a person's words. Only whole clauses that begin with the ban count: rather none than one that was
/// not meant.
enum TabooReading {
    struct Said: Equatable {
        var taboo: Taboo
        /// Whether it was said for good: “never”, “永远不要”.
        var isStanding: Bool
        /// Whether it is allowed again.
        var isLifted = false
    }

    private static let readCharacters = 2_000
    private static let mostOfOneMessage = 6

    static func all(in message: String) -> [Said] {
        var result: [Said] = []
        var isQuoted = false
        for line in message.prefix(readCharacters).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("```") { isQuoted.toggle() }
            guard !isQuoted, !line.hasPrefix(">"), !line.hasPrefix("    ") else { continue }
            for clause in clauses(of: line) {
                guard let said = english(clause) ?? chinese(clause), !result.contains(said) else { continue }
                result.append(said)
                if result.count == mostOfOneMessage { return result }
            }
        }
        return result
    }

    /// A question bans nothing; a dot within a name ends no clause.
    private static func clauses(of line: Substring) -> [Substring] {
        var result: [Substring] = []
        var start = line.startIndex
        var index = start
        while index < line.endIndex {
            let next = line.index(after: index)
            let character = line[index]
            let isDot = character == "." && (next == line.endIndex || line[next] == " ")
            if isDot || "!;,。，！；、?？:：".contains(character) {
                if character != "?", character != "？" { result.append(line[start..<index]) }
                start = next
            }
            index = next
        }
        result.append(line[start...])
        return result
    }

    // MARK: English

    private static func english(_ clause: Substring) -> Said? {
        let original = clause.split(separator: " ").prefix(24).map(String.init)
        let lower = original.map { $0.lowercased().replacing("’", with: "'") }
        var at = 0
        while at < lower.count, openings.contains(lower[at]) { at += 1 }
        if let preferred = preferred(original, lower, from: at) { return preferred }
        let isStanding = lower.contains("never") || lower.contains("ever") || lower.contains("always")
        for (words, isLifted) in leads where lower[at...].starts(with: words) {
            let after = lower[(at + words.count)...]
            guard let (act, count) = act(in: Array(after)) else { continue }
            let object = object(of: Array(original[(at + words.count + count)...]))
            guard let object, !object.isEmpty || act == .forcePush else { return nil }
            return Said(
                taboo: Taboo(act: act, object: object), isStanding: isStanding, isLifted: isLifted)
        }
        return nil
    }

    /// “Use find instead of ripgrep” allows `find`; it bans nothing, for a preference is no ban.
    private static func preferred(_ words: [String], _ lower: [String], from start: Int) -> Said? {
        guard lower.indices.contains(start), lower[start] == "use",
            let end = lower.firstIndex(where: { $0 == "instead" || $0 == "rather" }), end > start + 1,
            let object = object(of: Array(words[(start + 1)..<end])), !object.isEmpty
        else { return nil }
        return Said(taboo: Taboo(act: .use, object: object), isStanding: false, isLifted: true)
    }

    private static func act(in words: [String]) -> (Taboo.Act, count: Int)? {
        var words = words
        let skipped = words.first.map { ["ever", "directly", "just", "again"].contains($0) } ?? false
        if skipped { words.removeFirst() }
        for (text, act) in acts where words.starts(with: text) { return (act, text.count + (skipped ? 1 : 0)) }
        return nil
    }

    private static func object(of words: [String]) -> String? {
        var words = words
        while let first = words.first, determiners.contains(first.lowercased()) { words.removeFirst() }
        while let last = words.last, trailing.contains(last.lowercased()) { words.removeLast() }
        guard words.count <= 6, !words.contains(where: { conditions.contains($0.lowercased()) }),
            !(words.first.map { deictic.contains($0.lowercased()) } ?? false)
        else { return nil }
        // “the main branch” is `main`.
        if words.count == 2, words[1].lowercased() == "branch" { words.removeLast() }
        let object = words.joined(separator: " ").filter { !"`\"'“”*".contains($0) }
        return object.isEmpty || FactScreen.isCommand(object) ? object : nil
    }

    private static let leads: [(words: [String], isLifted: Bool)] = [
        (["never"], false), (["don't"], false), (["do", "not"], false), (["dont"], false), (["must", "not"], false),
        (["must", "never"], false), (["should", "never"], false), (["may", "not"], false),
        (["can", "now"], true), (["may", "now"], true), (["are", "now", "allowed", "to"], true),
        (["are", "allowed", "to"], true), (["is", "ok", "to"], true), (["is", "fine", "to"], true),
        (["ok", "to"], true),
    ]
    private static let openings: Set<String> = [
        "please", "and", "but", "also", "so", "you", "we", "remember", "note", "important", "rule", "again", "it",
        "it's",
        "ok", "and,", "always", "from", "now", "on",
    ]
    private static let acts: [(text: [String], act: Taboo.Act)] = [
        (["force", "push", "to"], .forcePush), (["force-push", "to"], .forcePush), (["force", "push"], .forcePush),
        (["force-push"], .forcePush), (["push", "directly", "to"], .push), (["push", "straight", "to"], .push),
        (["push", "to"], .push), (["commit", "directly", "to"], .commit), (["commit", "straight", "to"], .commit),
        (["commit", "to"], .commit), (["merge", "into"], .merge), (["merge", "to"], .merge),
        (["deploy", "to"], .deploy),
        (["edit"], .edit), (["touch"], .edit), (["modify"], .edit), (["change"], .edit), (["delete"], .delete),
        (["remove"], .delete), (["use"], .use), (["run"], .run), (["install"], .install), (["publish"], .publish),
    ]
    /// With one of these it holds at times only.
    private static let conditions: Set<String> = [
        "until", "unless", "without", "before", "if", "when", "while", "yet", "because", "instead", "except", "only",
        "or", "and", "but", "for", "this", "that", "again", "so",
    ]
    private static let determiners: Set<String> = ["the", "any", "my", "our", "all", "a", "an"]
    private static let trailing: Set<String> = [
        "please", "ever", "anymore", "directly", "here", "at", "all", "though", "thanks",
    ]
    private static let deictic: Set<String> = [
        "it", "that", "this", "them", "these", "those", "anything", "everything", "me", "things", "something", "your",
        "what", "how", "too", "so", "more", "one", "another", "other",
    ]

    // MARK: Chinese

    private static func chinese(_ clause: Substring) -> Said? {
        var text = clause.filter { !$0.isWhitespace }[...]
        guard !chineseConditions.contains(where: { text.holds($0) }) else { return nil }
        var isStanding = false
        var isOpening = true
        while isOpening {
            isOpening = false
            for word in chineseOpenings where text.hasPrefix(word) {
                text = text.dropFirst(word.count)
                isStanding = isStanding || word == "以后" || word == "从现在起" || word == "任何时候都"
                isOpening = true
            }
        }
        guard let (lead, standing, isLifted) = chineseLeads.first(where: { text.hasPrefix($0.0) }) else { return nil }
        text = text.dropFirst(lead.count)
        for word in ["再", "直接", "随便", "去", "随意"] where text.hasPrefix(word) { text = text.dropFirst(word.count) }
        guard let (verb, act) = chineseActs.first(where: { text.hasPrefix($0.0) }) else { return nil }
        text = text.dropFirst(verb.count)
        for word in ["到", "任何", "了"] where text.hasPrefix(word) { text = text.dropFirst(word.count) }
        while let last = text.last, "了啊哦吧呀".contains(last) { text = text.dropLast() }
        if text.hasSuffix("分支"), text.first?.isASCII ?? false { text = text.dropLast(2) }
        let object = text.filter { !"`\"'“”".contains($0) }
        guard (2...20).contains(object.count), !["它", "这", "那", "他", "我"].contains(where: object.hasPrefix),
            FactScreen.isCommand(object)
        else { return nil }
        return Said(
            taboo: Taboo(act: act, object: object), isStanding: isStanding || standing, isLifted: isLifted)
    }

    private static let chineseLeads: [(String, isStanding: Bool, isLifted: Bool)] = [
        ("永远不要", true, false), ("永远别", true, false), ("绝不要", true, false), ("绝对不要", true, false),
        ("千万不要", true, false), ("千万别", true, false), ("禁止", true, false), ("严禁", true, false),
        ("切勿", true, false), ("不要", false, false), ("不准", false, false), ("不许", false, false),
        ("请勿", false, false), ("别", false, false), ("可以", false, true), ("允许", false, true),
        ("还是", false, true),
    ]
    private static let chineseOpenings = ["请", "记住", "注意", "以后", "从现在起", "任何时候都", "你", "也", "并且", "另外", "而且"]
    private static let chineseActs: [(String, Taboo.Act)] = [
        ("强制推送", .forcePush), ("强推", .forcePush), ("推送", .push), ("推", .push), ("push", .push), ("提交到", .commit),
        ("合并到", .merge), ("修改", .edit), ("改动", .edit), ("编辑", .edit), ("触碰", .edit), ("改", .edit), ("动", .edit),
        ("碰", .edit), ("删除", .delete), ("删掉", .delete), ("删", .delete), ("使用", .use), ("用", .use), ("运行", .run),
        ("执行", .run), ("部署", .deploy), ("安装", .install), ("装", .install), ("发布", .publish),
    ]
    private static let chineseConditions = [
        "除非", "之前", "以前", "直到", "如果", "否则", "的话", "先", "暂时", "现在", "这次", "今天", "只",
    ]
}
