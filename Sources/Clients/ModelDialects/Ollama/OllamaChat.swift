import JSONText
import LanguageModels
import MemoryModel

/// Ollama's own `POST /api/chat`, which takes a schema as it is and tells what it counted.
struct OllamaChat: ChatDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress(
            endpoint.address, standard: "http://127.0.0.1:11434",
            dropping: ["/api/chat", "/api/generate", "/api", "/v1/chat/completions", "/v1"])
        let key = try Asking.text(of: key, at: endpoint, isNeeded: base.host == "ollama.com", like: "OLLAMA_API_KEY")
        let model = try Asking.model(of: endpoint, like: "qwen3:8b")
        return WireCall(
            url: base.url("/api/chat"),
            headers: try Asking.headers(
                key.map { [WireHeader("Authorization", "Bearer \($0)")] } ?? [], streamed: endpoint.isStreamed,
                at: endpoint),
            body: body(for: request, model: model, at: endpoint).utf8Text)
    }

    private func body(for request: CompletionRequest, model: String, at endpoint: ModelEndpoint) -> JSON {
        var format: JSON?
        if case .json(let schema, _) = request.shape { format = schema }
        return .object(present: [
            ("model", .string(model)),
            (
                "messages",
                .array(
                    SchemaForms.wishing(request).map {
                        ["role": .string($0.speaker.rawValue), "content": .string($0.text)]
                    })
            ),
            ("format", format),
            // What is thought counts against the length of the answer; models that do not think do not mind.
            ("think", false),
            (
                "options",
                .object(present: [
                    ("temperature", request.temperature.map { JSON($0) }),
                    ("num_predict", JSON(request.maxTokens)),
                    ("num_ctx", JSON(Self.context(for: request))),
                ])
            ),
            ("stream", JSON(endpoint.isStreamed)),
        ])
    }

    /// Tokens that Ollama sets aside for question and answer. Left alone it takes 4,096 and silently cuts the
    /// question's beginning. In a few steps, because every other size loads the model anew; a token has three bytes or more.
    private static func context(for request: CompletionRequest) -> Int {
        let bytes = request.messages.reduce(0) { $0 + $1.text.utf8.count }
        let needed = bytes / 3 + min(request.maxTokens, 1 << 20) + 256
        return contexts.first { $0 >= needed } ?? contexts[contexts.count - 1]
    }

    private static let contexts = [8_192, 16_384, 32_768, 65_536]

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? {
        guard endpoint.isStreamed else { return nil }
        return PiecewiseAnswer(JSONLines(), OllamaAnswer(model: endpoint.model))
    }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        try OllamaAnswer.completion(from: reply)
    }

    func fault(from reply: WireReply) -> ModelFault {
        reply.providerFault { OllamaAnswer.hint(for: $0) }
    }
}
