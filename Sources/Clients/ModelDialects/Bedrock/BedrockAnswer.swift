import JSONText
import LanguageModels

/// An answer of Converse: whole, or as events up to `messageStop` and, behind it, what it cost.
struct BedrockAnswer: AnswerAssembly {
    private(set) var text: AnswerText
    private(set) var isComplete = false
    /// The block whose arguments are taken.
    private var tool: Int64?

    init(model: String) {
        text = AnswerText(model: model)
    }

    mutating func take(_ event: WireEvent) throws(ModelFault) {
        if event.isFault {
            var error = ProviderError(body: try? JSON(parsing: event.data), status: nil)
            if error.message.isEmpty { error.message = String(decoding: event.data, as: UTF8.self) }
            // Streams begin their names with a small letter, headers with a capital.
            error.codes = [event.name ?? ""]
            throw error.fault(usage: text.usage)
        }
        let document = try event.document(spent: text.usage)
        switch event.name {
        case "contentBlockStart":
            if document["start"]?["toolUse"] != nil { tool = tool ?? document["contentBlockIndex"]?.int }
        case "contentBlockDelta":
            text.text += document["delta"]?["text"]?.string ?? ""
            if document["contentBlockIndex"]?.int == tool {
                text.arguments += document["delta"]?["toolUse"]?["input"]?.string ?? ""
            }
        case "messageStop":
            isComplete = true
            try stop(document["stopReason"]?.string)
        case "metadata": count(document["usage"])
        default: break
        }
    }

    static func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        var answer = BedrockAnswer(model: "")
        let document = try reply.document()
        guard let content = document["output"]?["message"]?["content"]?.array else {
            throw ModelFault(
                .malformed, "The provider's answer has no message in it.",
                hint: "The role's endpoint is probably not Bedrock's runtime.")
        }
        answer.count(document["usage"])
        answer.text.text = content.compactMap { $0["text"]?.string }.joined()
        if let input = content.lazy.compactMap({ $0["toolUse"]?["input"] }).first {
            answer.text.arguments = input.string ?? input.text
        }
        try answer.stop(document["stopReason"]?.string)
        return try answer.text.completion()
    }

    private mutating func stop(_ reason: String?) throws(ModelFault) {
        switch reason {
        case "max_tokens", "model_context_window_exceeded": text.finish = .length
        case "guardrail_intervened", "content_filtered": text.finish = .refused
        case "malformed_model_output", "malformed_tool_use":
            throw ModelFault(
                .malformed, "The model's answer was not well formed, says the provider.", hint: "Try another model.",
                usage: text.usage)
        default: break
        }
    }

    /// As Anthropic counts: the cache's two parts beside what was new.
    private mutating func count(_ usage: JSON?) {
        guard let usage, usage.object != nil else { return }
        let read = usage.count("cacheReadInputTokens")
        text.usage = TokenUsage(
            input: usage.count("inputTokens") + usage.count("cacheWriteInputTokens") + read,
            output: usage.count("outputTokens"), cachedInput: read)
    }
}
