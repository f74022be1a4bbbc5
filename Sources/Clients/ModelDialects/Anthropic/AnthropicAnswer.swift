import JSONText
import LanguageModels

/// A message of Anthropic's: whole, or as events from `message_start` to `message_stop`.
struct AnthropicAnswer: AnswerAssembly {
    private(set) var text: AnswerText
    private(set) var isComplete = false
    /// The last counts of each kind; a stream tells them in two parts.
    private var counts: [String: Int] = [:]
    /// The block whose arguments are taken: only one call of the tool is the answer.
    private var tool: Int64?

    init(model: String) {
        text = AnswerText(model: model)
    }

    mutating func take(_ event: WireEvent) throws(ModelFault) {
        guard !event.data.isEmpty else { return }
        let document = try event.document(spent: text.usage)
        switch document["type"]?.string ?? event.name {
        case "message_start": open(document["message"] ?? .null)
        case "content_block_start":
            let block = document["content_block"] ?? .null
            text.text += block["text"]?.string ?? ""
            if block["type"]?.string == "tool_use" { tool = tool ?? document["index"]?.int }
        case "content_block_delta":
            let delta = document["delta"] ?? .null
            if delta["type"]?.string == "text_delta" { text.text += delta["text"]?.string ?? "" }
            if delta["type"]?.string == "input_json_delta", document["index"]?.int == tool {
                text.arguments += delta["partial_json"]?.string ?? ""
            }
        case "message_delta":
            count(document["usage"])
            stop(document["delta"]?["stop_reason"]?.string)
        case "message_stop": isComplete = true
        // `ping`, the end of a block, and what is yet to be invented.
        default: break
        }
    }

    static func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        var answer = AnthropicAnswer(model: "")
        let document = try reply.document()
        guard let content = document["content"]?.array else {
            throw ModelFault(
                .malformed, "The provider's answer has no content in it.",
                hint: "The role's endpoint is probably not one of Anthropic's kind.")
        }
        answer.open(document)
        answer.text.text = document["content"]?.spokenText ?? ""
        if let call = content.first(where: { $0["type"]?.string == "tool_use" }), let input = call["input"] {
            answer.text.arguments = input.string ?? input.text
        }
        answer.stop(document["stop_reason"]?.string)
        return try answer.text.completion()
    }

    private mutating func open(_ message: JSON) {
        if let model = message["model"]?.string, !model.isEmpty { text.model = model }
        count(message["usage"])
    }

    private mutating func stop(_ reason: String?) {
        switch reason {
        case "max_tokens", "model_context_window_exceeded": text.finish = .length
        case "refusal": text.finish = .refused
        default: break
        }
    }

    /// What is sent counts in three parts: new, written to the cache, read from it.
    private mutating func count(_ usage: JSON?) {
        guard let usage, usage.object != nil else { return }
        for key in ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"]
        where usage[key]?.int != nil { counts[key] = usage.count(key) }
        let read = counts["cache_read_input_tokens"] ?? 0
        text.usage = TokenUsage(
            input: (counts["input_tokens"] ?? 0) + (counts["cache_creation_input_tokens"] ?? 0) + read,
            output: counts["output_tokens"] ?? 0, cachedInput: read)
    }
}
