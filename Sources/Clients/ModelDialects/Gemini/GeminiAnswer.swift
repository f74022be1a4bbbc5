import JSONText
import LanguageModels

/// An answer of Gemini's; in a stream, every event has the form of a whole one and a part of its text.
struct GeminiAnswer: AnswerAssembly {
    private(set) var text: AnswerText
    private(set) var isComplete = false

    init(model: String) {
        text = AnswerText(model: model)
    }

    mutating func take(_ event: WireEvent) throws(ModelFault) {
        guard !event.data.isEmpty else { return }
        try read(try event.document(spent: text.usage))
    }

    static func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        var answer = GeminiAnswer(model: "")
        let document = try reply.document()
        // A stream without `alt=sse` is a list.
        for part in document.array ?? [document] {
            if ProviderError.stands(in: part) { throw ProviderError(body: part, status: 200).fault() }
            try answer.read(part)
        }
        guard answer.isComplete else {
            throw ModelFault(
                .malformed, "The provider's answer has no finished candidate in it.",
                hint: "The role's endpoint is probably not one of Gemini's kind.", usage: answer.text.usage)
        }
        return try answer.text.completion()
    }

    private mutating func read(_ document: JSON) throws(ModelFault) {
        if let model = document["modelVersion"]?.string, !model.isEmpty { text.model = model }
        if let usage = document["usageMetadata"], usage.object != nil {
            let input = usage.count("promptTokenCount") + usage.count("toolUsePromptTokenCount")
            text.usage = TokenUsage(
                input: input, output: usage.count("candidatesTokenCount") + usage.count("thoughtsTokenCount"),
                cachedInput: min(usage.count("cachedContentTokenCount"), input))
        }
        if let reason = document["promptFeedback"]?["blockReason"]?.string {
            throw AnswerText.refusal(reason: reason, usage: text.usage)
        }
        guard let candidate = document["candidates"]?[0] else { return }
        for part in candidate["content"]?["parts"]?.array ?? [] where part["thought"]?.bool != true {
            text.text += part["text"]?.string ?? ""
        }
        guard let reason = candidate["finishReason"]?.string, reason != "FINISH_REASON_UNSPECIFIED" else { return }
        isComplete = true
        switch reason {
        case "STOP": break
        case "MAX_TOKENS": text.finish = .length
        case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS":
            throw ModelFault(
                .malformed, "The model called a tool in place of an answer.", hint: "Try another model.",
                usage: text.usage)
        // SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, LANGUAGE, OTHER: asking again is of no use.
        default: throw AnswerText.refusal(reason: reason, usage: text.usage)
        }
    }
}
