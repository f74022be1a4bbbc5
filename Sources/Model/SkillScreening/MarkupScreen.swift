/// What of a Markdown or HTML text is hidden from a reader, poses as somebody's turn, or calls out when it is shown.
struct MarkupScreen {
    private var isComment = false
    private var comment: [UInt8] = []
    private var commentLine = 0

    static func read(_ lines: [SourceLine], isMarkdown: Bool, into ledger: inout FindingLedger) {
        var screen = MarkupScreen()
        for (index, line) in lines.enumerated() {
            if isMarkdown, !line.isFenced {
                screen.comments(line, lines, &ledger)
                style(line, &ledger)
                if let label = linkComment(line.folded) { report(comment: label, line, &ledger) }
            }
            if isMarkdown { turns(line, &ledger) }
            images(line, &ledger)
            if index + 1 == lines.count, screen.isComment {
                report(comment: screen.comment, lines.first { $0.number == screen.commentLine } ?? line, &ledger)
            }
        }
    }

    // MARK: Comments

    private mutating func comments(_ line: SourceLine, _ lines: [SourceLine], _ ledger: inout FindingLedger) {
        var rest = line.folded[...]
        while !rest.isEmpty {
            if isComment {
                if let end = ByteRuns.first(of: "-->", in: rest) {
                    comment += rest[..<end]
                    Self.report(comment: comment, lines.first { $0.number == commentLine } ?? line, &ledger)
                    isComment = false
                    rest = rest[(end + 3)...]
                } else {
                    if comment.count < 4_096 { comment += Array(rest) + [0x20] }
                    return
                }
            } else if let start = ByteRuns.first(of: "<!--", in: rest) {
                isComment = true
                comment = []
                commentLine = line.number
                rest = rest[(start + 4)...]
            } else {
                return
            }
        }
    }

    /// `[//]: # (text)` shows nothing, either.
    private static func linkComment(_ line: [UInt8]) -> [UInt8]? {
        let rest = line.drop { $0 == 0x20 }
        for head in ["[//]: #", "[comment]: ", "[//]: <", "[_]: #", "[hidden]: #", "[note]: #", "[]: #"]
        where rest.starts(with: head.utf8) {
            return Array(rest.dropFirst(head.utf8.count))
        }
        return nil
    }

    private static func report(comment: [UInt8], _ line: SourceLine, _ ledger: inout FindingLedger) {
        let signs = ConceptSet(ProseLexicon.automaton.hits(in: comment, limit: 500).map(\.concept))
        let isOrder = signs.contains(.verbs)
        let isForAgents = signs.contains(.agentWord)
        let severity: ScreeningSeverity = isOrder && isForAgents ? .high : isOrder ? .medium : .low
        ledger.add(
            .hidden, severity,
            severity == .high
                ? "tells an agent something in a comment that a reader does not see"
                : "has a comment that a reader does not see",
            line: line, around: 0)
    }

    // MARK: Hidden text

    private static func style(_ line: SourceLine, _ ledger: inout FindingLedger) {
        let text = line.folded[...]
        guard text.contains(UInt8(ascii: "<")) else { return }
        let plain = text.filter { $0 != 0x20 }[...]
        let isHidden =
            [
                "display:none", "visibility:hidden", "font-size:0", "font-size:1px", "opacity:0", "color:white",
                "color:#fff", "color:transparent", "height:0", "left:-9999", "text-indent:-", "width:0;",
                "aria-hidden=\"true\"style",
            ]
            .contains { ByteRuns.contains(plain, $0) } && ByteRuns.contains(plain, "style=")
            || ["<span hidden", "<div hidden", "<p hidden", "<section hidden", "<template>", "<noscript>"].contains {
                ByteRuns.contains(text, $0)
            }
        guard isHidden, !isInCode(text) else { return }
        ledger.add(
            .hidden, line.isWarned ? .medium : .high, "has text that is styled so that a reader does not see it",
            line: line, around: 0)
    }

    /// Within a span of code of Markdown.
    private static func isInCode(_ text: ArraySlice<UInt8>) -> Bool {
        guard let open = text.firstIndex(of: UInt8(ascii: "<")) else { return false }
        return text[..<open].count { $0 == UInt8(ascii: "`") } % 2 == 1
    }

    // MARK: Turns of others

    private static func turns(_ line: SourceLine, _ ledger: inout FindingLedger) {
        let text = line.folded
        var found: Int?
        for (index, byte) in text.enumerated() where byte == UInt8(ascii: "<") || byte == UInt8(ascii: "[") {
            let rest = text[index...].prefix(32)
            guard tags.contains(where: { rest.starts(with: $0) }) else { continue }
            found = index
            break
        }
        if let found {
            let isShown = text[..<found].count { $0 == UInt8(ascii: "`") } % 2 == 1
            let isLight = line.isFenced || isShown || line.isWarned
            return ledger.add(
                .impersonation, isLight ? .low : .high, "poses as a turn of the system, a tool or the user", line: line,
                around: found)
        }
        guard !line.isFenced else { return }
        let start = text.drop { " #*->_".utf8.contains($0) }
        let isLabel = labels.contains { start.starts(with: $0) }
        let isRole = !isLabel && roles.contains { start.starts(with: $0) } && isOrder(start)
        if isLabel || isRole {
            ledger.add(
                .impersonation, line.isWarned ? .low : .high, "poses as a turn of the system, a tool or the user",
                line: line, around: 0)
        }
    }

    /// `System: Ubuntu` describes a machine; `System: you must …` poses as one.
    private static func isOrder(_ text: ArraySlice<UInt8>) -> Bool {
        let signs = ConceptSet(ProseLexicon.automaton.hits(in: Array(text.prefix(600)), limit: 200).map(\.concept))
        return signs.contains(.agentWord) && signs.contains(.verbs) || signs.contains(.overriding)
            || signs.contains(.imposed)
            || signs.contains(.approve) && signs.contains(.everything) || ByteRuns.contains(text, "you must")
            || signs.contains(.consent) && signs.contains(.without)
            || ByteRuns.contains(text, "go ahead") || ByteRuns.contains(text, "i approve")
            || ByteRuns.contains(text, "approved")
    }

    private static let tags: [[UInt8]] = [
        "<system>", "</system>", "<system-", "</system-", "<system ", "<|im_start", "<|im_end", "<|system", "<|user",
        "<|assistant", "<|endof", "<|start", "<|end|", "<|eot", "<<sys>>", "<</sys>>", "[inst]", "[/inst]",
        "<tool_result", "</tool_result", "<function_result", "</function_result", "<function_calls", "<tool_output",
        "</tool_output", "<memos_memory", "</memos_memory", "<user_message", "</user_message", "<user-prompt",
        "<human>", "</human>",
        "<assistant>", "</assistant>", "<developer>", "</developer>", "<instructions_from", "<tool_use", "<|channel",
        "[system]", "[system message", "[end of", "[/system", "</skill>", "</skill_content", "<admin>", "</context>",
        "</untrusted", "<hook_output", "</document>",
    ].map { Array($0.utf8) }
    private static let labels: [[UInt8]] = [
        "human: ", "assistant: ", "begin system prompt", "end of skill", "=== system", "--- system", "--- end of",
        "system override", "system prompt:", "system message:", "system notice:", "[user]:", "系统消息:", "系统提示:",
        "### system:", "用户:同意", "===end", "begin new instructions", "new instructions from the",
    ].map { Array($0.utf8) }
    private static let roles: [[UInt8]] = [
        "system:", "user:", "developer:", "admin:", "tool:", "tool result:", "tool output:", "anthropic:", "openai:",
        "系统:", "用户:", "管理员:", "administrator:", "hook:", "security team:", "message from",
    ].map { Array($0.utf8) }

    // MARK: Images

    /// `![…](https://…?d={conversation})`: showing it sends what stands in it.
    private static func images(_ line: SourceLine, _ ledger: inout FindingLedger) {
        let text = line.folded
        guard ByteRuns.contains(text[...], "://") else { return }
        var from = 0
        var count = 0
        while count < 8, let mark = ["![", "<img"].compactMap({ ByteRuns.first(of: $0, in: text[from...]) }).min() {
            from = mark + 2
            count += 1
            guard let web = ByteRuns.first(of: "://", in: text[mark...]), web - mark < 400 else { return }
            let address = text[web...].prefix { $0 != UInt8(ascii: ")") && $0 != 0x20 }.prefix(400)
            let isOpen = ["{", "<", "$", "%s", "[", "…", "..."].contains { ByteRuns.contains(address.dropFirst(3), $0) }
            let names = String(decoding: text[web...].prefix(300), as: UTF8.self)
            let isPrivate = [
                "data", "conversation", "secret", "token", "key", "env", "history", "summary", "prompt", "message",
                "context", "base64", "content", "password", "cookie", "email", "notes", "memory", "answer", "reply",
                "output", "text", "对话", "内容", "密钥",
            ].contains(where: names.contains)
            if isOpen, isPrivate {
                ledger.add(
                    .exfiltration, line.isWarned ? .medium : .high,
                    "shows an image whose address carries what the agent knows", line: line, around: mark)
                return
            }
        }
    }
}
