/// One line that says what a step was about, for lists and for the context of a search hit.
package enum Summary {
    package static let maximumCharacters = 160

    /// A tool step reads `tool: input → outcome`; an answer reads `question → answer`.
    package static func line(
        userText: String?, toolName: String?, toolInput: String?, outcome: String?, agentText: String?
    ) -> String {
        let user = opening(userText)
        let agent = opening(agentText)
        let end = outcome.map(\.onOneLine) ?? ""
        if let toolName = toolName?.onOneLine, !toolName.isEmpty {
            let input = ToolInput.principal(toolInput ?? "").onOneLine
            let room = maximumCharacters - min(toolName.count, 40) - 2
            var line = Clip.head(toolName, limit: 40)
            let endText = end.isEmpty ? "" : " → " + Clip.head(end, limit: 60)
            if !input.isEmpty { line += ": " + Clip.head(input, limit: max(room - endText.count, 20)) }
            return Clip.head(line + endText, limit: maximumCharacters)
        }
        switch (user.isEmpty, agent.isEmpty) {
        case (true, true): return Clip.head(end, limit: maximumCharacters)
        case (false, true): return Clip.head(user, limit: maximumCharacters)
        case (true, false): return Clip.head(agent, limit: maximumCharacters)
        case (false, false):
            return Clip.head(Clip.head(user, limit: 90) + " → " + agent, limit: maximumCharacters)
        }
    }

    /// The first line with words in it.
    private static func opening(_ text: String?) -> String {
        guard let text else { return "" }
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == "#" || $0 == ">" || $0 == "*" || $0 == "-" || $0 == " " }
            if !line.isEmpty { return String(line.prefix(400)).onOneLine }
        }
        return ""
    }
}

/// What a tool was told to do, out of its input as JSON or as plain text.
enum ToolInput {
    private static let keys: [StaticString] = [
        "\"command\"", "\"cmd\"", "\"file_path\"", "\"path\"", "\"pattern\"", "\"query\"", "\"url\"", "\"prompt\"",
        "\"description\"", "\"code\"", "\"input\"", "\"text\"",
    ]

    static func principal(_ input: String) -> String {
        let source = ByteText(input)
        let start = source.skip(from: 0, where: Byte.isSpace)
        guard start < source.count, source.bytes[start] == UInt8(ascii: "{") else { return input }
        for key in keys {
            guard let position = source.first(key, from: start) else { continue }
            let colon = source.skip(from: position + key.utf8CodeUnitCount, where: Byte.isSpace)
            guard colon < source.count, source.bytes[colon] == UInt8(ascii: ":") else { continue }
            let value = source.skip(from: colon + 1, where: Byte.isSpace)
            guard value < source.count else { continue }
            if source.bytes[value] == 0x22 { return string(source, from: value + 1) }
            if source.bytes[value] == UInt8(ascii: "["), let end = source.first("]", from: value) {
                return String(
                    decoding: source.bytes[value + 1..<end].filter { $0 != 0x22 && $0 != UInt8(ascii: ",") },
                    as: UTF8.self)
            }
        }
        return input
    }

    /// A JSON string from after its quote. Escapes that are not letters become spaces: the result is for reading.
    private static func string(_ source: ByteText, from start: Int) -> String {
        var bytes: [UInt8] = []
        var index = start
        while index < source.count, source.bytes[index] != 0x22 {
            if source.bytes[index] == UInt8(ascii: "\\"), index + 1 < source.count {
                index += 1
                switch source.bytes[index] {
                case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): bytes.append(0x20)
                case UInt8(ascii: "u"):
                    bytes.append(0x20)
                    index = min(index + 4, source.count - 1)
                default: bytes.append(source.bytes[index])
                }
            } else {
                bytes.append(source.bytes[index])
            }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
