package import JSONText
package import LanguageModels

/// MCP's `sampling/createMessage` (2025-11-25): a client that offers it lets its own model answer, when its person
/// agrees.
package enum SamplingShape {
    package static let method = "sampling/createMessage"

    /// - Parameter model: a hint, which the client may not heed; empty for none.
    package static func params(for request: CompletionRequest, model: String = "") -> JSON {
        var asked = request
        asked.messages = SchemaForms.wishing(request)
        let turns = Turns(asked)
        return .object(present: [
            (
                "messages",
                .array(
                    turns.messages.map {
                        [
                            "role": .string($0.speaker.rawValue),
                            "content": ["type": "text", "text": .string($0.text)],
                        ]
                    })
            ),
            ("systemPrompt", turns.system.map(JSON.string)),
            ("maxTokens", JSON(request.maxTokens)),
            ("temperature", request.temperature.map { JSON($0) }),
            ("modelPreferences", model.isEmpty ? nil : ["hints": [["name": .string(model)]]]),
        ])
    }

    /// - Throws: `malformed`.
    package static func completion(from result: JSON) throws(ModelFault) -> Completion {
        var text = AnswerText(model: result["model"]?.string ?? "")
        // One block, or since 2025-11-25 a list of them.
        guard let content = result["content"],
            let said = content.spokenText ?? (content["type"]?.string == "text" ? content["text"]?.string : nil)
        else {
            throw ModelFault(.malformed, "The client's answer has no text in it.", hint: "Give the role a provider.")
        }
        text.text = said
        switch result["stopReason"]?.string {
        case "maxTokens": text.finish = .length
        case "refusal", "contentFilter": text.finish = .refused
        default: break
        }
        return try text.completion()
    }

    /// - Parameter error: of JSON-RPC.
    package static func fault(from error: JSON) -> ModelFault {
        let words = ProviderWords.shown(error["message"]?.string ?? "")
        let said = words.isEmpty ? "." : ": \(words)"
        switch error["code"]?.int {
        case -32601:
            return ModelFault(
                .notConfigured, "The client lends no model.",
                hint: "Give the role a provider of its own: docs/MODELS.md has one for each.")
        case -1:
            return ModelFault(
                .rejected, "The person at the client said no\(said)",
                hint: "Allow sampling for memos in the client, or give the role a provider of its own.")
        case -32602: return ModelFault(.rejected, "The client does not take the request\(said)")
        default: return ModelFault(.serverError, "The client's model failed\(said)")
        }
    }
}
