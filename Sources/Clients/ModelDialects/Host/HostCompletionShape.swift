package import JSONText
package import LanguageModels

/// `host.llm.complete`: the request by which a host that is connected is asked to let its own model answer.
package enum HostCompletionShape {
    package static let method = "host.llm.complete"

    /// - Parameter limit: after which the host is to give up.
    package static func params(
        for request: CompletionRequest, model: String = "", within limit: Duration
    ) -> JSON {
        .object(present: [
            (
                "messages",
                .array(
                    SchemaForms.wishing(request).map {
                        ["role": .string($0.speaker.rawValue), "content": .string($0.text)]
                    })
            ),
            ("model", model.isEmpty ? .null : .string(model)),
            ("temperature", request.temperature.map { JSON($0) }),
            ("maxTokens", JSON(request.maxTokens)),
            ("timeoutMs", JSON(max(1, limit.wholeMilliseconds))),
        ])
    }

    /// - Throws: `malformed`.
    package static func completion(from result: JSON) throws(ModelFault) -> Completion {
        guard let said = (result["text"] ?? result["content"])?.spokenText else { throw malformed }
        var text = AnswerText(model: result["model"]?.string ?? "")
        text.text = said
        if let usage = result["usage"], usage.object != nil {
            text.usage = TokenUsage(input: usage.count("promptTokens"), output: usage.count("completionTokens"))
        }
        return try text.completion()
    }

    /// - Parameter error: of JSON-RPC.
    package static func fault(from error: JSON) -> ModelFault {
        let code = error["code"]?.int
        let reason = error["data"]?["code"]?.string ?? ""
        let words = ProviderWords.shown(error["message"]?.string ?? "")
        let said = words.isEmpty ? "." : ": \(words)"
        switch (code, reason) {
        case (-32601, _):
            return ModelFault(
                .notConfigured, "The host lends no model.",
                hint: "Give the role a provider of its own: docs/MODELS.md has one for each.")
        case (_, "host_handler_busy"):
            return ModelFault(.busy, "The host's model is busy\(said)", hint: "The rules stand in until it is free.")
        case (_, _) where words.lowercased().contains("timeout") || words.lowercased().contains("timed out"):
            return ModelFault(.timeout, "The host's model gave no answer in time\(said)")
        case (-32602, _):
            return ModelFault(.rejected, "The host does not take the request\(said)")
        default:
            return ModelFault(
                .serverError, "The host's model failed\(said)",
                hint: "Look whether the host itself has a model configured.")
        }
    }

    private static let malformed = ModelFault(
        .malformed, "The host's answer has no text in it.", hint: "The host's adapter may be too old.")
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(max(seconds, 0), 1 << 40) * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
