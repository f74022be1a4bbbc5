import JSONText

/// Messages as Anthropic's API has them, which Roo and Cline store unchanged. Their tools answer in the user's role.
enum ContentBlocks {
    static func take(
        _ message: JSON, keys: [String], at time: Int64?, into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        switch message["role"]?.string {
        case "user": return takeUser(message["content"], keys: keys, at: time, into: &assembler)
        case "assistant":
            takeAssistant(message["content"], messageId: keys[0], at: time, into: &assembler)
            return nil
        default: return .unknownType
        }
    }

    private static func takeUser(
        _ content: JSON?, keys: [String], at time: Int64?, into assembler: inout TurnAssembler
    ) -> TranscriptSkip? {
        var texts: [String] = []
        var hasResult = false
        var awaitsOutput: String?
        for block in content?.array ?? [["type": "text", "text": content ?? .null]] {
            if block["type"]?.string == "tool_result" {
                hasResult = true
                let output = HostText.output(block["content"])
                assembler.result(
                    id: block["tool_use_id"]?.string, output: output, isError: block["is_error"]?.bool == true,
                    at: time)
                if let feedback = output.flatMap({ HostText.inner("feedback", of: $0) }) { texts.append(feedback) }
                continue
            }
            guard block["type"]?.string == "text", let stored = block["text"]?.string else { continue }
            let text = HostText.user(stored)
            if let heading = toolHeading(text) {
                hasResult = true
                awaitsOutput = heading.name
                assembler.call(id: nil, name: heading.name, input: .null, key: keys[0], at: time)
                if !heading.output.isEmpty {
                    assembler.result(id: nil, output: HostText.capped(heading.output), isError: false, at: time)
                    awaitsOutput = nil
                }
            } else if let typed = typedText(text) {
                texts.append(typed)
            } else if awaitsOutput != nil {
                assembler.result(
                    id: nil, output: HostText.capped(text), isError: text.hasPrefix("The tool execution failed"),
                    at: time)
                awaitsOutput = nil
            } else if !hasResult, !text.isEmpty {
                texts.append(text)
            }
        }
        if texts.isEmpty { return hasResult ? nil : .injected }
        assembler.user(texts.joined(separator: "\n\n"), keys: keys, at: time)
        return nil
    }

    private static func takeAssistant(
        _ content: JSON?, messageId: String, at time: Int64?, into assembler: inout TurnAssembler
    ) {
        for block in content?.array ?? [["type": "text", "text": content ?? .null]] {
            switch block["type"]?.string {
            case "text":
                assembler.agent(block["text"]?.string ?? "", messageId: messageId, key: messageId, at: time)
            case "thinking", "reasoning":
                let text = block["thinking"]?.string ?? block["text"]?.string ?? ""
                assembler.thinking(text, messageId: messageId, key: messageId, at: time)
            case "tool_use":
                let name = block["name"]?.string ?? ""
                // The final answer is given as a tool call.
                if name == "attempt_completion", let answer = block["input"]?["result"]?.string {
                    assembler.agent(answer, messageId: messageId, key: messageId, at: time)
                } else {
                    assembler.call(
                        id: block["id"]?.string, name: name, input: block["input"] ?? .null, messageId: messageId,
                        key: messageId, at: time)
                }
            default: continue
            }
        }
    }

    /// What a person typed stands in tags.
    private static func typedText(_ text: String) -> String? {
        for tag in ["task", "feedback", "user_message", "answer"] {
            if let inner = HostText.inner(tag, of: text) { return inner }
        }
        return nil
    }

    /// `[read_file for 'a.swift'] Result:`, from the time before tool calls had blocks of their own.
    private static func toolHeading(_ text: String) -> (name: String, output: String)? {
        guard text.hasPrefix("["), let end = text.firstRange(of: "] Result:"),
            !text[..<end.lowerBound].contains("\n")
        else { return nil }
        let name = text.dropFirst().prefix { $0.isLetter || $0 == "_" }
        return (String(name), String(text[end.upperBound...]).trimmed)
    }
}
