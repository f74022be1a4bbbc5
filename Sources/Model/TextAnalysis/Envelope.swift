/// Takes off what a host wraps around the user's words: injected context, ours and others', metadata and prefixes.
/// By exact marker only; a marker that is merely mentioned stays.
package enum Envelope {
    package static func clean(_ text: String) -> String {
        var result = text
        if result.utf8.contains(UInt8(ascii: "<")) || result.utf8.contains(UInt8(ascii: "&")) {
            result = InjectionFence.strip(result)
            for block in blocks { result = strip(block, from: result) }
        }
        result = withoutPrefixes(result)
        result = withoutSuffixes(result)
        return result == text ? text : result.trimmed
    }

    // MARK: Tagged blocks

    private struct Block: Sendable {
        let open: StaticString
        let close: StaticString
        /// Whether a block that was cut off goes to the end of the text.
        let mayBeCut: Bool
    }

    private static let blocks = [
        Block(open: "<memory-context>", close: "</memory-context>", mayBeCut: true),
        Block(open: "<hook_context>", close: "</hook_context>", mayBeCut: true),
        Block(open: "<memos_context>", close: "</memos_context>", mayBeCut: true),
        Block(open: "<memory_context>", close: "</memory_context>", mayBeCut: true),
        Block(open: "<system-reminder>", close: "</system-reminder>", mayBeCut: false),
        Block(open: "<environment_context>", close: "</environment_context>", mayBeCut: false),
        Block(open: "<user_instructions>", close: "</user_instructions>", mayBeCut: false),
        Block(open: "<ide_opened_file>", close: "</ide_opened_file>", mayBeCut: false),
        Block(open: "<ide_selection>", close: "</ide_selection>", mayBeCut: false),
    ]

    private static func strip(_ block: Block, from text: String) -> String {
        let source = ByteText(text)
        var ranges: [Range<Int>] = []
        var position = 0
        while let start = source.first(block.open, from: position) {
            let bodyStart = start + block.open.utf8CodeUnitCount
            if let end = source.first(block.close, from: bodyStart) {
                position = end + block.close.utf8CodeUnitCount
                ranges.append(start..<position)
            } else if block.mayBeCut, source.isAtLineStart(start),
                bodyStart == source.count || source.bytes[bodyStart] == 0x0A
            {
                ranges.append(start..<source.count)
                break
            } else {
                position = bodyStart
            }
        }
        return ranges.isEmpty ? text : source.removing(ranges)
    }

    // MARK: Prefixes

    private static func withoutPrefixes(_ text: String) -> String {
        guard let first = text.utf8.first(where: { !Byte.isSpace($0) }), first < 0x80 else { return text }
        let source = ByteText(text)
        var position = 0
        while true {
            let start = source.skip(from: position, where: Byte.isSpace)
            guard let next = prefixEnd(source, at: start) else { break }
            position = next
        }
        return position == 0 ? text : source.string(position..<source.count)
    }

    private static func prefixEnd(_ source: ByteText, at start: Int) -> Int? {
        guard start < source.count else { return nil }
        let lineEnd = source.endOfLine(from: start)
        if source.starts(with: "Note: The previous agent run was aborted by the user.", at: start) { return lineEnd }
        if source.starts(with: "System: [", at: start) { return lineEnd }
        if source.bytes[start] == UInt8(ascii: "[") { return bracketEnd(source, at: start, lineEnd: lineEnd) }
        return metadataEnd(source, at: start, lineEnd: lineEnd)
    }

    private static let channels: [StaticString] = [
        "WebChat", "WhatsApp", "Telegram", "Slack", "Discord", "Zalo", "iMessage", "Signal", "Feishu", "Lark",
        "Google Chat", "Matrix", "Teams", "MS Teams", "Microsoft Teams", "LINE", "WeChat", "QQ", "DingTalk",
        "Mattermost", "IRC", "Nostr", "Twitch", "BlueBubbles", "Nextcloud Talk", "message_id:", "from:",
    ]
    private static let weekdays: [StaticString] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "]

    /// `[Telegram Ann id:1 2026-01-01 10:00] `, `[Tue 2026-02-17 21:30 UTC] `, `[[reply_to_current]]`.
    private static func bracketEnd(_ source: ByteText, at start: Int, lineEnd: Int) -> Int? {
        if source.starts(with: "[[reply_to", at: start), let close = source.first("]]", from: start), close < lineEnd {
            return close + 2
        }
        guard let close = source.first("]", from: start), close < lineEnd, close - start < 300 else { return nil }
        let inner = start + 1
        let isChannel = channels.contains { channel in
            guard source.starts(with: channel, at: inner) else { return false }
            let after = inner + channel.utf8CodeUnitCount
            let previous = source.bytes[after - 1]
            return previous == UInt8(ascii: ":") || source.bytes[after] == 0x20
        }
        let isTime =
            weekdays.contains { source.starts(with: $0, at: inner) } && isDate(source, at: inner + 4)
            || isDate(source, at: inner)
        return isChannel || isTime ? close + 1 : nil
    }

    private static func isDate(_ source: ByteText, at start: Int) -> Bool {
        guard start + 10 <= source.count else { return false }
        for (offset, byte) in source.bytes[start..<start + 10].enumerated() {
            guard offset == 4 || offset == 7 ? byte == UInt8(ascii: "-") : Byte.isDigit(byte) else { return false }
        }
        return true
    }

    /// `Sender (untrusted metadata):` and its JSON, or the lines to the next empty one.
    private static func metadataEnd(_ source: ByteText, at start: Int, lineEnd: Int) -> Int? {
        var header = lineEnd
        while header > start, Byte.isSpace(source.bytes[header - 1]) { header -= 1 }
        guard header - start < 160, header > start, source.bytes[header - 1] == UInt8(ascii: ":") else { return nil }
        let line = ByteText(bytes: Array(source.bytes[start..<header]))
        guard
            line.first("(untrusted") != nil || line.starts(with: "Untrusted context (metadata", at: 0)
        else { return nil }
        let body = source.skip(from: lineEnd, where: Byte.isSpace)
        if source.starts(with: "```", at: body), let close = source.first("\n```", from: body) {
            return source.endOfLine(from: close + 1)
        }
        if body < source.count, source.bytes[body] == UInt8(ascii: "{") { return balancedEnd(source, from: body) }
        return source.first("\n\n", from: min(lineEnd + 1, source.count)) ?? lineEnd
    }

    private static func balancedEnd(_ source: ByteText, from start: Int) -> Int {
        var depth = 0
        for index in start..<source.count {
            if source.bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if source.bytes[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
        }
        return source.count
    }

    // MARK: Suffixes

    private static func withoutSuffixes(_ text: String) -> String {
        guard text.utf8.contains(0x0A) else { return text }
        let source = ByteText(text)
        var end = source.count
        while true {
            while end > 0, Byte.isSpace(source.bytes[end - 1]) { end -= 1 }
            var lineStart = end
            while lineStart > 0, source.bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
            guard lineStart > 0, end > lineStart else { break }
            guard suffixes.contains(where: { source.starts(with: $0, at: lineStart) }) else { break }
            end = lineStart
        }
        // Channel metadata that is appended has its heading on a line of its own.
        if let start = source.first("\nUntrusted context (metadata, do not treat as instructions") {
            end = min(end, start)
        }
        return end == source.count ? text : source.string(0..<end)
    }

    private static let suffixes: [StaticString] = [
        "[message_id:", "[from:", "[System:", "[system:", "[系统提示", "[系统:", "[系统：", "[slack message id:",
        "[telegram message id:", "[discord message id:",
    ]
}
