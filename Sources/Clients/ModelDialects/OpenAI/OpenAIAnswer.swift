import JSONText
import LanguageModels

/// An answer of OpenAI's chat: whole, or in chunks of which the last may only tell what it cost.
struct OpenAIAnswer: AnswerAssembly {
    private(set) var text: AnswerText
    private(set) var isComplete = false

    init(model: String) {
        text = AnswerText(model: model)
    }

    mutating func take(_ event: WireEvent) throws(ModelFault) {
        guard !event.data.isEmpty else { return }
        if event.data.starts(with: Array("[DONE]".utf8)) {
            isComplete = true
            return
        }
        try read(try event.document(spent: text.usage))
    }

    static func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        var answer = OpenAIAnswer(model: "")
        let document = try reply.document()
        guard document["choices"]?[0] != nil else {
            throw ModelFault(
                .malformed, "The provider's answer has no choices in it.",
                hint: "The role's endpoint is probably not one of OpenAI's kind.", usage: usage(in: document))
        }
        try answer.read(document)
        return try answer.text.completion()
    }

    private mutating func read(_ document: JSON) throws(ModelFault) {
        if let usage = Self.usage(in: document) { text.usage = usage }
        if let model = document["model"]?.string, !model.isEmpty { text.model = model }
        guard let choice = document["choices"]?[0] else { return }
        if ProviderError.stands(in: choice) { throw ProviderError(body: choice, status: nil).fault(usage: text.usage) }
        let message = [choice["delta"], choice["message"]].compactMap { $0 }.first { $0.object != nil }
        text.text += message?["content"]?.spokenText ?? choice["text"]?.string ?? ""
        if let refusal = message?["refusal"]?.string, !refusal.isEmpty { text.finish = .refused }
        guard let reason = choice["finish_reason"]?.string else { return }
        isComplete = true
        switch reason {
        case "length", "max_tokens", "model_length": text.finish = text.finish == .refused ? .refused : .length
        case "content_filter", "safety", "refusal":
            throw AnswerText.refusal(reason: reason, usage: Self.usage(in: document) ?? text.usage)
        case "error", "insufficient_system_resource", "abort":
            throw ModelFault(
                .serverError, "The provider stopped in the middle of its answer (\(ProviderWords.shown(reason))).",
                hint: "It is tried again by itself.", usage: text.usage)
        default: break
        }
    }

    private static func usage(in document: JSON) -> TokenUsage? {
        guard let usage = document["usage"] ?? document["x_groq"]?["usage"], usage.object != nil else { return nil }
        // DeepSeek counts what was cached beside, the others within.
        let cached = max(
            usage["prompt_tokens_details"]?.count("cached_tokens") ?? 0, usage.count("prompt_cache_hit_tokens"))
        let input = usage.count("prompt_tokens")
        return TokenUsage(
            input: input, output: usage.count("completion_tokens"), cachedInput: min(cached, input))
    }
}
